package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Pointer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the predicted class, and its probability where there is one. */
record ClassificationExtractor(Optional<Pointer> prediction, Optional<Pointer> probability) implements Extractor {
    private static final List<String> USUAL_PREDICTIONS =
            List.of("/prediction", "/pred", "/label", "/class", "/intent");
    private static final List<String> USUAL_PROBABILITIES = List.of("/probability", "/prob", "/confidence", "/score");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, prediction, USUAL_PREDICTIONS);
        JsonNode node = found.node();
        if (node.isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        if (!node.isValueNode()) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
        }
        return new Extracted.Found(new Answer.Prediction(node.asText(), probability(document)));
    }

    private @Nullable Double probability(JsonNode document) {
        JsonNode node =
                Extractor.find(document, probability, USUAL_PROBABILITIES).node();
        return node.isNumber() && Double.isFinite(node.asDouble()) ? node.asDouble() : null;
    }
}
