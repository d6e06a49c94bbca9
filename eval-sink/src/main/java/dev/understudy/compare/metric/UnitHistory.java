package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.UnitSample;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a figure by unit, before and since it could be assigned to the candidate: earlier records are those for which
 * legacy was certain. What a unit did before explains part of what it does now, whichever arm it is in (CUPED).
 */
final class UnitHistory {
    /** Units that are kept; beyond it they are a uniform sample. */
    static final int UNITS = 16_384;

    /** Units of each arm that have both, below which nothing is said. */
    private static final int LEAST = 30;

    private final UnitSample units = new UnitSample(UNITS);

    /** What legacy did for a unit when nothing else could be chosen. */
    void addEarlier(Observation observation, double value) {
        Long unit = observation.cluster();
        if (unit != null && observation.assigned() == Observation.Arm.LEGACY) {
            units.addEarlier(unit, value);
        }
    }

    void add(Observation observation, double value) {
        Long unit = observation.cluster();
        if (unit != null) {
            units.add(unit, value, observation.assigned() == Observation.Arm.CANDIDATE);
        }
    }

    void merge(UnitHistory other) {
        units.merge(other.units);
    }

    Detail.@Nullable Cuped result(Precision precision) {
        UnitSample.Regression found = units.regression(LEAST);
        if (found == null) {
            return null;
        }
        Interval interval =
                precision.sequence().interval(found.delta(), found.squaredError() * found.units(), found.units());
        return new Detail.Cuped(
                found.units(),
                found.theta(),
                found.correlation(),
                found.delta(),
                interval,
                found.correlation() * found.correlation());
    }
}
