package dev.understudy.compare;

import dev.understudy.config.Judging;

/**
 * When evidence is enough, and how much worse is still no worse. All defaults stand here.
 *
 * @param plannedPairs the sample size at which always-valid intervals are tightest (N*)
 * @param alpha how often an interval may miss
 * @param quantileConfidence of bootstrapped quantiles, which are not always-valid
 * @param replicates of the bootstrap
 * @param leastPairs below it nothing is promoted
 * @param leastToFail with fewer independent numbers, of two arms on either side, no usual rule but a veto says no worse, and none
 *     of them nor a primary says worse: intervals are asymptotic; the file's guardrails may ask for fewer, likeness has none
 * @param mismatchP a split, or answers missing so unevenly by slice, less likely than this is an alarm
 * @param mismatchLeast expected units an arm needs before the split is tested; answers that must be missing of a slice
 * @param coverage share of the sampled requests that must be in the log
 * @param errorMargin by how much error and timeout rates may rise
 * @param latencyMargin by what part of legacy's a latency quantile may rise
 * @param latencyFloorMs or by this many milliseconds, if that is more
 * @param qualityMargin by how much a quality rate may fall
 * @param rewardMargin by what part of legacy's a reward may fall
 * @param preferenceMargin by how much the preference between interleaved lists may fall below even, among those who clicked
 * @param likeness how alike answers must be where nothing says which are better
 * @param likenessBelowNoise or how much less alike than legacy's two answers to one request
 * @param noiseLeast pairs with a second legacy answer that are needed for that
 */
public record VerdictRules(
        long plannedPairs,
        double alpha,
        double quantileConfidence,
        int replicates,
        long leastPairs,
        long leastToFail,
        double mismatchP,
        double mismatchLeast,
        double coverage,
        double errorMargin,
        double latencyMargin,
        double latencyFloorMs,
        double qualityMargin,
        double rewardMargin,
        double preferenceMargin,
        double likeness,
        double likenessBelowNoise,
        long noiseLeast) {
    public static final VerdictRules DEFAULT = new VerdictRules(
            1000, 0.05, 0.99, 2000, 100, 50, 0.001, 8, 0.9, 0.01, 0.25, 5, 0.02, 0.05, 0.05, 0.85, 0.05, 30);

    /** With the sizes that a route's file names. */
    VerdictRules with(Judging judging) {
        return new VerdictRules(
                judging.plannedPairs(),
                judging.alpha(),
                quantileConfidence,
                replicates,
                leastPairs,
                leastToFail,
                mismatchP,
                mismatchLeast,
                coverage,
                errorMargin,
                latencyMargin,
                latencyFloorMs,
                qualityMargin,
                rewardMargin,
                preferenceMargin,
                likeness,
                likenessBelowNoise,
                noiseLeast);
    }
}
