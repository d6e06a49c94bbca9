/** Tests of Parquet, all of them with DuckDB itself. */
@NullMarked
package dev.understudy.parquet;

import org.jspecify.annotations.NullMarked;
