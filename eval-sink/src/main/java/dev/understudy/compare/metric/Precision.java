package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.MeanBootstrap;
import dev.understudy.compare.statistics.QuantileBootstrap;

/**
 * How sure intervals are.
 *
 * @param sequence for means
 * @param quantileConfidence for bootstrapped quantiles, which are not always-valid and are therefore wider
 */
public record Precision(ConfidenceSequence sequence, QuantileBootstrap bootstrap, double quantileConfidence) {
    private static final int LOOK_REPLICATES = 100;

    /** Of means, with the same seed. */
    public MeanBootstrap means() {
        return new MeanBootstrap(bootstrap.replicates(), bootstrap.seed());
    }

    /** Of what was on the way: more moments, each with fewer replicates. */
    Precision ofLooks() {
        int replicates = Math.min(LOOK_REPLICATES, bootstrap.replicates());
        return new Precision(sequence, new QuantileBootstrap(replicates, bootstrap.seed()), quantileConfidence);
    }

    public double confidence() {
        return 1 - sequence.alpha();
    }
}
