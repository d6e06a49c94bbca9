package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Takes the number that was estimated; one that a model wrote in quotes is one all the same. */
record RegressionExtractor(Optional<String> prediction) implements Extractor {
    private static final List<String> USUAL =
            List.of("/prediction", "/pred", "/value", "/score", "/estimate", "/predictions/0", "/outputs/0/data", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, prediction, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        JsonNode node = ClassificationExtractor.single(found.node());
        double value = number(node);
        return Double.isFinite(value)
                ? new Extracted.Found(new Answer.Quantity(value))
                : new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
    }

    /** NaN for what is none. */
    static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble();
        }
        if (!node.isTextual()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(node.textValue().strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
