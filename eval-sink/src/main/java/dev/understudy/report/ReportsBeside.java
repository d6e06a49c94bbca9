package dev.understudy.report;

import dev.understudy.compare.Report;
import dev.understudy.compare.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two reports side by side. Routes are matched by name and candidate; where a route has one candidate in each report, that
 * may be another model, so that two attempts at the same route can be held against each other.
 */
public record ReportsBeside(SavedReport first, SavedReport second, List<Pairing> routes) {

    /** A route in one report, the other, or both. */
    public record Pairing(SavedReport.@Nullable Route first, SavedReport.@Nullable Route second, List<Row> metrics) {
        /** Whether there is anything to hold against each other. */
        public boolean isInBoth() {
            return first != null && second != null;
        }

        /** As it is called where it was found. */
        public String title() {
            SavedReport.Route known = first != null ? first : second;
            return known == null ? "" : known.route();
        }
    }

    /** One metric. */
    public record Row(String name, SavedReport.@Nullable Metric first, SavedReport.@Nullable Metric second) {
        /** Below it a difference is what adding doubles in another order makes. */
        private static final double DUST = 1e-12;

        /** Of the candidate against legacy, from the first report to the second; null when one of them has no figure. */
        public @Nullable Double change() {
            Double before = shown(first);
            Double after = shown(second);
            return before == null || after == null ? null : (Double) (after - before);
        }

        /** What the second report finds beside the first. */
        public Shift shift() {
            if (first == null || second == null) {
                return first == null ? Shift.NEW : Shift.GONE;
            }
            Double change = change();
            Interval before = first.interval();
            Interval after = second.interval();
            if (change == null || before == null || after == null) {
                return Shift.UNKNOWN;
            }
            boolean isApart = before.high() < after.low() || after.high() < before.low();
            if (!isApart) {
                return Shift.WITHIN;
            }
            if (isSame(change)) {
                return Shift.SAME;
            }
            return switch (second.direction()) {
                case "higher" -> change > 0 ? Shift.BETTER : Shift.WORSE;
                case "lower" -> change < 0 ? Shift.BETTER : Shift.WORSE;
                default -> Shift.OTHER;
            };
        }

        /** Of figures that read the same the rest is rounding, however narrow the intervals are. */
        private boolean isSame(double change) {
            return Math.abs(change) < DUST || BesideWords.figure(first).equals(BesideWords.figure(second));
        }

        /** Whether it decides in one of them, or moved. */
        public boolean isTelling() {
            return switch (shift()) {
                case BETTER, WORSE, OTHER -> true;
                case SAME, WITHIN, UNKNOWN, NEW, GONE -> decides(first) || decides(second);
            };
        }

        private static boolean decides(SavedReport.@Nullable Metric metric) {
            return metric != null && !metric.verdict().equals(Report.MetricVerdict.INFORMATION.label());
        }

        /** The difference from legacy, or of two answers with each other the figure itself. */
        static @Nullable Double shown(SavedReport.@Nullable Metric metric) {
            return metric == null ? null : metric.delta() != null ? metric.delta() : metric.candidate();
        }

        /** Of either, whichever has it. */
        public String unit() {
            return second != null ? second.unit() : first != null ? first.unit() : "";
        }
    }

    /** How a metric moved between the reports; certain only where the intervals lie apart. */
    public enum Shift {
        BETTER("better"),
        WORSE("worse"),
        OTHER("changed"),
        SAME("unchanged"),
        WITHIN("within the intervals"),
        UNKNOWN("no interval"),
        NEW("only in the second"),
        GONE("only in the first");

        private final String label;

        Shift(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public static ReportsBeside of(SavedReport first, SavedReport second) {
        List<Pairing> pairings = new ArrayList<>();
        Set<SavedReport.Route> taken = new LinkedHashSet<>();
        for (SavedReport.Route route : first.routes()) {
            SavedReport.Route match = match(route, first, second);
            if (match != null) {
                taken.add(match);
            }
            pairings.add(new Pairing(route, match, rows(route, match)));
        }
        for (SavedReport.Route route : second.routes()) {
            if (!taken.contains(route)) {
                pairings.add(new Pairing(null, route, rows(null, route)));
            }
        }
        return new ReportsBeside(first, second, pairings);
    }

    private static SavedReport.@Nullable Route match(SavedReport.Route route, SavedReport first, SavedReport second) {
        List<SavedReport.Route> named = named(second, route.route());
        for (SavedReport.Route other : named) {
            if (other.candidate().equals(route.candidate())) {
                return other;
            }
        }
        return named.size() == 1 && named(first, route.route()).size() == 1 ? named.get(0) : null;
    }

    private static List<SavedReport.Route> named(SavedReport report, String route) {
        return report.routes().stream()
                .filter(other -> other.route().equals(route))
                .toList();
    }

    private static List<Row> rows(SavedReport.@Nullable Route first, SavedReport.@Nullable Route second) {
        Map<String, SavedReport.Metric> before = first == null ? Map.of() : first.metrics();
        Map<String, SavedReport.Metric> after = second == null ? Map.of() : second.metrics();
        Map<String, Row> rows = new LinkedHashMap<>();
        before.forEach((name, metric) -> rows.put(name, new Row(name, metric, after.get(name))));
        after.forEach((name, metric) -> rows.putIfAbsent(name, new Row(name, null, metric)));
        return List.copyOf(rows.values());
    }
}
