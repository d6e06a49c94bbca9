package dev.understudy.judge;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution. */
final class Normal {
    /** Of a two-sided interval of 95 %. */
    static final double Z95 = 1.959963984540054;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    static double above(double z) {
        return STANDARD.survivalProbability(z);
    }
}
