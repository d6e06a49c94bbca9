/**
 * Pairs as Parquet and back: a lake format that DuckDB writes and reads, in this process, without a network.
 *
 * <p>A module of its own, found by {@code ServiceLoader}, for DuckDB is some 80 MB of native code. Runs on a command's thread.
 * Imports {@code exchange} and {@code pair}; nothing imports it.
 */
@NullMarked
package dev.understudy.parquet;

import org.jspecify.annotations.NullMarked;
