/**
 * Who says which answer is better: models that judge, and people. What they said is kept in {@code judgments/} and
 * {@code votes/} of the data directory, append-only, and summed up by figures that can be merged.
 *
 * <p>Runs on a command's threads. Imports {@code log}, {@code pair}, {@code ask} and {@code config}; of {@code compare} only
 * its statistics.
 */
@NullMarked
package dev.understudy.judge;

import org.jspecify.annotations.NullMarked;
