package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure of a whole set of estimated numbers. */
record NumberMetric(About about, ToDoubleFunction<NumberTally> of) implements Metric {
    static final NumberMetric RMSE = new NumberMetric(
            new About(
                    "rmse",
                    "",
                    Direction.LOWER,
                    Purpose.INFORMATION,
                    "How far estimates are off, large errors weighing more, in the unit of the number.",
                    "sqrt(mean of (p - y)^2)",
                    "scikit-learn's mean_squared_error, its root",
                    Profile.REGRESSION),
            tally -> Math.sqrt(tally.squaredErrors() / tally.n()));

    static final NumberMetric R2 = new NumberMetric(
            new About(
                    "r2",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "How much of the spread of the right numbers the estimates account for; below 0 the mean is better.",
                    "1 - sum (y - p)^2 / sum (y - mean y)^2",
                    "scikit-learn's r2_score",
                    Profile.REGRESSION),
            NumberMetric::r2);

    static final NumberMetric EXPLAINED_VARIANCE = new NumberMetric(
            new About(
                    "explained_variance",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The same, not counting an error that all estimates have in common.",
                    "1 - var(y - p) / var(y)",
                    "scikit-learn's explained_variance_score",
                    Profile.REGRESSION),
            tally -> explained(tally.errorSpread(), tally.squares()));

    static final List<NumberMetric> ALL = List.of(RMSE, R2, EXPLAINED_VARIANCE);

    /** Needs to know how many features a model uses. */
    static NumberMetric adjustedR2(int features) {
        return new NumberMetric(
                new About(
                        "adjusted_r2",
                        "share",
                        Direction.HIGHER,
                        Purpose.INFORMATION,
                        "The same as r2, less what so many features would account for by chance; needs compare.features.",
                        "1 - (1 - r2) (n - 1) / (n - features - 1)",
                        "Theil 1961",
                        Profile.REGRESSION),
                tally -> features == 0 || tally.n() <= features + 1
                        ? Double.NaN
                        : 1 - (1 - r2(tally)) * (tally.n() - 1) / (tally.n() - features - 1.0));
    }

    private static double r2(NumberTally tally) {
        return tally.n() < 2 ? Double.NaN : explained(tally.squaredErrors(), tally.squares());
    }

    /** Of numbers that are all the same nothing can be accounted for, but it can be met. */
    private static double explained(double missed, double all) {
        return all == 0 ? missed == 0 ? 1 : 0 : 1 - missed / all;
    }
}
