package dev.understudy.compare.metric;

/** A figure of one leg: every model has its own, and they are subtracted. */
interface LegMetric extends Metric {
    /** NaN where it does not apply. */
    double value(Subject subject, Events events);

    /** Whether it is 0 or 1 on every leg. */
    boolean binary();

    /** Whether it is only meaningful on what the client saw, so that shadows have none. */
    default boolean ofServedOnly() {
        return false;
    }
}
