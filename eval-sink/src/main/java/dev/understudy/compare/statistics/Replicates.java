package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What resampling made of a figure of both sides, in pairs of one draw each: the spread of any combination of both is that of
 * the figure itself (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapters 6 and 13).
 */
public final class Replicates {
    private final double[] legacy;
    private final double[] candidate;
    private final int drawn;

    /** Of the same length; those that are undefined on a side, or too large to be squared, are left out. */
    public Replicates(double[] legacy, double[] candidate) {
        int[] defined = IntStream.range(0, legacy.length)
                .filter(i -> Moments.takes(legacy[i]) && Moments.takes(candidate[i]))
                .toArray();
        this.legacy = Arrays.stream(defined).mapToDouble(i -> legacy[i]).toArray();
        this.candidate = Arrays.stream(defined).mapToDouble(i -> candidate[i]).toArray();
        this.drawn = legacy.length;
    }

    /** The share of draws of which the figure exists. */
    public double defined() {
        return drawn == 0 ? 0 : (double) legacy.length / drawn;
    }

    /** By percentiles, of {@code candidate - legacy}. */
    public Interval interval(double confidence) {
        double[] sorted = differences();
        Arrays.sort(sorted);
        return new Interval(Quantiles.of(sorted, (1 - confidence) / 2), Quantiles.of(sorted, (1 + confidence) / 2));
    }

    /** Two-sided, of "there is no difference": by how many differences lie on either side of 0. */
    public double p() {
        long low = 0;
        long high = 0;
        for (double one : differences()) {
            low += one <= 0 ? 1 : 0;
            high += one >= 0 ? 1 : 0;
        }
        return Math.min(1, 2.0 * (1 + Math.min(low, high)) / (legacy.length + 1));
    }

    /** The squared error of legacy's figure. */
    public double legacyError() {
        return product(legacy, legacy);
    }

    public double candidateError() {
        return product(candidate, candidate);
    }

    /** How far both err together. */
    public double commonError() {
        return product(legacy, candidate);
    }

    private double[] differences() {
        double[] differences = new double[legacy.length];
        Arrays.setAll(differences, i -> candidate[i] - legacy[i]);
        return differences;
    }

    private static double product(double[] one, double[] other) {
        double meanOne = Arrays.stream(one).sum() / one.length;
        double meanOther = Arrays.stream(other).sum() / other.length;
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - meanOne) * (other[i] - meanOther);
        }
        return sum / (one.length - 1);
    }
}
