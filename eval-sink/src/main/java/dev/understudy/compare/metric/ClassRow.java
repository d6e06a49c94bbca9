package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import java.math.BigDecimal;
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
                ? new ClassRow(name(label), name(prediction.label()), probability(prediction), prediction.scores())
                : new ClassRow(name(label), null, Double.NaN, Map.of());
    }

    /** One name for one class: {@code 1.0} is {@code 1}. */
    static String name(String written) {
        if (written.isEmpty() || !isNumberLike(written.charAt(0))) {
            return written;
        }
        try {
            BigDecimal number = new BigDecimal(written);
            return Math.abs((long) number.scale()) > 100
                    ? written
                    : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return written;
        }
    }

    private static boolean isNumberLike(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '.' || first == '+';
    }

    private static double probability(Answer.Prediction prediction) {
        Double probability = prediction.probability();
        return probability == null ? Double.NaN : probability;
    }
}
