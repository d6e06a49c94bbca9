package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.WeightedMoments;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link LikenessMetric} between legacy and candidate, and between legacy and its own second answer. */
public final class LikenessFigure {
    private static final int SLICE_GROUPS = 32;

    private final LikenessMetric metric;
    private final WeightedMoments values;
    private final Moments noise = new Moments();
    private final @Nullable ExcessFigure excess;
    private final @Nullable Course course;

    /** What was found in the last observation: NaN, or a value. */
    private double last;

    LikenessFigure(LikenessMetric metric) {
        this(
                metric,
                Moments.GROUPS,
                isShare(metric) ? new ExcessFigure(true) : null,
                new Course(Design.PAIRED, isShare(metric)));
    }

    private LikenessFigure(LikenessMetric metric, int groups, @Nullable ExcessFigure excess, @Nullable Course course) {
        this.metric = metric;
        values = new WeightedMoments(groups);
        this.excess = excess;
        this.course = course;
    }

    /** One of a slice of the same pairs: without excess and course. */
    public LikenessFigure slice() {
        return new LikenessFigure(metric, SLICE_GROUPS, null, null);
    }

    /** Whether it can decide something: all but what only informs. */
    public boolean decides() {
        return metric.purpose() != Metric.Purpose.INFORMATION;
    }

    /** Takes what the figure of all pairs found in this observation, which it was given just before. */
    public void addAs(LikenessFigure whole, Observation observation) {
        if (Moments.takes(whole.last)) {
            values.add(whole.last, observation.pairWeight(), observation.cluster());
        }
    }

    /** Whether it is a share of likeness, of which one can say how much is missing. */
    private static boolean isShare(LikenessMetric metric) {
        return metric.better() == Metric.Direction.HIGHER && metric.least() == 0 && metric.most() == 1;
    }

    /** How alike this pair's answers are, or NaN. */
    public double add(Observation observation) {
        double value = value(observation, observation.candidate(), observation.withCandidate());
        last = value;
        if (Moments.takes(value)) {
            values.add(value, observation.pairWeight(), observation.cluster());
            if (course != null) {
                course.add(observation.pair().time(), value, observation.pairWeight(), observation.cluster());
            }
            double twinValue = value(observation, observation.noise(), observation.withNoise());
            if (Moments.takes(twinValue)) {
                noise.add(twinValue);
                if (excess != null) {
                    excess.add(1 - value, 1 - twinValue, observation.cluster());
                }
            }
        }
        return value;
    }

    public void merge(LikenessFigure other) {
        values.merge(other.values);
        noise.merge(other.noise);
        if (excess != null && other.excess != null) {
            excess.merge(other.excess);
        }
        if (course != null && other.course != null) {
            course.merge(other.course);
        }
    }

    public String name() {
        return metric.name();
    }

    /** What it found in the last observation; empty where it does not apply. */
    public Optional<PairScore> lastScore() {
        return Moments.takes(last)
                ? Optional.of(new PairScore(metric.name(), metric.unit(), null, last))
                : Optional.empty();
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
                inference(precision),
                detail(precision)));
    }

    /** A response that should hold an answer and does not is unlike any answer; none at all is counted elsewhere. */
    private double value(Observation observation, @Nullable Subject other, @Nullable TwoAnswers answers) {
        Subject legacy = observation.legacy();
        double ofEnds = legacy == null || other == null ? Double.NaN : metric.ofEnds(legacy, other);
        if (!Double.isNaN(ofEnds)) {
            return ofEnds;
        }
        if (answers != null) {
            return metric.value(answers);
        }
        Answer first = legacy == null ? null : legacy.answer();
        if (first == null || other == null || other.failed() || !other.answered() || other.unreadableByUs()) {
            return Double.NaN;
        }
        return Double.isNaN(metric.value(new TwoAnswers(first, first, observation.hash())))
                ? Double.NaN
                : metric.ofNothing();
    }

    private Estimate.@Nullable Inference inference(Precision precision) {
        if (Double.isNaN(values.variance())) {
            return null;
        }
        Interval interval = precision
                .sequence()
                .interval(values.mean(), Variances.of(values, metric.least() == 0 && metric.most() == 1), values.n());
        return new Estimate.Inference(
                interval.within(metric.least(), metric.most()),
                precision.confidence(),
                "confidence sequence of the mean",
                null,
                null,
                MeanTest.paired(values, precision.confidence()),
                null);
    }

    private Detail detail(Precision precision) {
        if (Double.isNaN(values.variance())) {
            return Detail.NONE;
        }
        Detail.Spread spread = new Detail.Spread(
                values.mean(), Variances.of(values, metric.least() == 0 && metric.most() == 1), values.n());
        return new Detail(
                new Detail.Errors(spread, spread, null, values.independent(), null, null),
                new Detail.Tests(Math.sqrt(values.variance()), null, null, null, null, null, null),
                new Detail.Beside(excess == null ? null : excess.result(precision), null, null, null),
                course == null ? List.of() : course.looks(precision));
    }
}
