package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How far the estimated number is from the right one, as a part of that. */
record PercentageError() implements LegMetric {
    private static final About ABOUT = new About(
            "mape",
            "",
            Direction.LOWER,
            Purpose.INFORMATION,
            "How far the estimated number is from the right one, as a part of that.",
            "mean of |p - y| / max(|y|, 2^-52)",
            "scikit-learn's mean_absolute_percentage_error",
            Profile.REGRESSION);

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
        double right = observation.truth().number();
        return subject.answer() instanceof Answer.Quantity number && !Double.isNaN(right)
                ? Math.abs(number.value() - right) / Math.max(Math.abs(right), Math.ulp(1.0))
                : Double.NaN;
    }
}
