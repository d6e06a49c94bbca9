package dev.understudy.parquet;

import java.io.IOException;
import java.sql.SQLException;

/** DuckDB could not do what it was asked. */
final class DuckException extends IOException {
    private static final long serialVersionUID = 1;

    DuckException(String message, SQLException cause) {
        super(message, cause);
    }
}
