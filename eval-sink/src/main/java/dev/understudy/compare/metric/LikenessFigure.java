package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Moments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link LikenessMetric} between legacy and candidate, and between legacy and its own second answer. */
public final class LikenessFigure {
    private final LikenessMetric metric;
    private final Moments values = new Moments();
    private final Moments noise = new Moments();

    LikenessFigure(LikenessMetric metric) {
        this.metric = metric;
    }

    /** How alike this pair's answers are, or NaN. */
    public double add(Observation observation) {
        double value = value(observation.legacy(), observation.candidate());
        if (Double.isFinite(value)) {
            if (observation.cluster() == null) {
                values.add(value);
            } else {
                values.add(value, observation.cluster());
            }
            double twinValue = value(observation.legacy(), observation.noise());
            if (Double.isFinite(twinValue)) {
                noise.add(twinValue);
            }
        }
        return value;
    }

    public void merge(LikenessFigure other) {
        values.merge(other.values);
        noise.merge(other.noise);
    }

    public String name() {
        return metric.name();
    }

    public Optional<Estimate> estimate(Precision precision) {
        if (values.n() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Estimate(
                metric.name(),
                metric.unit(),
                metric.better(),
                metric.purpose(),
                values.n(),
                null,
                values.mean(),
                null,
                noise.n() == 0 ? null : noise.mean(),
                noise.n(),
                inference(precision)));
    }

    /** A response that should hold an answer and does not is unlike any answer; none at all is counted elsewhere. */
    private double value(@Nullable Subject legacy, @Nullable Subject other) {
        Answer first = legacy == null ? null : legacy.answer();
        if (first == null || other == null || other.failed() || !other.answered() || other.unreadableByUs()) {
            return Double.NaN;
        }
        Answer second = other.answer();
        if (second == null) {
            return Double.isNaN(metric.value(first, first)) ? Double.NaN : 0;
        }
        return metric.value(first, second);
    }

    private Estimate.@Nullable Inference inference(Precision precision) {
        if (Double.isNaN(values.variance())) {
            return null;
        }
        Interval interval = precision.sequence().interval(values.mean(), Variances.of(values, true), values.n());
        return new Estimate.Inference(
                interval.within(0, 1),
                precision.confidence(),
                "confidence sequence of the mean",
                null,
                null,
                null,
                null);
    }
}
