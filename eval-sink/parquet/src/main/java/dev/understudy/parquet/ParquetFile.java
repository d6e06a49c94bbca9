package dev.understudy.parquet;

import dev.understudy.exchange.LakeFormat;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A file of pairs, and how its rows become lines of the log again. */
record ParquetFile(Path file, NativeMemory memory) {
    /** A file that cannot be read, or not further, is told as one that is bad. */
    void read(LakeFormat.Rows rows) throws IOException {
        long[] row = {0};
        try (DuckSession duck = DuckSession.reading(memory)) {
            if (isOurs(duck, rows)) {
                duck.query("SELECT " + Columns.asLine() + " FROM " + source(), answer -> {
                    row[0]++;
                    String line = answer.getString(1);
                    try {
                        rows.pair(line.getBytes(StandardCharsets.UTF_8));
                    } catch (MalformedRecordException e) {
                        rows.bad(name() + " row " + row[0], String.valueOf(e.getMessage()));
                    }
                });
            }
        } catch (DuckException e) {
            rows.bad(name() + " after row " + row[0], String.valueOf(e.getMessage()));
        }
    }

    private boolean isOurs(DuckSession duck, LakeFormat.Rows rows) throws IOException {
        Set<String> found = new HashSet<>();
        try {
            duck.query("DESCRIBE SELECT * FROM " + source(), column -> found.add(column.getString(1)));
        } catch (DuckException e) {
            rows.bad(name(), String.valueOf(e.getMessage()));
            return false;
        }
        String missing = Columns.missing(found);
        if (!missing.isEmpty()) {
            rows.bad(name(), "no column " + missing + " (expected: a file that 'pairs export --format parquet' wrote)");
        }
        return missing.isEmpty();
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }

    private String source() {
        return "read_parquet(" + Sql.source(file) + ", hive_partitioning = false)";
    }
}
