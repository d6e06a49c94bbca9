package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Draws experiments whose truth is known and reads them as people read reports: again and again. What
 * {@code docs/statistics.md} says of intervals comes from here.
 *
 * @param simulations experiments
 * @param looks at each, after equally many pairs
 * @param pairs in each, at the last look
 * @param alpha how often an interval may miss
 * @param seed the same one gives the same figures
 */
public record LookSimulation(int simulations, int looks, int pairs, double alpha, long seed) {
    private static final int COVERAGE_REPLICATES = 500;
    private static final int COVERAGE_PAIRS = 200;

    public LookSimulation {
        if (simulations < 1 || looks < 1 || pairs < 2 * looks) {
            throw new IllegalArgumentException("simulations " + simulations + ", looks " + looks + ", pairs " + pairs
                    + " (expected: at least 1, 1, and two pairs for each look)");
        }
    }

    /** Shares of experiments without any difference in which some look saw one. */
    public record FalseAlarms(double sequence, double fixed) {}

    /** Shares of intervals that hold the truth, at one look. */
    public record Coverage(double sequence, double student, double bootstrap) {}

    /**
     * How a rate that falls is found in two arms of equal size.
     *
     * @param fixed requests in both arms that a test at a size fixed beforehand needs (80 %)
     * @param foundByTwice share of experiments in which the sequence has found it after twice as many
     * @param foundByFixed the same after as many
     * @param median requests at which half of the experiments have found it; -1 when fewer have
     */
    public record Detection(long fixed, double foundByTwice, double foundByFixed, long median) {}

    /** Differences within pairs that have mean 0: skewed, as latencies and lengths are. */
    public FalseAlarms falseAlarms() {
        SplittableRandom random = new SplittableRandom(seed);
        ConfidenceSequence sequence = new ConfidenceSequence(pairs, alpha);
        int sequenceAlarms = 0;
        int fixedAlarms = 0;
        for (int simulation = 0; simulation < simulations; simulation++) {
            Running running = new Running();
            boolean sequenceAlarm = false;
            boolean fixedAlarm = false;
            for (int look = 1; look <= looks; look++) {
                while (running.n < (long) pairs * look / looks) {
                    running.add(difference(random));
                }
                double error = Math.sqrt(running.variance() / running.n);
                sequenceAlarm |= Math.abs(running.mean) > sequence.halfWidth(running.variance(), running.n);
                fixedAlarm |= Math.abs(running.mean) > 1.959963984540054 * error;
            }
            sequenceAlarms += sequenceAlarm ? 1 : 0;
            fixedAlarms += fixedAlarm ? 1 : 0;
        }
        return new FalseAlarms((double) sequenceAlarms / simulations, (double) fixedAlarms / simulations);
    }

    /**
     * @param before the rate of one arm
     * @param after that of the other
     */
    public Detection detection(double before, double after) {
        double difference = Math.abs(after - before);
        double variance = before * (1 - before) + after * (1 - after);
        long perArm = (long) Math.ceil(Normal.DETECTABLE * Normal.DETECTABLE * variance / (difference * difference));
        ConfidenceSequence sequence = new ConfidenceSequence(2 * perArm, alpha);
        SplittableRandom random = new SplittableRandom(seed);
        long[] foundAt = new long[simulations];
        int byFixed = 0;
        int byTwice = 0;
        for (int simulation = 0; simulation < simulations; simulation++) {
            foundAt[simulation] = found(random, before, after, perArm, sequence);
            byFixed += foundAt[simulation] <= 2 * perArm ? 1 : 0;
            byTwice += foundAt[simulation] <= 4 * perArm ? 1 : 0;
        }
        Arrays.sort(foundAt);
        long median = foundAt[simulations / 2];
        return new Detection(
                2 * perArm,
                (double) byTwice / simulations,
                (double) byFixed / simulations,
                median == Long.MAX_VALUE ? -1 : median);
    }

    /** Of the mean of skewed differences with a known mean, in experiments of {@value #COVERAGE_PAIRS} pairs. */
    public Coverage coverage() {
        double truth = 0.3;
        SplittableRandom random = new SplittableRandom(seed);
        ConfidenceSequence sequence = new ConfidenceSequence(COVERAGE_PAIRS, alpha);
        int bySequence = 0;
        int byStudent = 0;
        int byBootstrap = 0;
        double[] differences = new double[COVERAGE_PAIRS];
        for (int simulation = 0; simulation < simulations; simulation++) {
            Moments moments = new Moments();
            for (int i = 0; i < COVERAGE_PAIRS; i++) {
                differences[i] = truth + difference(random);
                moments.add(differences[i]);
            }
            double mean = moments.mean();
            bySequence += holds(sequence.interval(mean, moments.variance(), COVERAGE_PAIRS), truth);
            byStudent += holds(MeanTest.paired(moments, 1 - alpha), truth);
            MeanBootstrap bootstrap = new MeanBootstrap(COVERAGE_REPLICATES, seed + simulation);
            byBootstrap += holds(
                    bootstrap
                            .paired(differences, mean, COVERAGE_PAIRS, 1 - alpha)
                            .interval(),
                    truth);
        }
        return new Coverage(
                (double) bySequence / simulations,
                (double) byStudent / simulations,
                (double) byBootstrap / simulations);
    }

    /** After how many requests in both arms together, of at most four times those of one arm. */
    private long found(SplittableRandom random, double before, double after, long perArm, ConfidenceSequence sequence) {
        Running left = new Running();
        Running right = new Running();
        DoubleSupplier legacy = () -> random.nextDouble() < before ? 1 : 0;
        DoubleSupplier candidate = () -> random.nextDouble() < after ? 1 : 0;
        for (int look = 1; look <= 2 * looks; look++) {
            long size = Math.max(2, perArm * look / looks);
            while (left.n < size) {
                left.add(legacy.getAsDouble());
                right.add(candidate.getAsDouble());
            }
            long n = left.n + right.n;
            double variance = (left.variance() / left.n + right.variance() / right.n) * n;
            double delta = right.mean - left.mean;
            boolean clear = variance > 0 && Math.abs(delta) > sequence.halfWidth(variance, n);
            if (clear && Math.signum(delta) == Math.signum(after - before)) {
                return n;
            }
        }
        return Long.MAX_VALUE;
    }

    private static int holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    /** Of mean 0, with heavier tails than a normal one. */
    private static double difference(SplittableRandom random) {
        double legacy = skewed(random);
        return skewed(random) - legacy;
    }

    /** Exponential, of mean 1. */
    private static double skewed(SplittableRandom random) {
        return -Math.log1p(-random.nextDouble());
    }

    /** Mean and variance as numbers come (Welford). */
    private static final class Running {
        private long n;
        private double mean;
        private double squares;

        void add(double value) {
            n++;
            double distance = value - mean;
            mean += distance / n;
            squares += distance * (value - mean);
        }

        double variance() {
            return squares / (n - 1);
        }
    }
}
