package dev.understudy.compare.statistics;

import java.util.SplittableRandom;

/**
 * Quantiles of two sides and how far they err, by resampling. A replicate counts how often each rank was drawn and walks the
 * counts, so it costs one pass and no sorting.
 *
 * @param replicates at least 2
 * @param seed of {@link SplittableRandom}
 */
public record QuantileBootstrap(int replicates, long seed) {

    /**
     * One side.
     *
     * @param weights what each value stands for; empty where all stand for as much
     * @param clusters which values belong together; empty where each stands alone
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over and read, never compared
    public record Side(double[] values, double[] weights, long[] clusters) {
        /** Of values that stand alone and for as much. */
        public Side(double[] values) {
            this(values, new double[0], new long[0]);
        }
    }

    /** For each quantile, what was drawn of {@code candidate} and {@code legacy}; pairs stay together. */
    public Replicates[] paired(Side legacy, Side candidate, double[] quantiles) {
        RankedSample left = RankedSample.of(legacy.values(), legacy.weights());
        RankedSample right = RankedSample.of(candidate.values(), candidate.weights());
        Resampling rows = new Resampling(left.size(), legacy.clusters());
        return drawn(left, right, rows, rows, quantiles);
    }

    /** The same where each number is a request of its own. */
    public Replicates[] unpaired(Side legacy, Side candidate, double[] quantiles) {
        RankedSample left = RankedSample.of(legacy.values(), legacy.weights());
        RankedSample right = RankedSample.of(candidate.values(), candidate.weights());
        return drawn(
                left,
                right,
                new Resampling(left.size(), legacy.clusters()),
                new Resampling(right.size(), candidate.clusters()),
                quantiles);
    }

    private Replicates[] drawn(
            RankedSample left, RankedSample right, Resampling leftRows, Resampling rightRows, double[] quantiles) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] before = new double[quantiles.length][replicates];
        double[][] after = new double[quantiles.length][replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            leftRows.draw(random);
            if (rightRows != leftRows) {
                rightRows.draw(random);
            }
            double[] ofLeft = left.drawn(leftRows).quantiles(quantiles);
            double[] ofRight = right.drawn(rightRows).quantiles(quantiles);
            for (int q = 0; q < quantiles.length; q++) {
                before[q][replicate] = ofLeft[q];
                after[q][replicate] = ofRight[q];
            }
        }
        Replicates[] all = new Replicates[quantiles.length];
        for (int q = 0; q < all.length; q++) {
            all[q] = new Replicates(before[q], after[q]);
        }
        return all;
    }
}
