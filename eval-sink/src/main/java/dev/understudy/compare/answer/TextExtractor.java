package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text at a pointer, or from where language models put it; a body of plain text is its own. A number or a boolean
 * where text is expected is the text that it is written as.
 */
record TextExtractor(Optional<String> text, Optional<String> passed) implements Extractor {
    private static final List<String> USUAL =
            List.of("/text", "/output_text", "/answer", "/response", "/outputs/0/data", "");

    /** Without anything of its own to look for. */
    static final TextExtractor USUAL_TEXT = new TextExtractor(Optional.empty(), Optional.empty());

    @Override
    public Extracted from(JsonNode document) {
        Optional<Completion> completion = Completion.of(document);
        if (text.isEmpty() && completion.isPresent()) {
            return said(completion.get(), document, passed(document));
        }
        Extractor.Found found = Extractor.find(document, text, USUAL);
        JsonNode node = ClassificationExtractor.single(found.node());
        if (node.isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        if (!node.isNull() && (!node.isValueNode() || node.getNodeType() == JsonNodeType.BINARY)) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
        }
        List<Boolean> outcomes = passed(document);
        Answer.Details details = completion
                .map(known -> known.details(outcomes))
                .orElseGet(() -> outcomes.isEmpty()
                        ? Answer.Details.NONE
                        : new Answer.Details(List.of(), false, List.of(), List.of(), null, outcomes));
        // A body that is nothing but a number may well be a text.
        return new Extracted.Found(
                new Answer.Text(node.isNull() ? "" : node.asText(), details),
                found.pointer().isEmpty() ? null : unlikeText(node, found.pointer()));
    }

    /** @param passed of several solutions, which passed their tests */
    static Extracted.Found said(Completion completion, JsonNode document, List<Boolean> passed) {
        return new Extracted.Found(
                new Answer.Text(completion.text(), completion.details(passed)),
                unlikeText(document.at(Completion.CONTENT), Completion.CONTENT));
    }

    private static Extracted.@Nullable Unusable unlikeText(JsonNode node, String pointer) {
        return node.isNumber() || node.isBoolean() ? new Extracted.Unusable(Fault.NOT_A_STRING, pointer) : null;
    }

    @Override
    public Extracted fromPlain(String plain) {
        return text.isPresent()
                ? new Extracted.Unusable(Fault.NOT_JSON, "")
                : new Extracted.Found(new Answer.Text(plain));
    }

    private List<Boolean> passed(JsonNode document) {
        JsonNode list = document.at(passed.orElse("/passed"));
        List<Boolean> outcomes = new ArrayList<>();
        for (JsonNode outcome : list) {
            outcomes.add(outcome.asBoolean());
        }
        return outcomes;
    }
}
