package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals for differences of quantiles, by resampling. A replicate counts how often each rank was drawn and
 * walks the counts, so it costs one pass and no sorting.
 *
 * @param replicates at least 2
 * @param seed of {@link SplittableRandom}; one draw is {@code floor(nextDouble() * n)}
 */
public record QuantileBootstrap(int replicates, long seed) {

    /** For each quantile, the interval of {@code candidate - legacy}; pairs stay together. */
    public Interval[] paired(double[] legacy, double[] candidate, double[] quantiles, double confidence) {
        Ranked left = new Ranked(legacy);
        Ranked right = new Ranked(candidate);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] differences = new double[quantiles.length][replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            left.reset();
            right.reset();
            for (int i = 0; i < legacy.length; i++) {
                int drawn = (int) (random.nextDouble() * legacy.length);
                left.draw(drawn);
                right.draw(drawn);
            }
            subtract(left.quantiles(quantiles), right.quantiles(quantiles), differences, replicate);
        }
        return intervals(differences, confidence);
    }

    /** The same where each number is a request of its own. */
    public Interval[] unpaired(double[] legacy, double[] candidate, double[] quantiles, double confidence) {
        Ranked left = new Ranked(legacy);
        Ranked right = new Ranked(candidate);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] differences = new double[quantiles.length][replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            left.drawAll(random);
            right.drawAll(random);
            subtract(left.quantiles(quantiles), right.quantiles(quantiles), differences, replicate);
        }
        return intervals(differences, confidence);
    }

    private static void subtract(double[] left, double[] right, double[][] differences, int replicate) {
        for (int q = 0; q < left.length; q++) {
            differences[q][replicate] = right[q] - left[q];
        }
    }

    private static Interval[] intervals(double[][] differences, double confidence) {
        Interval[] intervals = new Interval[differences.length];
        for (int q = 0; q < differences.length; q++) {
            Arrays.sort(differences[q]);
            intervals[q] = new Interval(
                    Quantiles.of(differences[q], (1 - confidence) / 2),
                    Quantiles.of(differences[q], (1 + confidence) / 2));
        }
        return intervals;
    }

    /** Numbers, sorted, with how often each was drawn. */
    private static final class Ranked {
        private final double[] sorted;
        private final int[] rank;
        private final int[] drawn;

        Ranked(double[] values) {
            Integer[] order = new Integer[values.length];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
            sorted = new double[values.length];
            rank = new int[values.length];
            drawn = new int[values.length];
            for (int r = 0; r < order.length; r++) {
                sorted[r] = values[order[r]];
                rank[order[r]] = r;
            }
        }

        void reset() {
            Arrays.fill(drawn, 0);
        }

        void draw(int index) {
            drawn[rank[index]]++;
        }

        void drawAll(SplittableRandom random) {
            reset();
            for (int i = 0; i < sorted.length; i++) {
                draw((int) (random.nextDouble() * sorted.length));
            }
        }

        /** Of the drawn numbers, type 7; {@code ascending} quantiles. */
        double[] quantiles(double[] ascending) {
            double[] result = new double[ascending.length];
            int r = 0;
            long before = 0;
            for (int q = 0; q < ascending.length; q++) {
                double position = ascending[q] * (sorted.length - 1);
                long below = (long) position;
                while (before + drawn[r] <= below) {
                    before += drawn[r++];
                }
                double low = sorted[r];
                double high = low;
                if (below + 1 >= before + drawn[r] && below + 1 < sorted.length) {
                    int next = r + 1;
                    while (drawn[next] == 0) {
                        next++;
                    }
                    high = sorted[next];
                }
                result[q] = low + (position - below) * (high - low);
            }
            return result;
        }
    }
}
