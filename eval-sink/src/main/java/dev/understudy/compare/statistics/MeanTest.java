package dev.understudy.compare.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's and Welch's intervals, from moments alone. They hold for one look at a size fixed beforehand. */
public final class MeanTest {
    private MeanTest() {}

    /** Around the mean of paired differences. */
    public static Interval paired(Moments differences, double confidence) {
        double error = Math.sqrt(differences.variance() / differences.n());
        double quantile = quantile(differences.independent() - 1.0, confidence);
        return Interval.around(differences.mean(), quantile * error);
    }

    /** Around {@code candidate - legacy} of two independent samples. */
    public static Interval unpaired(Moments legacy, Moments candidate, double confidence) {
        double error = Math.sqrt(squaredError(legacy, candidate));
        double quantile = error == 0 ? 0 : quantile(degreesOfFreedom(legacy, candidate), confidence);
        return Interval.around(candidate.mean() - legacy.mean(), quantile * error);
    }

    /** The squared standard error of the difference of two independent means. */
    public static double squaredError(Moments legacy, Moments candidate) {
        return legacy.variance() / legacy.n() + candidate.variance() / candidate.n();
    }

    private static double quantile(double degreesOfFreedom, double confidence) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2);
    }

    /** Welch and Satterthwaite's. */
    private static double degreesOfFreedom(Moments legacy, Moments candidate) {
        double left = legacy.variance() / legacy.n();
        double right = candidate.variance() / candidate.n();
        return (left + right)
                * (left + right)
                / (left * left / (legacy.independent() - 1) + right * right / (candidate.independent() - 1));
    }
}
