package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.BoundedSample;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link DurationMetric} of bounded samples, the same whatever the order. */
public final class DurationFigure {
    /** Pairs, or requests of one arm, that quantiles are taken of; beyond it they are a uniform sample. */
    static final int SAMPLE = 8192;

    private static final int LEAST = 20;

    private final DurationMetric metric;
    private final Design design;
    /** With pairs, the legacy leg's time and another's of the same request; without, the same one twice. */
    private final BoundedSample legacy = new BoundedSample(SAMPLE);

    private final BoundedSample candidate = new BoundedSample(SAMPLE);
    private final BoundedSample noise = new BoundedSample(SAMPLE);

    DurationFigure(DurationMetric metric, Design design) {
        this.metric = metric;
        this.design = design;
    }

    public void add(Observation observation) {
        switch (design) {
            case PAIRED -> {
                addBoth(candidate, observation, observation.candidate());
                addBoth(noise, observation, observation.noise());
            }
            case UNPAIRED -> addAssigned(observation);
        }
    }

    public void merge(DurationFigure other) {
        legacy.merge(other.legacy);
        candidate.merge(other.candidate);
        noise.merge(other.noise);
    }

    public String name() {
        return metric.name();
    }

    /** Legacy's times, ascending. */
    public double[] legacySorted() {
        return sorted(
                design == Design.PAIRED
                        ? candidate.values().first()
                        : legacy.values().first());
    }

    /** The candidate's times, ascending. */
    public double[] candidateSorted() {
        return sorted(candidate.values().second());
    }

    /** One for each quantile; none when nothing was timed on one side. */
    public List<Estimate> estimates(Precision precision) {
        double[] left = legacySorted();
        double[] right = candidateSorted();
        if (left.length == 0 || right.length == 0) {
            return List.of();
        }
        Interval @Nullable [] intervals = intervals(precision);
        BoundedSample.Values twins = noise.values();
        double[] twinLegacy = sorted(twins.first());
        double[] twin = sorted(twins.second());
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

    private void addBoth(BoundedSample sample, Observation observation, @Nullable Subject right) {
        Subject left = observation.legacy();
        if (left != null && right != null) {
            double first = metric.millis(left);
            double second = metric.millis(right);
            if (!Double.isNaN(first) && !Double.isNaN(second)) {
                sample.add(observation.hash(), observation.pair().id(), first, second);
            }
        }
    }

    private void addAssigned(Observation observation) {
        Subject subject = observation.assignedSubject();
        if (subject != null && observation.hadChoice()) {
            double millis = metric.millis(subject);
            if (!Double.isNaN(millis)) {
                (observation.assigned() == Observation.Arm.LEGACY ? legacy : candidate)
                        .add(observation.hash(), observation.pair().id(), millis, millis);
            }
        }
    }

    private Interval @Nullable [] intervals(Precision precision) {
        double[] quantiles = DurationMetric.QUANTILES.stream()
                .mapToDouble(DurationMetric.Quantile::q)
                .toArray();
        BoundedSample.Values pairs = candidate.values();
        double[] right = pairs.second();
        double[] left =
                design == Design.PAIRED ? pairs.first() : legacy.values().first();
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

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
