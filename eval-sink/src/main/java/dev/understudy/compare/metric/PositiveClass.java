package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import java.util.Map;

/** The class that is looked for, of two: whether it came true, and how probable a model held it. */
final class PositiveClass {
    private PositiveClass() {}

    /** 1 or 0; NaN without a label, or when it cannot be told which class is looked for. */
    static double outcome(Observation observation) {
        String label = observation.truth().label();
        return label == null ? Double.NaN : observation.truth().positive(ClassName.of(label));
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
            if (observation.truth().positive(score.getKey()) == 1) {
                return score.getValue();
            }
        }
        return Double.NaN;
    }
}
