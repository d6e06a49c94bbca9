package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.understudy.config.Pointer;
import java.util.List;
import java.util.Optional;

/** Takes the text at a pointer, or at the place where chat and completion models put it; a body of plain text is its own. */
record TextExtractor(Optional<Pointer> text) implements Extractor {
    static final String CHAT = "/choices/0/message/content";

    private static final List<String> USUAL =
            List.of(CHAT, "/choices/0/text", "/output_text", "/content/0/text", "/text", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, text, USUAL);
        JsonNode node = found.node();
        if (node.isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        if (node.isNull()) {
            return new Extracted.Found(new Answer.Text(""));
        }
        if (!node.isValueNode() || node.getNodeType() == JsonNodeType.BINARY) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
        }
        return new Extracted.Found(new Answer.Text(node.asText()));
    }

    @Override
    public Extracted fromPlain(String plain) {
        return text.isPresent()
                ? new Extracted.Unusable(Fault.NOT_JSON, "")
                : new Extracted.Found(new Answer.Text(plain));
    }
}
