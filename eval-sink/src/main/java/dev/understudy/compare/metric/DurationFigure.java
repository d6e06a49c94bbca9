package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.BoundedSample;
import dev.understudy.compare.statistics.QuantileBootstrap;
import dev.understudy.compare.statistics.RankedSample;
import dev.understudy.compare.statistics.Replicates;
import dev.understudy.compare.statistics.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link DurationMetric} of bounded samples, the same whatever the order. */
public final class DurationFigure {
    /** Pairs, or requests of one arm, that quantiles are taken of; beyond it they are a uniform sample. */
    static final int SAMPLE = 8192;

    private static final int LEAST = 20;

    /** Numbers beyond a quantile in the sample, without which it is not said to be known at every look. */
    private static final double TAIL_LEAST = 5;

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

    /** What it says of one pair; empty unless both models were timed. */
    public Optional<PairScore> score(Observation observation) {
        Subject left = observation.legacy();
        Subject right = observation.candidate();
        if (left == null || right == null) {
            return Optional.empty();
        }
        double before = metric.millis(left);
        double after = metric.millis(right);
        return Double.isNaN(before) || Double.isNaN(after)
                ? Optional.empty()
                : Optional.of(new PairScore(metric.name(), metric.unit(), before, after));
    }

    /** Legacy's times. */
    public RankedSample legacyTimes() {
        BoundedSample.Values values = design == Design.PAIRED ? candidate.values() : legacy.values();
        return RankedSample.of(values.first(), values.weights());
    }

    /** The candidate's times. */
    public RankedSample candidateTimes() {
        BoundedSample.Values values = candidate.values();
        return RankedSample.of(values.second(), values.weights());
    }

    /** One for each quantile; none when nothing was timed on one side. */
    public List<Estimate> estimates(Precision precision) {
        BoundedSample.Values ofCandidate = candidate.values();
        BoundedSample.Values ofLegacy = design == Design.PAIRED ? ofCandidate : legacy.values();
        RankedSample left = RankedSample.of(ofLegacy.first(), ofLegacy.weights());
        RankedSample right = RankedSample.of(ofCandidate.second(), ofCandidate.weights());
        if (left.size() == 0 || right.size() == 0) {
            return List.of();
        }
        Replicates @Nullable [] replicates = replicates(ofLegacy, ofCandidate, precision);
        List<DrawnCourse> courses = courses(ofLegacy, ofCandidate, precision);
        int independent = independent(ofCandidate) + (design == Design.PAIRED ? 0 : independent(ofLegacy));
        BoundedSample.Values twins = noise.values();
        RankedSample twinLegacy = RankedSample.of(twins.first(), twins.weights());
        RankedSample twin = RankedSample.of(twins.second(), twins.weights());
        List<Estimate> estimates = new ArrayList<>();
        for (int i = 0; i < DurationMetric.QUANTILES.size(); i++) {
            DurationMetric.Quantile quantile = DurationMetric.QUANTILES.get(i);
            double before = left.quantile(quantile.q());
            double after = right.quantile(quantile.q());
            DrawnFigure drawn = replicates == null ? null : drawn(quantile, replicates[i], left.size(), right.size());
            DrawnCourse course = courses.get(i);
            course.add(drawn, last(ofLegacy, ofCandidate), before, after, precision);
            estimates.add(new Estimate(
                    metric.name() + "_" + quantile.suffix(),
                    "ms",
                    Metric.Direction.LOWER,
                    metric.purpose(quantile),
                    design == Design.PAIRED ? candidate.offered() : legacy.offered() + candidate.offered(),
                    before,
                    after,
                    after - before,
                    twin.size() == 0 ? null : twin.quantile(quantile.q()) - twinLegacy.quantile(quantile.q()),
                    noise.offered(),
                    drawn == null ? null : drawn.inference(before, after, "quantile", false, precision),
                    drawn == null
                            ? Detail.NONE
                            : drawn.detail(before, after, independent, null, course.looks(), precision),
                    Math.min(independent(ofLegacy), independent(ofCandidate))));
        }
        return estimates;
    }

