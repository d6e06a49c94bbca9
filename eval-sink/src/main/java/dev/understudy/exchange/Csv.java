package dev.understudy.exchange;

import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Separated values as RFC 4180 has them: quotes around what holds the separator, a quote or the end of a line; a quote within
 * is written twice. Reads a row at a time.
 */
public final class Csv {
    /** Of one row; a quote that is never closed would take the rest of the file. */
    static final int ROW_CHARS_MAX = 16 * 1024 * 1024;

    private final Reader in;
    private final char separator;
    private int next = Integer.MIN_VALUE;
    private long line = 1;

    /** @param in buffered */
    public Csv(Reader in, char separator) {
        this.in = in;
        this.separator = separator;
    }

    /** @param line where it begins, from 1 */
    public record Row(long line, List<String> fields) {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /** The next row that is not blank; empty at the end. After a malformed one the rest of its line is skipped. */
    public Optional<Row> next() throws IOException, MalformedRecordException {
        while (peek() >= 0) {
            Row row = row();
            if (row.fields().size() > 1 || !row.fields().get(0).isBlank()) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** The line that is read next, from 1. */
    public long line() {
        return line;
    }

    /** One row of text, without its end. */
    public static String write(List<String> fields, char separator) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            row.append(i == 0 ? "" : String.valueOf(separator));
            String field = fields.get(i);
            boolean plain =
                    field.chars().noneMatch(here -> here == separator || here == '"' || here == '\n' || here == '\r');
            boolean padded = !field.equals(field.strip());
            if (plain && !padded) {
                row.append(field);
            } else {
                row.append('"').append(field.replace("\"", "\"\"")).append('"');
            }
        }
        return row.toString();
    }

    private Row row() throws IOException, MalformedRecordException {
        long start = line;
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        long chars = 0;
        while (true) {
            int here = take();
            if (here < 0 || isEnd(here)) {
                fields.add(field.toString());
                return new Row(start, fields);
            }
            if (here == separator) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (here == '"' && field.length() == 0) {
                quoted(field, start);
                checkBehindQuote(start);
            } else {
                field.append((char) here);
            }
            chars += 1;
            if (chars + field.length() > ROW_CHARS_MAX) {
                throw new MalformedRecordException("a row of more than " + ROW_CHARS_MAX + " characters");
            }
        }
    }

    private void quoted(StringBuilder field, long start) throws IOException, MalformedRecordException {
        while (true) {
            int here = take();
            if (here < 0) {
                throw new MalformedRecordException("a quote that opens in line " + start + " is never closed");
            }
            if (here == '"') {
                if (peek() != '"') {
                    return;
                }
                take();
            }
            if (here == '\n') {
                line++;
            }
            field.append((char) here);
            if (field.length() > ROW_CHARS_MAX) {
                throw new MalformedRecordException("a quoted field of more than " + ROW_CHARS_MAX + " characters");
            }
        }
    }

    private void checkBehindQuote(long start) throws IOException, MalformedRecordException {
        int behind = peek();
        if (behind >= 0 && behind != separator && behind != '\n' && behind != '\r') {
            skipLine();
            throw new MalformedRecordException("\"" + (char) behind + "\" behind a closing quote of line " + start
                    + " (expected: the separator or the end of the line; a quote within is written twice)");
        }
    }

    private void skipLine() throws IOException {
        int here = take();
        while (here >= 0 && !isEnd(here)) {
            here = take();
        }
    }

    /** Takes a line's end whole. */
    private boolean isEnd(int here) throws IOException {
        if (here == '\r' && peek() == '\n') {
            take();
        } else if (here != '\n') {
            return false;
        }
        line++;
        return true;
    }

    private int peek() throws IOException {
        if (next == Integer.MIN_VALUE) {
            next = in.read();
        }
        return next;
    }

    private int take() throws IOException {
        int here = peek();
        next = here < 0 ? here : Integer.MIN_VALUE;
        return here;
    }
}
