package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a classification for figures of the whole set.
 *
 * @param predicted null when there was no usable answer, which is wrong whatever the label
 * @param probability of the positive class; NaN when the model does not say
 * @param scores of every class
 */
record ClassRow(String label, @Nullable String predicted, double probability, Map<String, Double> scores) {
    /** Null where nothing was labelled, or the model was not asked. */
    static @Nullable ClassRow of(Subject subject, Observation observation) {
        if (!subject.asked() || subject.unreadableByUs()) {
            return null;
        }
        Answer answer = subject.answer();
        if (answer != null && !(answer instanceof Answer.Prediction)) {
            return null;
        }
        String label = observation.truth().label();
        if (label == null) {
            return null;
        }
        return answer instanceof Answer.Prediction prediction
                ? new ClassRow(ClassName.of(label), prediction.name(), probability(prediction), prediction.scores())
                : new ClassRow(ClassName.of(label), null, Double.NaN, Map.of());
    }

    private static double probability(Answer.Prediction prediction) {
        Double probability = prediction.probability();
        return probability == null ? Double.NaN : probability;
    }
}
