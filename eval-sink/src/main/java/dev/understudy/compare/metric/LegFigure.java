package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.Normal;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.compare.statistics.WeightedMoments;
import java.util.Optional;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link LegMetric}: differences within pairs, or one mean per assigned arm. */
public final class LegFigure {

    /** Groups of units where the figure is one of many slices. */
    private static final int SLICE_GROUPS = 32;

    private final LegMetric metric;
    private final Design design;
    private final WeightedMoments legacy;
    private final WeightedMoments candidate;
    private final WeightedMoments differences;
    private final Moments noise = new Moments();
    private final @Nullable LegSamples samples;
    private final MissingLegs missing = new MissingLegs();
    private long gains;
    private long losses;

    /** What was found in the last observation: NaN, or a value. */
    private double left;

    private double right;

    LegFigure(LegMetric metric, Design design) {
        this(metric, design, Moments.GROUPS, new LegSamples(metric, design));
    }

    private LegFigure(LegMetric metric, Design design, int groups, @Nullable LegSamples samples) {
        this.metric = metric;
        this.design = design;
        this.samples = samples;
        legacy = new WeightedMoments(groups);
        candidate = new WeightedMoments(groups);
        differences = new WeightedMoments(groups);
    }

    /** One of a slice of the same pairs: without samples, excess and course. */
    public LegFigure slice() {
        return new LegFigure(metric, design, SLICE_GROUPS, null);
    }

    /** Whether slices show it though it only informs. */
    public boolean isSliced() {
        return metric.isSliced();
    }

    /** Whether it can decide something: all but what only informs. */
    public boolean decides() {
        return metric.purpose() != Metric.Purpose.INFORMATION;
    }

    /** Takes what the figure of all pairs found in this observation, which it was given just before. */
    public void addAs(LegFigure whole, Observation observation) {
        switch (design) {
            case PAIRED -> addPair(observation, whole.left, whole.right);
            case UNPAIRED -> addArm(observation, whole.right);
        }
    }

    public String name() {
        return metric.name();
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
        missing.merge(other.missing);
        if (samples != null && other.samples != null) {
            samples.merge(other.samples);
        }
        gains += other.gains;
        losses += other.losses;
    }

    /** What it found in the last observation; empty where it says nothing that is worth a line about a single pair. */
    public Optional<PairScore> lastScore() {
        boolean isKnown = design == Design.PAIRED && Moments.takes(left) && Moments.takes(right);
        return isKnown && (left != right || metric.purpose() == Metric.Purpose.QUALITY)
                ? Optional.of(new PairScore(metric.name(), metric.unit(), left, right))
                : Optional.empty();
    }

