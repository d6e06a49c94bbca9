package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the predicted class, and how probable the model holds it: one probability of the positive class, or one of every
 * class. Where only probabilities stand, the most probable class is the prediction.
 */
record ClassificationExtractor(
        Optional<String> prediction, Optional<String> probability, Optional<String> scores, Optional<String> positive)
        implements Extractor {
    private static final List<String> USUAL_PREDICTIONS =
            List.of("/prediction", "/pred", "/label", "/class", "/intent", "/predictions/0", "/outputs/0/data");
    private static final List<String> USUAL_PROBABILITIES = List.of("/probability", "/prob", "/confidence", "/score");
    private static final double EVEN = 0.5;

    /** Without anything of its own to look for. */
    static final ClassificationExtractor USUAL =
            new ClassificationExtractor(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public Extracted from(JsonNode document) {
        ClassScores scored = ClassScores.in(document, scores);
        Map<String, Double> all = scored.byClass();
        Extractor.Found there = Extractor.find(document, probability, USUAL_PROBABILITIES);
        Extractor.Found place = new Extractor.Found(single(there.node()), there.pointer());
        Double one = isProbability(place.node()) ? (Double) place.node().asDouble() : null;
        Extracted.Unusable flaw = flaw(place, scored);
        Extractor.Found found = Extractor.find(document, prediction, USUAL_PREDICTIONS);
        JsonNode node = single(found.node());
        if (node.isValueNode() && !node.isNull()) {
            boolean isScore =
                    prediction.isEmpty() && found.pointer().startsWith("/outputs") && node.isFloatingPointNumber();
            return isScore
                    ? predicted(node, found.pointer())
                    : new Extracted.Found(new Answer.Prediction(node.asText(), one, all), flaw);
        }
        if (!all.isEmpty() && prediction.isEmpty()) {
            return new Extracted.Found(new Answer.Prediction(most(all), one, all), flaw);
        }
        if (isThere(place.node()) && prediction.isEmpty()) {
            return predicted(place.node(), place.pointer());
        }
        if (prediction.isEmpty() && scored.flaw() != null) {
            return scored.flaw();
        }
        return new Extracted.Unusable(
                found.node().isMissingNode() ? Fault.POINTER_UNMATCHED : Fault.UNEXPECTED_TYPE, found.pointer());
    }

    /** A probability that is none, or scores of which one is none, where the file or their look says that they stand there. */
    private Extracted.@Nullable Unusable flaw(Extractor.Found place, ClassScores scored) {
        if (isThere(place.node())
                && !isProbability(place.node())
                && !place.node().isContainerNode()) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, place.pointer());
        }
        if (probability.isPresent() && !isProbability(place.node())) {
            return new Extracted.Unusable(
                    isThere(place.node()) ? Fault.UNEXPECTED_TYPE : Fault.POINTER_UNMATCHED, place.pointer());
        }
        return scored.flaw();
    }

    static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    /** From the probability of the positive class alone. */
    private Extracted predicted(JsonNode node, String pointer) {
        if (!isProbability(node)) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, pointer);
        }
        String label = node.asDouble() >= EVEN
                ? positive.orElse("1")
                : positive.map(name -> "not " + name).orElse("0");
        return new Extracted.Found(new Answer.Prediction(label, node.asDouble()));
    }

    static boolean isProbability(JsonNode node) {
        return node.isNumber() && node.asDouble() >= 0 && node.asDouble() <= 1;
    }

    private static String most(Map<String, Double> scores) {
        String best = "";
        double most = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Double> score : scores.entrySet()) {
            if (score.getValue() > most) {
                best = score.getKey();
                most = score.getValue();
            }
        }
        return best;
    }

    /** A tensor or a list of one element is that element. */
    static JsonNode single(JsonNode node) {
        JsonNode inner = node;
        while (inner.isArray() && inner.size() == 1) {
            inner = inner.get(0);
        }
        return inner;
    }
}
