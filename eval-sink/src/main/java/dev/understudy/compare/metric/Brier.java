package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** The squared error of the probability of the positive class. */
record Brier() implements LegMetric {
    private static final About ABOUT = new About(
            "brier",
            "",
            Direction.LOWER,
            Purpose.INFORMATION,
            "How far the probability of the positive class is from what came true.",
            "mean of (p - y)^2, y 1 for the positive class",
            "Brier 1950; scikit-learn's brier_score_loss",
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
        double outcome = PositiveClass.outcome(subject, observation);
        double error = PositiveClass.probability(subject, observation) - outcome;
        return error * error;
    }
}
