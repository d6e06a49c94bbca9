package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Decides by the look of each answer: a chat completion is text, an imported output what it says, all else JSON. */
record SniffingExtractor() implements Extractor {
    private static final Set<String> OUTPUT_FIELDS = Set.of("text", "pred", "prob", "ranking");
    private static final Extractor TEXT = new TextExtractor(Optional.empty());
    private static final Extractor CLASSIFICATION = new ClassificationExtractor(Optional.empty(), Optional.empty());
    private static final Extractor RANKING = new RankingExtractor(Optional.empty(), Optional.empty());

    @Override
    public Extracted from(JsonNode document) {
        if (document.isTextual() || !document.at(TextExtractor.CHAT).isMissingNode()) {
            return TEXT.from(document);
        }
        if (isOutput(document)) {
            return document.has("ranking")
                    ? RANKING.from(document)
                    : document.has("pred") ? CLASSIFICATION.from(document) : TEXT.from(document);
        }
        return new Extracted.Found(new Answer.Json(document));
    }

    @Override
    public Extracted fromPlain(String text) {
        return TEXT.fromPlain(text);
    }

    private static boolean isOutput(JsonNode document) {
        if (!document.isObject() || !(document.has("text") || document.has("pred") || document.has("ranking"))) {
            return false;
        }
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            if (!OUTPUT_FIELDS.contains(names.next())) {
                return false;
            }
        }
        return true;
    }
}
