/**
 * Metrics of texts' meanings, by all-MiniLM-L6-v2 in this process.
 *
 * <p>A module of its own, found by {@code ServiceLoader}, for the model and what runs it are some 180 MB. Runs on the threads of
 * a comparison. Imports {@code compare} and, for what the question was, {@code exchange}; nothing imports it.
 */
@NullMarked
package dev.understudy.embedding;

import org.jspecify.annotations.NullMarked;
