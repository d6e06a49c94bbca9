package dev.understudy.compare.statistics;

/** What intervals for a mean are made of. */
public interface Sample {
    long n();

    /** NaN of nothing. */
    double mean();

    /** The variance of one number that would give the mean the error it has; NaN where that cannot be told. */
    double variance();

    /** How many independent numbers there are. */
    long independent();
}
