package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import dev.understudy.config.Compare.Profile;

/** The surprise at the label, by the probabilities that the model gave. */
record LogLoss() implements LegMetric {
    private static final About ABOUT = new About(
            "log_loss",
            "nats",
            Direction.LOWER,
            Purpose.INFORMATION,
            "How surprised the model was by what came true; one confident mistake weighs heavily.",
            "mean of -ln p(label), p clipped by 2^-52 on both ends and scaled to a sum of 1",
            "scikit-learn's log_loss",
            Profile.CLASSIFICATION);

    /** So that one impossible label does not make the mean infinite. */
    private static final double LEAST = Math.ulp(1.0);

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
        if (prediction.scores().size() > 2
                || (prediction.probability() == null && prediction.scores().containsKey(name))) {
            return ofScores(prediction, name);
        }
        double outcome = PositiveClass.outcome(subject, observation);
        double positive = clipped(PositiveClass.probability(subject, observation));
        return Double.isNaN(outcome) ? Double.NaN : -Math.log(outcome == 1 ? positive : 1 - positive);
    }

    private static double ofScores(Answer.Prediction prediction, String name) {
        Double own = prediction.scores().get(name);
        if (own == null) {
            return Double.NaN;
        }
        double sum = 0;
        for (double score : prediction.scores().values()) {
            sum += clipped(score);
        }
        return -Math.log(clipped(own) / sum);
    }

    private static double clipped(double probability) {
        return Math.max(LEAST, Math.min(1 - LEAST, probability));
    }
}
