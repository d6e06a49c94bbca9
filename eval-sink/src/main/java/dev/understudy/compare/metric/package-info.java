/**
 * Figures about pairs: what each means, how it is gathered, and what can be said of the difference.
 *
 * <p>A metric is one file and one line in {@link dev.understudy.compare.metric.Metrics}. What gathers it can be merged, so
 * that many threads, or many machines, give the same digits as one; each belongs to one thread until then.
 */
@NullMarked
package dev.understudy.compare.metric;

import org.jspecify.annotations.NullMarked;
