package dev.understudy.compare.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's and Welch's intervals, from what a sample says of itself. They hold for one look at a size fixed beforehand. */
public final class MeanTest {
    private MeanTest() {}

    /** Around the mean of paired differences. */
    public static Interval paired(Sample differences, double confidence) {
        double error = Math.sqrt(differences.variance() / differences.n());
        double quantile = quantile(differences.independent() - 1.0, confidence);
        return Interval.around(differences.mean(), quantile * error);
    }

    /** Student's p of "the mean of the paired differences is 0"; 1 where they are all the same. */
    public static double pairedP(Sample differences) {
        double error = Math.sqrt(differences.variance() / differences.n());
        return error > 0 ? p(differences.mean() / error, differences.independent() - 1.0) : 1;
    }

    /** Welch's t of two independent samples. */
    public static double welchT(Sample legacy, Sample candidate) {
        return (candidate.mean() - legacy.mean()) / Math.sqrt(squaredError(legacy, candidate));
    }

    /** Welch's p; 1 where neither sample varies. */
    public static double welchP(Sample legacy, Sample candidate) {
        return squaredError(legacy, candidate) > 0
                ? p(welchT(legacy, candidate), degreesOfFreedom(legacy, candidate))
                : 1;
    }

    /** Around {@code candidate - legacy} of two independent samples. */
    public static Interval unpaired(Sample legacy, Sample candidate, double confidence) {
        double error = Math.sqrt(squaredError(legacy, candidate));
        double quantile = error == 0 ? 0 : quantile(degreesOfFreedom(legacy, candidate), confidence);
        return Interval.around(candidate.mean() - legacy.mean(), quantile * error);
    }

    /** The squared standard error of the difference of two independent means. */
    public static double squaredError(Sample legacy, Sample candidate) {
        return legacy.variance() / legacy.n() + candidate.variance() / candidate.n();
    }

    private static double p(double t, double degreesOfFreedom) {
        return 2 * TDistribution.of(degreesOfFreedom).survivalProbability(Math.abs(t));
    }

    private static double quantile(double degreesOfFreedom, double confidence) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2);
    }

    /** Welch and Satterthwaite's. */
    private static double degreesOfFreedom(Sample legacy, Sample candidate) {
        double left = legacy.variance() / legacy.n();
        double right = candidate.variance() / candidate.n();
        return (left + right)
                * (left + right)
                / (left * left / (legacy.independent() - 1) + right * right / (candidate.independent() - 1));
    }
}
