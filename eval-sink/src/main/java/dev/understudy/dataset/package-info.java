/**
 * Data sets drawn from pairs: versioned by their content, never changed, and run against a model; and recorded requests sent
 * again. What a model answers becomes pairs, which the report compares as any others.
 *
 * <p>Runs on a command's threads. Imports {@code log}, {@code pair}, {@code exchange}, {@code ask}, {@code judge} and
 * {@code config}.
 */
@NullMarked
package dev.understudy.dataset;

import org.jspecify.annotations.NullMarked;
