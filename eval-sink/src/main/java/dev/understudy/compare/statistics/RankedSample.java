package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers in order, with what each stands for. Where all stand for as much, quantiles are Hyndman and Fan's type 7; where
 * they do not, Akinshin's generalisation of it ("Weighted quantile estimators", 2023): the mean of the quantile function over
 * a stretch of one effective number (Kish).
 */
public final class RankedSample {
    private final double[] sorted;
    private final int[] ranks;
    /** By rank; empty where all are the same. */
    private final double[] weights;

    private RankedSample(double[] sorted, int[] ranks, double[] weights) {
        this.sorted = sorted;
        this.ranks = ranks;
        this.weights = weights;
    }

    /** @param weights of the values in their order; empty where all are the same */
    public static RankedSample of(double[] values, double[] weights) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[values.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return new RankedSample(
                Arrays.stream(order).mapToDouble(i -> values[i]).toArray(),
                ranks,
                weights.length == 0
                        ? weights
                        : Arrays.stream(order).mapToDouble(i -> weights[i]).toArray());
    }

    public int size() {
        return sorted.length;
    }

    /** @param q of at least one number */
    public double quantile(double q) {
        if (weights.length == 0) {
            return Quantiles.of(sorted, q);
        }
        int[] once = new int[sorted.length];
        Arrays.fill(once, 1);
        return new Drawn(once).quantiles(new double[] {q})[0];
    }

    /** Of a replicate. */
    Drawn drawn(Resampling resampling) {
        int[] times = new int[sorted.length];
        int[] counts = resampling.counts();
        for (int i = 0; i < counts.length; i++) {
            times[ranks[i]] = counts[i];
        }
        return new Drawn(times);
    }

    /** The same numbers, each as often as it was drawn. */
    final class Drawn {
        private final int[] times;

        private Drawn(int[] times) {
            this.times = times;
        }

        /** @param ascending quantiles */
        double[] quantiles(double[] ascending) {
            return weights.length == 0 ? unweighted(ascending) : weighted(ascending);
        }

        private double[] unweighted(double[] ascending) {
            long drawn = 0;
            for (int one : times) {
                drawn += one;
            }
            double[] result = new double[ascending.length];
            int r = 0;
            long before = 0;
            for (int q = 0; q < ascending.length; q++) {
                double position = ascending[q] * (drawn - 1);
                long below = (long) position;
                while (before + times[r] <= below) {
                    before += times[r++];
                }
                double low = sorted[r];
                double high = low;
                if (below + 1 >= before + times[r] && below + 1 < drawn) {
                    int next = r + 1;
                    while (times[next] == 0) {
                        next++;
                    }
                    high = sorted[next];
                }
                result[q] = low + (position - below) * (high - low);
            }
            return result;
        }

        private double[] weighted(double[] ascending) {
            double sum = 0;
            double squares = 0;
            for (int r = 0; r < times.length; r++) {
                sum += times[r] * weights[r];
                squares += times[r] * weights[r] * weights[r];
            }
            double effective = Math.max(1, sum * sum / squares);
            double[] result = new double[ascending.length];
            for (int q = 0; q < ascending.length; q++) {
                double from = ascending[q] * (effective - 1) / effective * sum;
                result[q] = mean(from, from + sum / effective);
            }
            return result;
        }

        /** Of what lies between two sums of weights. */
        private double mean(double from, double to) {
            double before = 0;
            double total = 0;
            double covered = 0;
            for (int r = 0; r < times.length && before < to; r++) {
                double after = before + times[r] * weights[r];
                double part = Math.min(after, to) - Math.max(before, from);
                if (part > 0) {
                    total += part * sorted[r];
                    covered += part;
                }
                before = after;
            }
            return covered > 0 ? total / covered : sorted[sorted.length - 1];
        }
    }
}
