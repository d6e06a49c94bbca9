package dev.understudy.parquet;

import java.nio.file.Path;

/** Names and values within a statement. */
final class Sql {
    private Sql() {}

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String name(String value) {
        return "\"" + value.replace("\"", "\"\"") + "\"";
    }

    /** A path where one is written to. */
    static String target(Path path) {
        return text(path.toAbsolutePath().toString());
    }

    /** A path where it is read: one file, whatever patterns its name could be taken for. */
    static String source(Path path) {
        return text(path.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]"));
    }
}
