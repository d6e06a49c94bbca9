package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How probable a model holds each class.
 *
 * @param byClass in its order; empty when it does not say, when one is no probability, or when two are of one class
 * @param flaw what is wrong where the file, or its look, says that scores stand there; null where nothing is
 */
record ClassScores(Map<String, Double> byClass, Extracted.@Nullable Unusable flaw) {
    private static final List<String> USUAL =
            List.of("/scores", "/probabilities", "/prob", "/predictions/0", "/outputs/0/data", "");

    /** Where what stands there is meant as scores, whatever it is. */
    private static final Set<String> MEANT = Set.of("/scores", "/probabilities", "/prob");

    private static final String TWICE = " (a class twice)";
    private static final ClassScores NONE = new ClassScores(Map.of(), null);

    /** One class as it is written, and what stands beside it. */
    private record Scored(String label, JsonNode score) {}

    static ClassScores in(JsonNode document, Optional<String> pointer) {
        if (pointer.isPresent()) {
            ClassScores found = at(document, pointer.get(), true);
            boolean isThere = ClassificationExtractor.isThere(document.at(pointer.get()));
            return found.equals(NONE)
                    ? flawed(isThere ? Fault.UNEXPECTED_TYPE : Fault.POINTER_UNMATCHED, pointer.get())
                    : found;
        }
        ClassScores first = NONE;
        for (String usual : USUAL) {
            ClassScores found = at(document, usual, MEANT.contains(usual));
            if (!found.byClass.isEmpty()) {
                return found;
            }
            first = first.flaw == null ? found : first;
        }
        return first;
    }

    /** @param isMeant whether any numbers there are scores, be they fields of an object */
    private static ClassScores at(JsonNode document, String pointer, boolean isMeant) {
        JsonNode node = document.at(pointer);
        JsonNode list = node.size() == 1 && node.path(0).isArray() ? node.path(0) : node;
        List<Scored> scored = new ArrayList<>();
        if (list.isArray() && list.size() > 1) {
            for (JsonNode element : list) {
                scored.add(
                        element.isObject()
                                ? new Scored(element.path("label").asText(), element.path("score"))
                                : new Scored(Integer.toString(scored.size()), element));
            }
        } else if (node.isObject() && isMeant) {
            node.properties().forEach(field -> scored.add(new Scored(field.getKey(), field.getValue())));
        }
        ClassScores read = read(scored, pointer);
        boolean isSaid = isMeant && ClassificationExtractor.single(node).isContainerNode();
        return isSaid || isLabelled(list) || read.flaw == null ? read : NONE;
    }

    /** Labels with scores are scores wherever they stand. */
    private static boolean isLabelled(JsonNode list) {
        boolean isLabelled = list.isArray() && list.size() > 1;
        for (JsonNode element : list) {
            isLabelled &= element.has("label") && element.has("score");
        }
        return isLabelled;
    }

    private static ClassScores read(List<Scored> scored, String pointer) {
        Map<String, Double> byClass = new LinkedHashMap<>();
        Set<String> classes = new HashSet<>();
        for (Scored one : scored) {
            if (one.label.isEmpty() || !ClassificationExtractor.isProbability(one.score)) {
                return flawed(Fault.UNEXPECTED_TYPE, pointer);
            }
            if (!classes.add(ClassName.of(one.label))) {
                return flawed(Fault.UNEXPECTED_TYPE, pointer + TWICE);
            }
            byClass.put(one.label, one.score.asDouble());
        }
        return byClass.isEmpty() ? flawed(Fault.UNEXPECTED_TYPE, pointer) : new ClassScores(byClass, null);
    }

    private static ClassScores flawed(Fault fault, String detail) {
        return new ClassScores(Map.of(), new Extracted.Unusable(fault, detail));
    }
}
