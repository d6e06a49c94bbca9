package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;
import org.jspecify.annotations.Nullable;

/** From sending the request to a model to the last byte of its answer. */
record Latency() implements DurationMetric {
    @Override
    public String name() {
        return "latency_ms";
    }

    @Override
    public Metric.Purpose purpose(Quantile quantile) {
        return switch (quantile.suffix()) {
            case "p95" -> Metric.Purpose.GUARDRAIL;
            case "p99" -> Metric.Purpose.VETO;
            default -> Metric.Purpose.INFORMATION;
        };
    }

    @Override
    public @Nullable Double end(Leg.Times times) {
        return times.lastByteMs();
    }
}
