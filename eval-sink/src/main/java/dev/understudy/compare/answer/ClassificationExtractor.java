package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final List<String> USUAL_SCORES =
            List.of("/scores", "/probabilities", "/prob", "/predictions/0", "/outputs/0/data", "");

    /** Where what stands there is meant as scores, whatever it is. */
    private static final Set<String> MEANT_AS_SCORES = Set.of("/scores", "/probabilities", "/prob");

    private static final double EVEN = 0.5;

    /** Without anything of its own to look for. */
    static final ClassificationExtractor USUAL =
            new ClassificationExtractor(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public Extracted from(JsonNode document) {
        Map<String, Double> all = scores(document);
        Extractor.Found there = Extractor.find(document, probability, USUAL_PROBABILITIES);
        Extractor.Found place = new Extractor.Found(single(there.node()), there.pointer());
        Double one = isProbability(place.node()) ? (Double) place.node().asDouble() : null;
        Extracted.Unusable flaw = flaw(document, place, all);
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
        return new Extracted.Unusable(
                found.node().isMissingNode() ? Fault.POINTER_UNMATCHED : Fault.UNEXPECTED_TYPE, found.pointer());
    }

    /** A probability that is none, or scores of which one is none, where the file or their name says that they stand there. */
    private Extracted.@Nullable Unusable flaw(JsonNode document, Extractor.Found place, Map<String, Double> all) {
        if (isThere(place.node())
                && !isProbability(place.node())
                && !place.node().isContainerNode()) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, place.pointer());
        }
        if (probability.isPresent() && !isProbability(place.node())) {
            return new Extracted.Unusable(
                    isThere(place.node()) ? Fault.UNEXPECTED_TYPE : Fault.POINTER_UNMATCHED, place.pointer());
        }
        if (scores.isPresent() && all.isEmpty()) {
            return new Extracted.Unusable(
                    isThere(document.at(scores.get())) ? Fault.UNEXPECTED_TYPE : Fault.POINTER_UNMATCHED, scores.get());
        }
        return USUAL_SCORES.stream()
                .filter(pointer -> all.isEmpty() && scores.isEmpty() && MEANT_AS_SCORES.contains(pointer))
                .filter(pointer -> single(document.at(pointer)).isContainerNode())
                .findFirst()
                .map(pointer -> new Extracted.Unusable(Fault.UNEXPECTED_TYPE, pointer))
                .orElse(null);
    }

    private static boolean isThere(JsonNode node) {
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

    /** Empty when there are none, when one of them is no number, or when two are of one class. */
    private Map<String, Double> scores(JsonNode document) {
        if (scores.isPresent()) {
            return scores(document.at(scores.get()), true);
        }
        for (String pointer : USUAL_SCORES) {
            Map<String, Double> found = scores(document.at(pointer), MEANT_AS_SCORES.contains(pointer));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Map.of();
    }

    /** @param isMeant whether any numbers there are scores, be they fields of an object */
    private static Map<String, Double> scores(JsonNode node, boolean isMeant) {
        JsonNode list = node.size() == 1 && node.path(0).isArray() ? node.path(0) : node;
        Map<String, Double> found = new LinkedHashMap<>();
        Set<String> classes = new HashSet<>();
        if (list.isArray() && list.size() > 1) {
            for (int i = 0; i < list.size(); i++) {
                JsonNode element = list.get(i);
                JsonNode score = element.isObject() ? element.path("score") : element;
                String label = element.isObject() ? element.path("label").asText() : Integer.toString(i);
                if (!isProbability(score) || label.isEmpty() || !classes.add(ClassName.of(label))) {
                    return Map.of();
                }
                found.put(label, score.asDouble());
            }
        } else if (node.isObject() && isMeant) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!isProbability(field.getValue()) || !classes.add(ClassName.of(field.getKey()))) {
                    return Map.of();
                }
                found.put(field.getKey(), field.getValue().asDouble());
            }
        }
        return found;
    }

    private static boolean isProbability(JsonNode node) {
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
