package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** How far probabilities of two classes are from what comes true. */
record CalibrationError() implements ClassMetric {
    private static final About ABOUT = new About(
            "ece10",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "By how much probabilities are off from how often they come true.",
            "sum over 10 bins of equal width of n_b / n |share positive - mean probability|; bin min(floor(10 p), 9)",
            "Naeini et al. 2015",
            Profile.CLASSIFICATION);

    @Override
    public About about() {
        return ABOUT;
    }

    /** Of equal width. */
    static final int BINS = 10;

    @Override
    public double of(ClassTally tally) {
        ClassSet set = tally.set();
        return set.hasProbabilities()
                ? error(tally, i -> set.probabilities()[i], i -> set.labels()[i] == set.positive())
                : Double.NaN;
    }

    static int bin(double probability) {
        return Math.max(0, Math.min((int) (probability * BINS), BINS - 1));
    }

    static double error(ClassTally tally, IntToDoubleFunction probability, IntPredicate isTrue) {
        double[] expected = new double[BINS];
        double[] happened = new double[BINS];
        for (int i = 0; i < tally.weights().length; i++) {
            double p = probability.applyAsDouble(i);
            int bin = bin(p);
            expected[bin] += tally.weights()[i] * p;
            happened[bin] += isTrue.test(i) ? tally.weights()[i] : 0;
        }
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(happened[bin] - expected[bin]);
        }
        return sum / tally.n();
    }
}
