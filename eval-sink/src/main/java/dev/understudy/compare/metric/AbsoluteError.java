package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How far the estimated number is from the right one, on average. */
record AbsoluteError() implements LegMetric {
    private static final About ABOUT = new About(
            "mae",
            "",
            Direction.LOWER,
            Purpose.QUALITY,
            "How far the estimated number is from the right one, on average.",
            "mean of |p - y|",
            "scikit-learn's mean_absolute_error",
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
                ? Math.abs(number.value() - right)
                : Double.NaN;
    }
}
