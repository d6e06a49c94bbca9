package dev.understudy.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The largest deviation of each figure from what other code says, for {@code load-tests/oracle/compare.sh} to show. */
final class DeviationTable {
    private static final String FILE = "understudy.oracle.table";

    private DeviationTable() {}

    /** Adds to the table, where one was asked for. */
    static void append(String what, List<OracleFigures.Deviation> deviations) throws IOException {
        Map<String, OracleFigures.Deviation> largest = new TreeMap<>();
        deviations.forEach(
                deviation -> largest.merge(deviation.figure(), deviation, (a, b) -> a.size() >= b.size() ? a : b));
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-40s %5d figures", what, deviations.size()));
        largest.forEach((figure, deviation) -> lines.add(String.format(
                "%-45s %-9.2g (oracle %s, here %s)",
                figure, deviation.size(), deviation.expected(), deviation.ours())));
        lines.add(deviations.size() + " figures compared; largest deviation of metrics "
                + largest(largest.values(), OracleFigures.METRIC) + ", of p-values and interval ends "
                + largest(largest.values(), OracleFigures.INFERENCE));
        append(lines);
    }

    static void append(List<String> lines) throws IOException {
        if (System.getProperty(FILE) != null) {
            Files.write(Path.of(System.getProperty(FILE)), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    static double largest(Collection<OracleFigures.Deviation> all, double tolerance) {
        return all.stream()
                .filter(deviation -> deviation.tolerance() == tolerance)
                .mapToDouble(OracleFigures.Deviation::size)
                .max()
                .orElse(0);
    }
}
