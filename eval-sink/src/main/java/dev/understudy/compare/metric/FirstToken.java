package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;
import org.jspecify.annotations.Nullable;

/** From sending the request to a model to the first content of its stream. */
record FirstToken() implements DurationMetric {
    @Override
    public String name() {
        return "first_token_ms";
    }

    @Override
    public Metric.Purpose purpose(Quantile quantile) {
        return quantile.suffix().equals("p95") ? Metric.Purpose.VETO : Metric.Purpose.INFORMATION;
    }

    @Override
    public @Nullable Double end(Leg.Times times) {
        return times.firstTokenMs();
    }
}
