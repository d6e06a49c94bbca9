package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Metric;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Metrics by slice as a heat table: green is better for the candidate, red worse, the stronger the more certain. */
record SlicesTable(Html html) {
    private static final int METRICS_MOST = 6;

    void write(Report.Comparison route) {
        Map<String, Metric.Direction> directions = route.metrics().stream()
                .map(Report.MetricResult::estimate)
                .collect(Collectors.toMap(
                        estimate -> estimate.name(), estimate -> estimate.better(), (a, b) -> a, LinkedHashMap::new));
        told(route).forEach(slice -> table(slice, directions));
    }

    /** Those that say more than the total: a single group with all pairs is the total once more. */
    static List<Report.SliceTable> told(Report.Comparison route) {
        return route.slices().stream()
                .filter(slice -> slice.groups().size() > 1
                        || slice.groups().stream().anyMatch(group -> group.pairs() < route.pairs()))
                .toList();
    }

    private void table(Report.SliceTable slice, Map<String, Metric.Direction> directions) {
        // First those in which anything moved.
        Set<String> shown = new LinkedHashSet<>();
        Set<String> still = new LinkedHashSet<>();
        slice.groups()
                .forEach(group -> group.cells().forEach(cell -> (hasMoved(cell) ? shown : still).add(cell.metric())));
        still.removeAll(shown);
        if (shown.isEmpty()) {
            shown.addAll(still);
            still.clear();
        }
        List<String> names = shown.stream().limit(METRICS_MOST).toList();
        html.open("section").element("h3", "By " + slice.name());
        html.table("heat", slice.source(), heads(names));
        for (Report.SliceGroup group : slice.groups()) {
            html.open("tr").element("th", group.value(), "scope", "row").number(Figures.count(group.pairs()));
            for (String name : names) {
                cell(group, find(group, name), directions.getOrDefault(name, Metric.Direction.NONE));
            }
            html.close().line();
        }
        html.tableEnd();
        slice.warnings().forEach(warning -> html.element("p", warning, "class", "note warning"));
        html.element(
                "p",
                "Below each figure its interval, and n where it is not all pairs of the row. Exploratory: none of these figures enters the verdict. Marked cells stay clear after correction for all of them"
                        + " (Benjamini and Hochberg)."
                        + (shown.size() > METRICS_MOST
                                ? " " + (shown.size() - METRICS_MOST) + " more metrics are in the JSON report."
                                : "")
                        + (still.isEmpty()
                                ? ""
                                : " The same on both sides in every group: " + String.join(", ", still) + "."),
                "class",
                "note");
        html.close().line();
    }

    private static boolean hasMoved(Report.SliceCell cell) {
        return cell.delta() == null || cell.delta() != 0;
    }

    private static String[] heads(List<String> names) {
        String[] heads = new String[names.size() + 1];
        heads[0] = "Pairs";
        for (int i = 0; i < names.size(); i++) {
            heads[i + 1] = names.get(i);
        }
        return heads;
    }

    private static Report.@Nullable SliceCell find(Report.SliceGroup group, String name) {
        return group.cells().stream()
                .filter(cell -> cell.metric().equals(name))
                .findFirst()
                .orElse(null);
    }

    private void cell(Report.SliceGroup group, Report.@Nullable SliceCell cell, Metric.Direction better) {
        if (cell == null) {
            html.number("");
            return;
        }
        Double delta = cell.delta();
        String text = delta == null ? Figures.of(cell.candidate(), cell.unit()) : Figures.signed(delta, cell.unit());
        html.open("td", "class", "number " + heat(cell, better)).text(text);
        if (cell.flagged()) {
            html.element("span", "●", "class", "flag");
        }
        html.element("span", around(group, cell), "class", "means").close();
    }

    private static String around(Report.SliceGroup group, Report.SliceCell cell) {
        StringBuilder around = new StringBuilder();
        if (cell.n() != group.pairs()) {
            around.append("n ").append(Figures.count(cell.n())).append(cell.interval() == null ? "" : ": ");
        }
        if (cell.interval() != null) {
            around.append(
                    cell.delta() == null
                            ? Figures.span(cell.interval(), cell.unit())
                            : Figures.range(cell.interval(), cell.unit()));
        }
        return around.toString();
    }

    private static String heat(Report.SliceCell cell, Metric.Direction better) {
        Double delta = cell.delta();
        if (delta == null || delta == 0 || better == Metric.Direction.NONE || cell.p() == null) {
            return "";
        }
        boolean isBetter = (delta > 0) == (better == Metric.Direction.HIGHER);
        String strength = cell.flagged() ? "strong" : cell.p() < 0.05 ? "some" : "faint";
        return (isBetter ? "better " : "worse ") + strength;
    }
}
