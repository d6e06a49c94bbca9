package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Mann and Whitney's test of two samples, with ties and continuity corrected, and by how much one is shifted against the
 * other (Hodges and Lehmann): the shift at which the test would see nothing, and those at which it would just see
 * something (Kayenta's judge does the same, and R's {@code wilcox.test(conf.int = TRUE)}).
 *
 * @param u pairs of one number each in which the second is larger, ties a half
 * @param cles the same as a share: how likely the second is larger
 * @param shift of the second against the first
 */
public record MannWhitney(double u, double p, double cles, double shift, Interval interval) {
    /** Kayenta's own: an interval that comes closer to 0 than this part of the shift says nothing. */
    public static final double TOLERANCE = 0.25;

    private static final double SIGNIFICANT = 0.05;
    private static final double POINT = 1e-12;
    private static final int BISECTIONS = 200;

    /** @param second what is asked about */
    public static MannWhitney test(double[] first, double[] second, double confidence) {
        double[] x = sorted(second);
        double[] y = sorted(first);
        long pairs = (long) x.length * y.length;
        Sums sums = sums(x, 0, y);
        double u = sums.rankSum - x.length * (x.length + 1.0) / 2;
        double deviation = sums.deviation(x.length, y.length);
        double distance = Math.max(u, pairs - u) - pairs / 2.0 - 0.5;
        double p = deviation == 0
                ? 1
                : Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(distance / deviation));
        double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        double low = root(x, y, quantile);
        double high = root(x, y, -quantile);
        return new MannWhitney(u, p, u / pairs, root(x, y, 0), new Interval(Math.min(low, high), Math.max(low, high)));
    }

    /** How far ahead the second is, as Kayenta classifies a canary's metric. */
    public enum Shift {
        PASS,
        HIGH,
        LOW;

        /** As reports write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where most numbers are one and the same, any shift changes everything, and the interval is that one point; then the
     * test itself says which is ahead.
     *
     * @param tolerance as a part of the shift itself; an interval that comes closer to 0 is none
     */
    public Shift classify(double tolerance) {
        if (interval.high() - interval.low() <= POINT * Math.abs(shift) || Math.abs(shift) < POINT) {
            return p >= SIGNIFICANT ? Shift.PASS : cles > 0.5 ? Shift.HIGH : Shift.LOW;
        }
        double bound = tolerance * Math.abs(shift);
        return interval.low() > bound ? Shift.HIGH : interval.high() < -bound ? Shift.LOW : Shift.PASS;
    }

    /** The sum of the ranks of one sample among both, and what ties there are. */
    private record Sums(double rankSum, double ties) {
        double deviation(double n, double m) {
            double all = n + m;
            return Math.sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
        }
    }

    /** Where the statistic of {@code x} moved back by a shift falls to {@code target}; it falls as the shift grows. */
    private static double root(double[] x, double[] y, double target) {
        double low = x[0] - y[y.length - 1];
        double high = x[x.length - 1] - y[0];
        if (statistic(x, low, y) - target <= 0) {
            return low;
        }
        if (statistic(x, high, y) - target >= 0) {
            return high;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (statistic(x, middle, y) - target > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    private static double statistic(double[] x, double shift, double[] y) {
        Sums sums = sums(x, shift, y);
        double distance = sums.rankSum - x.length * (x.length + 1.0) / 2 - (double) x.length * y.length / 2;
        double deviation = sums.deviation(x.length, y.length);
        return deviation == 0 ? 0 : (distance - Math.signum(distance) * 0.5) / deviation;
    }

    /** Both are sorted, so one walk over both is enough. */
    private static Sums sums(double[] x, double shift, double[] y) {
        int i = 0;
        int j = 0;
        double rankSum = 0;
        double ties = 0;
        while (i < x.length || j < y.length) {
            double least = Math.min(
                    i < x.length ? x[i] - shift : Double.POSITIVE_INFINITY,
                    j < y.length ? y[j] : Double.POSITIVE_INFINITY);
            int fromX = i;
            int from = i + j;
            while (i < x.length && x[i] - shift == least) {
                i++;
            }
            while (j < y.length && y[j] == least) {
                j++;
            }
            double tied = i + j - from;
            rankSum += (i - fromX) * (from + (tied + 1) / 2);
            ties += tied * tied * tied - tied;
        }
        return new Sums(rankSum, ties);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
