package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import java.util.List;

/** Every metric in a row, with its interval drawn against its margin; first those that decide. */
record MetricsTable(Html html) {

    void write(List<Report.MetricResult> metrics) {
        html.open("section").element("h3", "Metrics");
        html.open("div", "class", "wide")
                .open("table", "class", "metrics")
                .open("thead")
                .open("tr");
        html.element("th", "Metric").element("th", "n", "class", "number").element("th", "Legacy", "class", "number");
        html.element("th", "Candidate", "class", "number").element("th", "Difference", "class", "number");
        html.open("th", "class", "forest").text("worse ← candidate → better").close();
        html.element("th", "p", "class", "number")
                .element("th", "Noise", "class", "number")
                .element("th", "");
        html.close().close();
        group("Decides", metrics.stream().filter(MetricsTable::decides).toList());
        group(
                "Also measured",
                metrics.stream().filter(result -> !decides(result)).toList());
        html.close().close();
        html.element(
                "p",
                "Shaded: within the margin, or alike enough. Line: the interval. Diamond: legacy against its own second"
                        + " answer.",
                "class",
                "note");
        html.close().line();
    }

    private static boolean decides(Report.MetricResult result) {
        return result.verdict() != Report.MetricVerdict.INFORMATION;
    }

    private void group(String name, List<Report.MetricResult> metrics) {
        if (metrics.isEmpty()) {
            return;
        }
        html.open("tbody")
                .open("tr", "class", "group")
                .element("th", name, "colspan", "9")
                .close();
        metrics.forEach(this::row);
        html.close();
    }

    private void row(Report.MetricResult result) {
        Estimate estimate = result.estimate();
        Estimate.Inference inference = estimate.inference();
        String unit = estimate.unit();
        html.open("tr").open("th", "scope", "row").text(estimate.name());
        html.close();
        number(Figures.count(estimate.n()));
        number(estimate.legacy() == null ? "" : Figures.of(estimate.legacy(), unit));
        number(Figures.of(estimate.candidate(), unit));
        number(estimate.delta() == null ? "" : Figures.signed(estimate.delta(), unit));
        html.open("td", "class", "forest");
        if (inference != null) {
            new ForestPlot(html).write(result, inference.interval());
        }
        html.close();
        number(inference == null || inference.p() == null ? "" : Figures.p(inference.p()));
        number(
                estimate.noise() == null
                        ? ""
                        : estimate.delta() == null
                                ? Figures.of(estimate.noise(), unit)
                                : Figures.signed(estimate.noise(), unit));
        html.open("td");
        if (decides(result)) {
            html.element(
                    "span", mark(result), "class", "mark " + result.verdict().label());
        }
        html.close().close().line();
    }

    private static String mark(Report.MetricResult result) {
        boolean isLikeness = result.estimate().purpose() == Metric.Purpose.LIKENESS;
        return switch (result.verdict()) {
            case PASS -> isLikeness ? "alike" : "no worse";
            case FAIL -> isLikeness ? "unlike" : "worse";
            case INCONCLUSIVE -> "open";
            case INFORMATION -> "";
        };
    }

    private void number(String text) {
        html.element("td", text, "class", "number");
    }
}
