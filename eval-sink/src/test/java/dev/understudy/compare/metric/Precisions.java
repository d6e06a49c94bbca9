package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.QuantileBootstrap;

/** How sure the intervals of a test are. */
final class Precisions {
    static final Precision USUAL =
            new Precision(new ConfidenceSequence(1000, 0.05), new QuantileBootstrap(200, 42), 0.99);

    private Precisions() {}
}