    /** Empty when it applied to nothing. */
    public Optional<Estimate> estimate(Precision precision) {
        if (legacy.n() == 0 || candidate.n() == 0 || (metric.ofServedOnly() && isAllZero())) {
            return Optional.empty();
        }
        boolean paired = design == Design.PAIRED;
        long n = paired ? differences.n() : legacy.n() + candidate.n();
        double delta = paired ? differences.mean() : candidate.mean() - legacy.mean();
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
                paired ? pairedInference(precision) : unpairedInference(precision),
                detail(precision),
                paired ? differences.independent() : basisOfArms()));
    }

    private long basisOfArms() {
        return metric.binary() && isIndependent()
                ? legacy.n() + candidate.n()
                : Math.min(legacy.independent(), candidate.independent());
    }

    private void addPaired(Observation observation) {
        left = Double.NaN;
        right = Double.NaN;
        if (observation.legacy() != null && observation.candidate() != null && !metric.ofServedOnly()) {
            left = metric.value(observation.legacy(), observation);
            right = metric.value(observation.candidate(), observation);
            addPair(observation, left, right);
        }
    }

    private void addPair(Observation observation, double before, double after) {
        if (Moments.takes(before) && Moments.takes(after)) {
            double weight = observation.pairWeight();
            legacy.add(before, weight, observation.cluster());
            candidate.add(after, weight, observation.cluster());
            differences.add(after - before, weight, observation.cluster());
            gains += after > before ? 1 : 0;
            losses += after < before ? 1 : 0;
            if (samples != null) {
                double twin = twin(observation);
                if (Moments.takes(twin)) {
                    noise.add(twin - before);
                }
                samples.addPair(observation, before, after, twin);
            }
        } else if (metric.isWithinOne()) {
            missing.add(before, after);
        }
    }

    private double twin(Observation observation) {
        return observation.noise() == null ? Double.NaN : metric.value(observation.noise(), observation);
    }

    private void addUnpaired(Observation observation) {
        right = Double.NaN;
        Subject subject = observation.assignedSubject();
        if (subject != null) {
            right = metric.value(subject, observation);
            if (observation.hadChoice()) {
                addArm(observation, right);
            } else if (samples != null && Moments.takes(right)) {
                samples.addEarlier(observation, right);
            }
        }
    }

    private void addArm(Observation observation, double value) {
        Subject subject = observation.assignedSubject();
        if (subject == null || !observation.hadChoice()) {
            return;
        }
        boolean ofLegacy = observation.assigned() == Observation.Arm.LEGACY;
        if (Moments.takes(value)) {
            (ofLegacy ? legacy : candidate).add(value, observation.armWeight(), observation.cluster());
            if (samples != null) {
                samples.addArm(observation, value);
            }
        } else if (metric.isWithinOne() && (!subject.asked() || subject.unreadableByUs())) {
            missing.addArm(observation.assigned());
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
        boolean exact = isExactPaired();
        Interval interval = precision.sequence().interval(differences.mean(), variance, n);
        return new Estimate.Inference(
                possible(interval),
                precision.confidence(),
                "confidence sequence of paired differences",
                exact ? SignTest.p(gains, losses) : precision.sequence().p(differences.mean(), variance, n),
                exact ? "McNemar, exact" : "always-valid",
                MeanTest.paired(differences, precision.confidence()),
                Normal.DETECTABLE * Math.sqrt(variance / n));
    }

    private boolean isExactPaired() {
        return metric.binary() && !differences.weighted() && differences.independent() == differences.n();
    }

    private Estimate.@Nullable Inference unpairedInference(Precision precision) {
        if (Double.isNaN(legacy.variance()) || Double.isNaN(candidate.variance())) {
            return null;
        }
        long n = legacy.n() + candidate.n();
        double delta = candidate.mean() - legacy.mean();
        double squaredError = squaredError();
        boolean exact = metric.binary() && isIndependent() && n <= Integer.MAX_VALUE;
        return new Estimate.Inference(
                possible(precision.sequence().interval(delta, squaredError * n, n)),
                precision.confidence(),
                "confidence sequence of two means",
                exact ? fisher() : precision.sequence().p(delta, squaredError * n, n),
                exact ? "Fisher, exact" : "always-valid",
                MeanTest.unpaired(legacy, candidate, precision.confidence()),
                Normal.DETECTABLE * Math.sqrt(squaredError));
    }

    private double squaredError() {
        return Variances.of(legacy, metric.binary()) / legacy.n()
                + Variances.of(candidate, metric.binary()) / candidate.n();
    }

    private Detail detail(Precision precision) {
        boolean paired = design == Design.PAIRED;
        boolean known = paired
                ? !Double.isNaN(differences.variance())
                : !Double.isNaN(legacy.variance()) && !Double.isNaN(candidate.variance());
        if (!known) {
            return Detail.NONE;
        }
        Details details = new Details(metric.binary(), metric.better(), legacy, candidate, precision);
        Detail detail = paired ? details.paired(differences, gains, losses) : details.unpaired();
        return details.with(detail, samples, missing, paired ? differences : null);
    }

    private Interval possible(Interval interval) {
        return metric.binary() ? interval.within(-1, 1) : interval;
    }

    private boolean isIndependent() {
        return !legacy.weighted()
                && !candidate.weighted()
                && legacy.independent() == legacy.n()
                && candidate.independent() == candidate.n();
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
