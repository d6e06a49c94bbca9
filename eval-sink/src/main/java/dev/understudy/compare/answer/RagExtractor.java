package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the text, and the passages that it rests on, where the answer brings them. */
record RagExtractor(TextExtractor text, Optional<Place> contexts, Optional<Place> contextIds) implements Extractor {
    private static final List<String> USUAL_CONTEXTS =
            List.of("/contexts", "/retrieved_contexts", "/retrieval_context", "/documents", "/sources");
    private static final List<String> USUAL_IDS =
            List.of("/context_ids", "/retrieved_context_ids", "/documents", "/sources", "/citations");

    @Override
    public Extracted from(JsonNode document) {
        Extracted extracted = text.from(document);
        if (!(extracted instanceof Extracted.Found found) || !(found.answer() instanceof Answer.Text answer)) {
            return extracted;
        }
        Extractor.Found passages = place(document, contexts, USUAL_CONTEXTS);
        Extractor.Found ids = place(document, contextIds, USUAL_IDS);
        if (contexts.isPresent() && passages.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, passages.pointer());
        }
        if (contextIds.isPresent() && ids.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, ids.pointer());
        }
        Answer.Details known = answer.details();
        Answer.Details details = new Answer.Details(
                known.calls(),
                known.refused(),
                strings(passages.node(), List.of("text", "content", "page_content")),
                strings(ids.node(), List.of("id", "document_id")),
                known.meanLogprob(),
                known.passed());
        return new Extracted.Found(new Answer.Text(answer.text(), details), found.flaw());
    }

    @Override
    public Extracted fromPlain(String plain) {
        return contexts.isPresent() || contextIds.isPresent()
                ? new Extracted.Unusable(Fault.NOT_JSON, "")
                : text.fromPlain(plain);
    }

    private static Extractor.Found place(JsonNode document, Optional<Place> configured, List<String> usual) {
        return Extractor.find(document, configured.map(place -> place.pointer().text()), usual);
    }

    /** Of a list of strings, or of objects that hold them under one of these names; what holds none is left out. */
    static List<String> strings(JsonNode list, List<String> names) {
        List<String> strings = new ArrayList<>();
        if (list.isTextual()) {
            return List.of(list.textValue());
        }
        for (JsonNode element : list) {
            if (element.isValueNode() && !element.isNull()) {
                strings.add(element.asText());
            } else {
                for (String name : names) {
                    JsonNode inner = element.path(name);
                    if (inner.isValueNode() && !inner.isNull()) {
                        strings.add(inner.asText());
                        break;
                    }
                }
            }
        }
        return strings;
    }
}
