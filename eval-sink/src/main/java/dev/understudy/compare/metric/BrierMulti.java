package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import dev.understudy.config.Compare.Profile;
import java.util.Map;

/** The squared error of the probabilities of more than two classes. */
record BrierMulti() implements LegMetric {
    private static final About ABOUT = new About(
            "brier_multi",
            "",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The same for more than two classes: the squared errors of all of them.",
            "mean of sum over classes of (p_k - y_k)^2",
            "Brier 1950",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        String label = observation.truth().label();
        if (label == null || !(subject.answer() instanceof Answer.Prediction prediction)) {
            return Double.NaN;
        }
        String name = ClassName.of(label);
        if (prediction.scores().size() <= 2 || !prediction.scores().containsKey(name)) {
            return Double.NaN;
        }
        double sum = 0;
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            double error = score.getValue() - (score.getKey().equals(name) ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }
}
