package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.BoundedSample;
import org.jspecify.annotations.Nullable;

/** What a whole comparison gathers of a {@link LegMetric} beyond moments: numbers to rank and draw from, noise, a course. */
final class LegSamples {
    /** Pairs, or requests of one arm, that are ranked and drawn from; beyond it they are a uniform sample. */
    static final int SAMPLE = 4096;

    private final BoundedSample pairs = new BoundedSample(SAMPLE);
    private final BoundedSample legacy = new BoundedSample(SAMPLE);
    private final BoundedSample candidate = new BoundedSample(SAMPLE);
    private final ExcessFigure excess;
    private final @Nullable Course course;
    private final @Nullable UnitHistory history;

    LegSamples(LegMetric metric, Design design) {
        excess = new ExcessFigure(metric.binary());
        course = metric.purpose() == Metric.Purpose.INFORMATION ? null : new Course(design, metric.binary());
        history = design == Design.UNPAIRED && metric.purpose() == Metric.Purpose.QUALITY ? new UnitHistory() : null;
    }

    /** @param twin of legacy's second answer, or NaN */
    void addPair(Observation observation, double left, double right, double twin) {
        pairs.add(observation.hash(), observation.pair().id(), left, right);
        if (Double.isFinite(twin)) {
            excess.add(Math.abs(right - left), Math.abs(twin - left), observation.cluster());
        }
        if (course != null) {
            course.add(observation.pair().time(), right - left, observation.pairWeight(), observation.cluster());
        }
    }

    /** Of a time when there was no choice. */
    void addEarlier(Observation observation, double value) {
        if (history != null) {
            history.addEarlier(observation, value);
        }
    }

    void addArm(Observation observation, double value) {
        boolean ofLegacy = observation.assigned() == Observation.Arm.LEGACY;
        (ofLegacy ? legacy : candidate)
                .add(observation.hash(), observation.pair().id(), value, value);
        if (course != null && ofLegacy) {
            course.addBase(observation.pair().time(), value, observation.armWeight(), observation.cluster());
        } else if (course != null) {
            course.add(observation.pair().time(), value, observation.armWeight(), observation.cluster());
        }
        if (history != null) {
            history.add(observation, value);
        }
    }

    void merge(LegSamples other) {
        pairs.merge(other.pairs);
        legacy.merge(other.legacy);
        candidate.merge(other.candidate);
        excess.merge(other.excess);
        if (course != null && other.course != null) {
            course.merge(other.course);
        }
        if (history != null && other.history != null) {
            history.merge(other.history);
        }
    }

    BoundedSample pairs() {
        return pairs;
    }

    BoundedSample legacy() {
        return legacy;
    }

    BoundedSample candidate() {
        return candidate;
    }

    ExcessFigure excess() {
        return excess;
    }

    @Nullable
    Course course() {
        return course;
    }

    @Nullable
    UnitHistory history() {
        return history;
    }
}
