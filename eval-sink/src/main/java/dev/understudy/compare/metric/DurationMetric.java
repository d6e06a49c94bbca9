package dev.understudy.compare.metric;

import dev.understudy.pair.Leg;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A time of one leg that answered, of which quantiles are compared; its name is without the quantile. */
public interface DurationMetric extends Metric {
    /** The quantiles of every duration. */
    List<Quantile> QUANTILES = List.of(
            new Quantile(0.5, "p50"), new Quantile(0.9, "p90"), new Quantile(0.95, "p95"), new Quantile(0.99, "p99"));

    /** A quantile and how names end that mean it. */
    record Quantile(double q, String suffix) {}

    Purpose purpose(Quantile quantile);

    /** Milliseconds since the request arrived; null when it did not happen. */
    @Nullable
    Double end(Leg.Times times);

    /** Milliseconds from sending the request; NaN when unknown, or when the clock says what cannot be. */
    default double millis(Subject subject) {
        Double sent = subject.leg().times().sentMs();
        Double end = end(subject.leg().times());
        if (subject.failed() || !subject.answered() || sent == null || end == null) {
            return Double.NaN;
        }
        double millis = end - sent;
        return millis >= 0 && Double.isFinite(millis) ? millis : Double.NaN;
    }
}
