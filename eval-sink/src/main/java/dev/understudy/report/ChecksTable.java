package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the verdict rests on: each rule, whether it holds, and what would settle it. Folded away at first. */
record ChecksTable(Html html) {

    void write(List<Report.Check> checks, List<Report.MetricResult> metrics) {
        if (checks.isEmpty()) {
            return;
        }
        html.open("details", "class", "pair")
                .open("summary")
                .element("span", "Rule by rule: why, and what would settle it");
        html.element("span", "least detectable, how many more", "class", "muted")
                .close();
        html.table("checks", "Rule", "n", "p", "Holm p", "Detectable", "More needed");
        Map<String, String> units = metrics.stream()
                .map(Report.MetricResult::estimate)
                .collect(Collectors.toMap(estimate -> estimate.name(), estimate -> estimate.unit(), (a, b) -> a));
        checks.forEach(check -> row(check, units.getOrDefault(check.metric(), "")));
        html.tableEnd().close().line();
    }

    private void row(Report.Check check, String unit) {
        html.open("tr").open("th", "scope", "row");
        String verdict = check.verdict() == Report.MetricVerdict.INCONCLUSIVE
                ? MetricsTable.OPEN
                : check.verdict().label();
        html.element("span", verdict, "class", "mark " + mark(check.verdict()));
        html.element("span", check.metric(), "class", "name");
        html.element("span", check.role().label() + (check.critical() ? ", critical" : ""), "class", "muted");
        html.element("p", check.reason(), "class", "note").close();
        html.number(Figures.count(check.n()));
        html.number(check.p() == null ? "" : Figures.p(check.p()));
        html.number(check.holmP() == null ? "" : Figures.p(check.holmP()));
        html.number(check.detectable() == null ? "" : Figures.size(check.detectable(), unit));
        html.number(check.more() == null ? "" : Figures.count(check.more()));
        html.close().line();
    }

    static String mark(Report.MetricVerdict verdict) {
        return verdict == Report.MetricVerdict.INFORMATION ? "muted" : verdict.label();
    }
}
