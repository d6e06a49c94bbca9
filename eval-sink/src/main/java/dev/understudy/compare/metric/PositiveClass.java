package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import java.util.Map;

/** The class that is looked for, of two: whether it came true, and how probable a model held it. */
final class PositiveClass {
    private PositiveClass() {}

    /** 1 or 0; NaN without a label, or when it cannot be told which class is looked for. */
    static double outcome(Subject subject, Observation observation) {
        String label = observation.truth().label();
        return label == null ? Double.NaN : of(ClassName.of(label), subject, observation);
    }

    /**
     * Whether a class is the one that is looked for. Where neither the file nor its name says so, it is told from the other
     * one of two that the answer has scores of; of two that say nothing, the last in order is, as in figures of the whole set.
     */
    static double of(String name, Subject subject, Observation observation) {
        double known = observation.truth().positive(name);
        if (!Double.isNaN(known)
                || !(subject.answer() instanceof Answer.Prediction prediction)
                || prediction.scores().size() != 2
                || !prediction.scores().containsKey(name)) {
            return known;
        }
        String other = prediction.scores().keySet().stream()
                .filter(scored -> !scored.equals(name))
                .findFirst()
                .orElseThrow();
        double ofOther = observation.truth().positive(other);
        return Double.isNaN(ofOther) ? (ClassSet.ORDER.compare(name, other) > 0 ? 1 : 0) : 1 - ofOther;
    }

    /** NaN when the model does not say. */
    static double probability(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Prediction prediction)
                || prediction.scores().size() > 2) {
            return Double.NaN;
        }
        if (prediction.probability() != null) {
            return prediction.probability();
        }
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            if (of(score.getKey(), subject, observation) == 1) {
                return score.getValue();
            }
        }
        return Double.NaN;
    }
}
