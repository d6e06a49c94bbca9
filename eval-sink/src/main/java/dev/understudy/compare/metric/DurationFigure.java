package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link DurationMetric} of bounded samples, the same whatever the order. */
public final class DurationFigure {
    /** Pairs, or requests of one arm, that quantiles are taken of; beyond it they are a uniform sample. */
    static final int SAMPLE = 8192;

    private static final int LEAST = 20;

    private final DurationMetric metric;
    private final Design design;
    private final HashSample<Sampled> legacy = new HashSample<>(SAMPLE);
    private final HashSample<Sampled> candidate = new HashSample<>(SAMPLE);
    private final HashSample<Sampled> noise = new HashSample<>(SAMPLE);

    /** The legacy leg's time and another's of the same request; without pairs only the first. */
    private record Sampled(double first, double second) {}

    DurationFigure(DurationMetric metric, Design design) {
        this.metric = metric;
        this.design = design;
    }

    public void add(Observation observation) {
        HashSample.Key key = HashSample.Key.of(observation.pair().id());
        switch (design) {
            case PAIRED -> {
                addBoth(candidate, key, observation.legacy(), observation.candidate());
                addBoth(noise, key, observation.legacy(), observation.noise());
            }
            case UNPAIRED -> addAssigned(key, observation);
        }
    }

    public void merge(DurationFigure other) {
        legacy.merge(other.legacy, (a, b) -> a);
        candidate.merge(other.candidate, (a, b) -> a);
        noise.merge(other.noise, (a, b) -> a);
    }

    public String name() {
        return metric.name();
    }

    /** Legacy's times, ascending. */
    public double[] legacySorted() {
        return sorted(design == Design.PAIRED ? candidate : legacy, Sampled::first);
    }

    /** The candidate's times, ascending. */
    public double[] candidateSorted() {
        return sorted(candidate, design == Design.PAIRED ? Sampled::second : Sampled::first);
    }

    /** One for each quantile; none when nothing was timed on one side. */
    public List<Estimate> estimates(Precision precision) {
        double[] left = legacySorted();
        double[] right = candidateSorted();
        if (left.length == 0 || right.length == 0) {
            return List.of();
        }
        Interval @Nullable [] intervals = intervals(precision);
        double[] twinLegacy = sorted(noise, Sampled::first);
        double[] twin = sorted(noise, Sampled::second);
        List<Estimate> estimates = new ArrayList<>();
        for (int i = 0; i < DurationMetric.QUANTILES.size(); i++) {
            DurationMetric.Quantile quantile = DurationMetric.QUANTILES.get(i);
            double before = Quantiles.of(left, quantile.q());
            double after = Quantiles.of(right, quantile.q());
            estimates.add(new Estimate(
                    metric.name() + "_" + quantile.suffix(),
                    "ms",
                    Metric.Direction.LOWER,
                    metric.purpose(quantile),
                    design == Design.PAIRED ? candidate.offered() : legacy.offered() + candidate.offered(),
                    before,
                    after,
                    after - before,
                    twin.length == 0 ? null : Quantiles.of(twin, quantile.q()) - Quantiles.of(twinLegacy, quantile.q()),
                    noise.offered(),
                    intervals == null ? null : inference(intervals[i], precision)));
        }
        return estimates;
    }

    private void addBoth(
            HashSample<Sampled> sample, HashSample.Key key, @Nullable Subject left, @Nullable Subject right) {
        if (left != null && right != null) {
            Sampled sampled = new Sampled(metric.millis(left), metric.millis(right));
            if (!Double.isNaN(sampled.first()) && !Double.isNaN(sampled.second())) {
                sample.put(key, sampled, (a, b) -> a);
            }
        }
    }

    private void addAssigned(HashSample.Key key, Observation observation) {
        Subject subject = observation.assignedSubject();
        if (subject != null) {
            double millis = metric.millis(subject);
            if (!Double.isNaN(millis)) {
                (observation.assigned() == Observation.Arm.LEGACY ? legacy : candidate)
                        .put(key, new Sampled(millis, millis), (a, b) -> a);
            }
        }
    }

    private Interval @Nullable [] intervals(Precision precision) {
        double[] quantiles = DurationMetric.QUANTILES.stream()
                .mapToDouble(DurationMetric.Quantile::q)
                .toArray();
        double[] right = values(candidate, design == Design.PAIRED ? Sampled::second : Sampled::first);
        double[] left = values(design == Design.PAIRED ? candidate : legacy, Sampled::first);
        if (left.length < LEAST || right.length < LEAST) {
            return null;
        }
        return switch (design) {
            case PAIRED -> precision.bootstrap().paired(left, right, quantiles, precision.quantileConfidence());
            case UNPAIRED -> precision.bootstrap().unpaired(left, right, quantiles, precision.quantileConfidence());
        };
    }

    private static Estimate.Inference inference(Interval interval, Precision precision) {
        return new Estimate.Inference(
                interval, precision.quantileConfidence(), "bootstrap of the quantile", null, null, null, null);
    }

    private static double[] sorted(HashSample<Sampled> sample, ToDoubleFunction<Sampled> side) {
        double[] values = values(sample, side);
        Arrays.sort(values);
        return values;
    }

    private static double[] values(HashSample<Sampled> sample, ToDoubleFunction<Sampled> side) {
        return sample.values().stream().mapToDouble(side).toArray();
    }
}
