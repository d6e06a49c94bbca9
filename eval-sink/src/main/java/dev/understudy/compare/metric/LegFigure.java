package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.SignTest;
import java.util.Optional;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link LegMetric}: differences within pairs, or one mean per assigned arm. */
public final class LegFigure {
    /** Two-sided 5 % and a power of 80 %. */
    private static final double DETECTABLE_ERRORS = 1.959963984540054 + 0.8416212335729143;

    private final LegMetric metric;
    private final Design design;
    private final Moments legacy = new Moments();
    private final Moments candidate = new Moments();
    private final Moments differences = new Moments();
    private final Moments noise = new Moments();
    private long gains;
    private long losses;

    LegFigure(LegMetric metric, Design design) {
        this.metric = metric;
        this.design = design;
    }

    public void add(Observation observation) {
        switch (design) {
            case PAIRED -> addPaired(observation);
            case UNPAIRED -> addUnpaired(observation);
        }
    }

    public void merge(LegFigure other) {
        legacy.merge(other.legacy);
        candidate.merge(other.candidate);
        differences.merge(other.differences);
        noise.merge(other.noise);
        gains += other.gains;
        losses += other.losses;
    }

    /** Empty when it applied to nothing. */
    public Optional<Estimate> estimate(Precision precision) {
        if (legacy.n() == 0 || candidate.n() == 0 || (metric.ofServedOnly() && isAllZero())) {
            return Optional.empty();
        }
        long n = design == Design.PAIRED ? differences.n() : legacy.n() + candidate.n();
        double delta = design == Design.PAIRED ? differences.mean() : candidate.mean() - legacy.mean();
        return Optional.of(new Estimate(
                metric.name(),
                metric.unit(),
                metric.better(),
                metric.purpose(),
                n,
                legacy.mean(),
                candidate.mean(),
                delta,
                noise.n() == 0 ? null : noise.mean(),
                noise.n(),
                design == Design.PAIRED ? pairedInference(precision) : unpairedInference(precision)));
    }

    private void addPaired(Observation observation) {
        if (observation.legacy() == null || observation.candidate() == null || metric.ofServedOnly()) {
            return;
        }
        double left = metric.value(observation.legacy(), observation.events());
        double right = metric.value(observation.candidate(), observation.events());
        if (Double.isFinite(left) && Double.isFinite(right)) {
            add(legacy, left, observation.cluster());
            add(candidate, right, observation.cluster());
            add(differences, right - left, observation.cluster());
            gains += right > left ? 1 : 0;
            losses += right < left ? 1 : 0;
            addNoise(observation, left);
        }
    }

    private void addNoise(Observation observation, double left) {
        if (observation.noise() != null) {
            double twin = metric.value(observation.noise(), observation.events());
            if (Double.isFinite(twin)) {
                noise.add(twin - left);
            }
        }
    }

    private void addUnpaired(Observation observation) {
        Subject subject = observation.assignedSubject();
        if (subject != null) {
            double value = metric.value(subject, observation.events());
            if (Double.isFinite(value)) {
                add(
                        observation.assigned() == Observation.Arm.LEGACY ? legacy : candidate,
                        value,
                        observation.cluster());
            }
        }
    }

    private static void add(Moments moments, double value, @Nullable Long cluster) {
        if (cluster == null) {
            moments.add(value);
        } else {
            moments.add(value, cluster);
        }
    }

    private boolean isAllZero() {
        return legacy.sum() == 0 && candidate.sum() == 0;
    }

    private Estimate.@Nullable Inference pairedInference(Precision precision) {
        if (Double.isNaN(differences.variance())) {
            return null;
        }
        long n = differences.n();
        double variance = Variances.of(differences, metric.binary());
        boolean exact = metric.binary() && differences.independent() == n;
        Interval interval = precision.sequence().interval(differences.mean(), variance, n);
        return new Estimate.Inference(
                possible(interval),
                precision.confidence(),
                "confidence sequence of paired differences",
                exact ? SignTest.p(gains, losses) : precision.sequence().p(differences.mean(), variance, n),
                exact ? "McNemar, exact" : "always-valid",
                MeanTest.paired(differences, precision.confidence()),
                DETECTABLE_ERRORS * Math.sqrt(variance / n));
    }

    private Estimate.@Nullable Inference unpairedInference(Precision precision) {
        if (Double.isNaN(legacy.variance()) || Double.isNaN(candidate.variance())) {
            return null;
        }
        long n = legacy.n() + candidate.n();
        double delta = candidate.mean() - legacy.mean();
        double squaredError = Variances.of(legacy, metric.binary()) / legacy.n()
                + Variances.of(candidate, metric.binary()) / candidate.n();
        boolean exact = metric.binary() && isIndependent() && n <= Integer.MAX_VALUE;
        return new Estimate.Inference(
                possible(precision.sequence().interval(delta, squaredError * n, n)),
                precision.confidence(),
                "confidence sequence of two means",
                exact ? fisher() : precision.sequence().p(delta, squaredError * n, n),
                exact ? "Fisher, exact" : "always-valid",
                MeanTest.unpaired(legacy, candidate, precision.confidence()),
                DETECTABLE_ERRORS * Math.sqrt(squaredError));
    }

    private Interval possible(Interval interval) {
        return metric.binary() ? interval.within(-1, 1) : interval;
    }

    private boolean isIndependent() {
        return legacy.independent() == legacy.n() && candidate.independent() == candidate.n();
    }

    private double fisher() {
        int legacyOnes = (int) legacy.sum();
        int candidateOnes = (int) candidate.sum();
        int[][] table = {
            {legacyOnes, (int) legacy.n() - legacyOnes}, {candidateOnes, (int) candidate.n() - candidateOnes}
        };
        return FisherExactTest.withDefaults().test(table).getPValue();
    }
}
