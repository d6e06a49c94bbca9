package dev.understudy.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file of rows by name: JSON Lines, or values separated by commas or tabs under a header; any of them compressed with zstd
 * too. What the name ends with says which.
 */
public final class Table {
    private static final String BYTE_ORDER_MARK = "\ufeff";
    /** Stands for bytes that are no UTF-8; no text has it. */
    private static final String BROKEN = "\uffff";

    private static final String NOT_UTF_8 = "not UTF-8 (expected: UTF-8; a spreadsheet saves it as \"CSV UTF-8\")";

    private Table() {}

    /** Takes rows one by one, and what is wrong with the others. */
    public interface Target {
        void row(long line, ObjectNode row) throws IOException, MalformedRecordException;

        void bad(long line, String why);
    }

    /** Hands every row over. A row that the target does not like counts as bad as well. */
    public static void read(Path file, Target target) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean compressed = name.endsWith(".zst");
        String plain = compressed ? name.substring(0, name.length() - ".zst".length()) : name;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = compressed ? new ZstdInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, utf8()))) {
            if (plain.endsWith(".csv")) {
                separated(reader, ',', target);
            } else if (plain.endsWith(".tsv")) {
                separated(reader, '\t', target);
            } else {
                lines(reader, target);
            }
        }
    }

    private static CharsetDecoder utf8() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(BROKEN);
    }

    private static void lines(BufferedReader reader, Target target) throws IOException {
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String json = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            if (json.isBlank()) {
                continue;
            }
            try {
                checkUtf8(json);
                target.row(number, JsonLine.parse(json.getBytes(StandardCharsets.UTF_8)));
            } catch (MalformedRecordException e) {
                target.bad(number, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Without a good header nothing in the file means anything. */
    private static void separated(Reader reader, char separator, Target target) throws IOException {
        Csv rows = new Csv(reader, separator);
        List<String> header;
        try {
            Optional<Csv.Row> first = rows.next();
            if (first.isEmpty()) {
                return;
            }
            header = header(first.get());
        } catch (MalformedRecordException e) {
            target.bad(1, String.valueOf(e.getMessage()));
            return;
        }
        for (boolean more = true; more; ) {
            long line = rows.line();
            try {
                Optional<Csv.Row> row = rows.next();
                more = row.isPresent();
                if (row.isPresent()) {
                    line = row.get().line();
                    target.row(line, object(header, row.get().fields()));
                }
            } catch (MalformedRecordException e) {
                target.bad(line, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void checkUtf8(String text) throws MalformedRecordException {
        if (text.contains(BROKEN)) {
            throw new MalformedRecordException(NOT_UTF_8);
        }
    }

    private static List<String> header(Csv.Row row) throws MalformedRecordException {
        checkUtf8(String.join("", row.fields()));
        List<String> names = row.fields().stream()
                .map(name -> (name.startsWith(BYTE_ORDER_MARK) ? name.substring(1) : name).strip())
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name)) {
                throw new MalformedRecordException(
                        "header: \"" + name + "\" (expected: a name for each column, each once)");
            }
        }
        return names;
    }

    private static ObjectNode object(List<String> header, List<String> fields) throws MalformedRecordException {
        if (fields.size() != header.size()) {
            throw new MalformedRecordException(
                    fields.size() + " fields (expected: " + header.size() + ", as the header has)");
        }
        ObjectNode object = JsonLine.object();
        for (int i = 0; i < fields.size(); i++) {
            checkUtf8(fields.get(i));
            object.put(header.get(i), fields.get(i));
        }
        return object;
    }
}
