package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.ConfidenceSequence;
import org.jspecify.annotations.Nullable;

/**
 * Legacy's figure and the candidate's with their errors, so that any combination of both has an error of its own.
 *
 * <p>Whether the candidate is at most {@code r} times legacy is asked of {@code candidate - r * legacy}, whose error counts
 * both figures' (Fieller, "Some problems in interval estimation", 1954): no ratio is divided out, so that it holds however
 * uncertain legacy's figure is.
 *
 * @param legacyError squared; likewise {@code candidateError}
 * @param commonError the covariance of both errors; 0 without pairs
 * @param leastVariance of one number of a difference: no difference so far is not certainty
 * @param n numbers
 */
public record Joint(
        double legacy,
        double candidate,
        double legacyError,
        double candidateError,
        double commonError,
        double leastVariance,
        long n) {
    /** Legacy's figure is surely not 0 that many errors away from it. */
    private static final double SURE = 4;

    /** The variance of one number of {@code candidate - times * legacy}, so that its squared error is that by {@code n}. */
    public double variance(double times) {
        double squared = candidateError - 2 * times * commonError + times * times * legacyError;
        return Math.max(leastVariance, Math.max(0, squared) * n);
    }

    /**
     * The difference as a part of legacy's figure, by the delta method; null where that is 0, and without an interval where
     * it may be.
     */
    Detail.@Nullable Relative relative(ConfidenceSequence sequence) {
        if (legacy == 0 || !Double.isFinite(legacy)) {
            return null;
        }
        double delta = (candidate - legacy) / Math.abs(legacy);
        double ratio = candidate / legacy;
        double squared = candidateError - 2 * ratio * commonError + ratio * ratio * legacyError;
        double error = Math.sqrt(squared) / Math.abs(legacy); // not squared before: what is tiny would vanish
        boolean known = Math.abs(legacy) > SURE * Math.sqrt(legacyError) && Double.isFinite(error * error * n);
        return new Detail.Relative(delta, known ? sequence.interval(delta, error * error * n, n) : null);
    }
}
