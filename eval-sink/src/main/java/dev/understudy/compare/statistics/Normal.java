package dev.understudy.compare.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution. */
public final class Normal {
    /** Of a two-sided interval of 95 %. */
    public static final double Z95 = 1.959963984540054;

    /** Errors from 0 at which a difference is found four times in five, by an interval of 95 %. */
    public static final double DETECTABLE = Z95 + 0.8416212335729143;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    public static double above(double z) {
        return STANDARD.survivalProbability(z);
    }

    /** Below which lies that share. */
    public static double quantile(double share) {
        return STANDARD.inverseCumulativeProbability(share);
    }
}
