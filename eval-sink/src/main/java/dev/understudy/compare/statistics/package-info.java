/**
 * Statistics over pairs: sums that do not depend on order, intervals that may be looked at any day, exact tests.
 *
 * <p>Pure functions and mergeable accumulators; an accumulator belongs to one thread until it is merged. Imports nothing
 * of ours. Tests and distributions come from Apache Commons Statistics; what it lacks stands here with its source.
 */
@NullMarked
package dev.understudy.compare.statistics;

import org.jspecify.annotations.NullMarked;
