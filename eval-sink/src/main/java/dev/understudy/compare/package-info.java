/**
 * The comparison: pairs in, a {@link dev.understudy.compare.Report} with a verdict out.
 *
 * <p>{@link dev.understudy.compare.Reports} reads a data directory with several threads; each has tallies of its own, which
 * are merged, and everything in them is independent of order, so that the same data and seed give the same bytes. What is
 * kept here does not grow with the number of pairs; the log's reader keeps their ids, to drop what comes twice, and the
 * feedback. Runs in the
 * command, never on an event loop.
 */
@NullMarked
package dev.understudy.compare;

import org.jspecify.annotations.NullMarked;
