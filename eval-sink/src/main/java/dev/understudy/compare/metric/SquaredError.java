package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** The same with large errors weighing more. */
record SquaredError() implements LegMetric {
    private static final About ABOUT = new About(
            "mse",
            "",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The same with large errors weighing more.",
            "mean of (p - y)^2",
            "scikit-learn's mean_squared_error",
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
                ? (number.value() - right) * (number.value() - right)
                : Double.NaN;
    }
}
