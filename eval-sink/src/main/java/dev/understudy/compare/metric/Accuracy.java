package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import java.math.BigDecimal;

/** The share of labelled requests whose predicted class is the label; a model that failed was wrong. */
record Accuracy() implements LegMetric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String unit() {
        return "share";
    }

    @Override
    public Direction better() {
        return Direction.HIGHER;
    }

    @Override
    public Purpose purpose() {
        return Purpose.QUALITY;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Events events) {
        String label = events.label();
        if (label == null || !subject.asked() || subject.unreadableByUs()) {
            return Double.NaN;
        }
        Answer answer = subject.answer();
        if (answer == null) {
            return 0;
        }
        return answer instanceof Answer.Prediction prediction ? same(prediction.label(), label) ? 1 : 0 : Double.NaN;
    }

    /** Letter by letter, or as numbers: {@code 1} is {@code 1.0}. */
    private static boolean same(String prediction, String label) {
        if (prediction.equals(label)) {
            return true;
        }
        try {
            return new BigDecimal(prediction).compareTo(new BigDecimal(label)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
