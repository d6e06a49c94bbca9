package dev.understudy.gateway.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A text file of rows: cells between double number signs, comments behind one. */
final class Table {
    private static final String CELL = " ## ";

    private Table() {}

    /** The rows' cells, each row filled up with empty ones to {@code width}. */
    static List<List<String>> rows(String resource, int width) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : text(resource).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(cells(line, width));
            }
        }
        return rows;
    }

    private static List<String> cells(String line, int width) {
        List<String> cells = new ArrayList<>(List.of((line + " ").split(CELL, -1)));
        cells.set(cells.size() - 1, cells.get(cells.size() - 1).stripTrailing());
        if (cells.size() < 3 || cells.size() > width) {
            throw new AssertionError(cells.size() + " cells (expected: 3.." + width + "): " + line);
        }
        while (cells.size() < width) {
            cells.add("");
        }
        return cells;
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
