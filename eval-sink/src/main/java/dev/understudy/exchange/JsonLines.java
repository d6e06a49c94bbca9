package dev.understudy.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How formats read the files they are given. */
final class JsonLines {
    /** Of a file that is one JSON document, and is held in memory whole. */
    static final long DOCUMENT_BYTES_MAX = 1L << 30;

    private JsonLines() {}

    /** Takes one line. */
    interface Line {
        void read(long number, ObjectNode line) throws IOException, MalformedRecordException;
    }

    /** Takes what is wrong with a line. */
    interface Bad {
        void line(long number, String why);
    }

    static void read(Path file, Bad bad, Line line) throws IOException {
        Table.read(file, new Table.Target() {
            @Override
            public void row(long number, ObjectNode row) throws IOException, MalformedRecordException {
                line.read(number, row);
            }

            @Override
            public void bad(long number, String why) {
                bad.line(number, why);
            }
        });
    }

    /**
     * Hands over which row it is in place of its line, bad ones counted: what joins two files without ids, although cells take
     * several lines and rows are broken.
     */
    static void inOrder(Path file, Bad bad, Line line) throws IOException {
        Table.read(file, new Table.Target() {
            private long rows;
            private long last;

            @Override
            public void row(long number, ObjectNode row) throws IOException, MalformedRecordException {
                rows++;
                last = number;
                line.read(rows, row);
            }

            @Override
            public void bad(long number, String why) {
                if (number != last) {
                    rows++;
                }
                bad.line(number, why);
            }
        });
    }

    static ObjectNode document(Path file) throws IOException, MalformedRecordException {
        if (Files.size(file) > DOCUMENT_BYTES_MAX) {
            throw new MalformedRecordException(
                    file + ": " + Files.size(file) + " bytes (expected: at most " + DOCUMENT_BYTES_MAX + ")");
        }
        try {
            return JsonLine.parse(Files.readAllBytes(file));
        } catch (MalformedRecordException e) {
            throw new MalformedRecordException(file + ": " + e.getMessage());
        }
    }
}