    private DrawnFigure drawn(DurationMetric.Quantile quantile, Replicates replicates, int left, int right) {
        double tail = Math.min(quantile.q(), 1 - quantile.q()) * Math.min(left, right);
        return new DrawnFigure(metric.about(), design, replicates, left, right, tail >= TAIL_LEAST);
    }

    /** One for each quantile, of what was on the way. */
    private List<DrawnCourse> courses(
            BoundedSample.Values allLegacy, BoundedSample.Values allCandidate, Precision precision) {
        List<DrawnCourse> courses = DurationMetric.QUANTILES.stream()
                .map(quantile -> new DrawnCourse())
                .toList();
        for (long end :
                DrawnCourse.ends(design == Design.PAIRED ? new long[0] : allLegacy.times(), allCandidate.times())) {
            BoundedSample.Values ofCandidate = allCandidate.until(end);
            BoundedSample.Values ofLegacy = design == Design.PAIRED ? ofCandidate : allLegacy.until(end);
            Replicates[] replicates = replicates(ofLegacy, ofCandidate, precision.ofLooks());
            if (replicates == null) {
                continue;
            }
            RankedSample left = RankedSample.of(ofLegacy.first(), ofLegacy.weights());
            RankedSample right = RankedSample.of(ofCandidate.second(), ofCandidate.weights());
            for (int i = 0; i < courses.size(); i++) {
                DurationMetric.Quantile quantile = DurationMetric.QUANTILES.get(i);
                courses.get(i)
                        .add(
                                drawn(quantile, replicates[i], left.size(), right.size()),
                                end,
                                left.quantile(quantile.q()),
                                right.quantile(quantile.q()),
                                precision);
            }
        }
        return courses;
    }

    private static long last(BoundedSample.Values left, BoundedSample.Values right) {
        return LongStream.concat(Arrays.stream(left.times()), Arrays.stream(right.times()))
                .max()
                .orElse(0);
    }

    private void addBoth(BoundedSample sample, Observation observation, @Nullable Subject right) {
        Subject left = observation.legacy();
        if (left != null && right != null) {
            double first = metric.millis(left);
            double second = metric.millis(right);
            if (!Double.isNaN(first) && !Double.isNaN(second)) {
                sample.add(
                        observation.hash(),
                        observation.pair().id(),
                        first,
                        second,
                        observation.pairWeight(),
                        observation.cluster(),
                        observation.pair().time().toEpochMilli());
            }
        }
    }

    private void addAssigned(Observation observation) {
        Subject subject = observation.assignedSubject();
        if (subject != null && observation.hadChoice()) {
            double millis = metric.millis(subject);
            if (!Double.isNaN(millis)) {
                (observation.assigned() == Observation.Arm.LEGACY ? legacy : candidate)
                        .add(
                                observation.hash(),
                                observation.pair().id(),
                                millis,
                                millis,
                                observation.armWeight(),
                                observation.cluster(),
                                observation.pair().time().toEpochMilli());
            }
        }
    }

    private Replicates @Nullable [] replicates(
            BoundedSample.Values left, BoundedSample.Values right, Precision precision) {
        double[] quantiles = DurationMetric.QUANTILES.stream()
                .mapToDouble(DurationMetric.Quantile::q)
                .toArray();
        if (left.size() < LEAST || right.size() < LEAST) {
            return null;
        }
        QuantileBootstrap.Side ofLegacy = new QuantileBootstrap.Side(left.first(), left.weights(), left.clusters());
        QuantileBootstrap.Side ofCandidate =
                new QuantileBootstrap.Side(right.second(), right.weights(), right.clusters());
        return switch (design) {
            case PAIRED -> precision.bootstrap().paired(ofLegacy, ofCandidate, quantiles);
            case UNPAIRED -> precision.bootstrap().unpaired(ofLegacy, ofCandidate, quantiles);
        };
    }

    private static int independent(BoundedSample.Values values) {
        return new Resampling(values.size(), values.clusters()).independent();
    }
}
