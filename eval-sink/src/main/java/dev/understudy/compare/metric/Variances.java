package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Sample;

/** Variances that do not claim certainty because nothing has happened yet. */
final class Variances {
    private Variances() {}

    /**
     * The variance of one number. Of figures between 0 and 1 at least what one deviant in the sample would make it: no
     * error in a hundred requests does not mean that there are none (compare the rule of three).
     */
    static double of(Sample moments, boolean withinOne) {
        return withinOne ? Math.max(moments.variance(), 1.0 / moments.n()) : moments.variance();
    }
}
