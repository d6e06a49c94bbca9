package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;
import org.jspecify.annotations.Nullable;

/** From sending the request to a model to the first byte of its answer. */
record FirstByte() implements DurationMetric {
    private static final About ABOUT = new About(
            "first_byte_ms",
            "ms",
            Metric.Direction.LOWER,
            Metric.Purpose.VETO,
            "From sending the request to a model to the first byte of its answer.",
            "quantiles (type 7) of each side, and their difference; names end in _p50, _p90, _p95, _p99",
            "the gateway's monotonic clock");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public Metric.Purpose purpose(Quantile quantile) {
        return quantile.suffix().equals("p95") ? Metric.Purpose.VETO : Metric.Purpose.INFORMATION;
    }

    @Override
    public @Nullable Double end(Leg.Times times) {
        return times.firstByteMs();
    }
}
