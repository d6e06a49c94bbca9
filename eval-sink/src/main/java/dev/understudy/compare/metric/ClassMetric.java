package dev.understudy.compare.metric;

/** A figure of a whole set of classified requests. */
interface ClassMetric extends Metric {
    /** NaN where it does not apply. */
    double of(ClassTally tally);
}
