package dev.understudy.compare.statistics;

import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/** Student's and Welch's intervals and p-values, from moments alone. They hold for one look at a size fixed beforehand. */
public final class MeanTest {
    private MeanTest() {}

    /** Around the mean of paired differences. */
    public static Interval paired(Moments differences, double confidence) {
        double error = Math.sqrt(differences.variance() / differences.n());
        double quantile = quantile(differences.independent() - 1.0, confidence);
        return Interval.around(differences.mean(), quantile * error);
    }

    /** Two-sided, of "the mean of paired differences is 0". */
    public static double pairedP(Moments differences) {
        if (differences.variance() == 0) {
            return differences.mean() == 0 ? 1 : 0;
        }
        double t = differences.mean() / Math.sqrt(differences.variance() / differences.n());
        return twoSided(t, differences.independent() - 1.0);
    }

    /** Around {@code candidate - legacy} of two independent samples. */
    public static Interval unpaired(Moments legacy, Moments candidate, double confidence) {
        double error = Math.sqrt(squaredError(legacy, candidate));
        double quantile = error == 0 ? 0 : quantile(degreesOfFreedom(legacy, candidate), confidence);
        return Interval.around(candidate.mean() - legacy.mean(), quantile * error);
    }

    /** Two-sided, of "both means are equal". */
    public static double unpairedP(Moments legacy, Moments candidate) {
        double delta = candidate.mean() - legacy.mean();
        double error = Math.sqrt(squaredError(legacy, candidate));
        if (error == 0) {
            return delta == 0 ? 1 : 0;
        }
        if (legacy.independent() == legacy.n() && candidate.independent() == candidate.n()) {
            return TTest.withDefaults()
                    .test(
                            candidate.mean(),
                            candidate.variance(),
                            candidate.n(),
                            legacy.mean(),
                            legacy.variance(),
                            legacy.n())
                    .getPValue();
        }
        return twoSided(delta / error, degreesOfFreedom(legacy, candidate));
    }

    /** The squared standard error of the difference of two independent means. */
    public static double squaredError(Moments legacy, Moments candidate) {
        return legacy.variance() / legacy.n() + candidate.variance() / candidate.n();
    }

    private static double quantile(double degreesOfFreedom, double confidence) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2);
    }

    private static double twoSided(double t, double degreesOfFreedom) {
        return Math.min(1, 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(t)));
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
