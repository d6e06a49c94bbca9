package dev.understudy.compare.metric;

/** A figure of one leg: every model has its own, and they are subtracted. */
public interface LegMetric extends Metric {
    /**
     * Of one leg of a pair; NaN where it does not apply.
     *
     * @param subject one of {@code observation}
     */
    double value(Subject subject, Observation observation);

    /** Whether it is 0 or 1 on every leg. */
    boolean binary();

    /** Whether it lies between 0 and 1 on every leg, so that it is known how much a missing one can change. */
    default boolean isWithinOne() {
        return binary() || unit().equals("share");
    }

    /** Whether slices show it though it only informs. */
    default boolean isSliced() {
        return false;
    }

    /** Whether it is only meaningful on what the client saw, so that shadows have none. */
    default boolean ofServedOnly() {
        return false;
    }
}
