package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Means;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Every metric in a row, with its interval drawn against its margin; first those that decide, then, folded away, the rest. */
record MetricsTable(Html html) {
    /** How a page calls what is neither no worse nor worse so far. */
    static final String OPEN = "open";

    /** So many that decide nothing are shown at once. */
    private static final int OPEN_MOST = 8;

    void write(List<Report.MetricResult> metrics) {
        List<Report.MetricResult> deciding =
                metrics.stream().filter(MetricsTable::decides).toList();
        List<Report.MetricResult> others =
                metrics.stream().filter(result -> !decides(result)).toList();
        html.open("section").element("h3", "Metrics");
        if (!deciding.isEmpty()) {
            table(deciding);
        }
        html.element(
                "p",
                "Difference: candidate minus legacy, with its interval below it and as a line"
                        + confidences(metrics)
                        + ", on which right is better. Shaded: no worse than the margin, or alike enough. Diamond, and noise: legacy against its own"
                        + " second answer.",
                "class",
                "note");
        if (!others.isEmpty()) {
            fold(others);
        }
        html.close().line();
    }

    private void fold(List<Report.MetricResult> metrics) {
        if (metrics.size() <= OPEN_MOST) {
            html.open("details", "class", "pair", "open", "open");
        } else {
            html.open("details", "class", "pair");
        }
        html.open("summary").element("span", "Also measured: " + Figures.count(metrics.size()));
        html.element("span", "decide nothing here", "class", "muted").close();
        table(metrics);
        html.close();
    }

    private void table(List<Report.MetricResult> metrics) {
        boolean hasNoise = metrics.stream().anyMatch(result -> result.estimate().noise() != null);
        html.open("div", "class", "wide").open("table", "class", "metrics found");
        html.open("thead").open("tr").head("Metric", "").head("", "");
        for (String title : List.of("n", "Legacy", "Candidate", "Difference")) {
            html.head(title, "number");
        }
        html.head("worse ← candidate → better", "forest").head("p", "number");
        if (hasNoise) {
            html.head("Noise", "number");
        }
        html.close().close().open("tbody");
        metrics.forEach(result -> row(result, hasNoise));
        html.close().close().close().line();
    }

    static boolean decides(Report.MetricResult result) {
        return result.verdict() != Report.MetricVerdict.INFORMATION;
    }

    private void row(Report.MetricResult result, boolean hasNoise) {
        Estimate estimate = result.estimate();
        Estimate.Inference inference = estimate.inference();
        String unit = estimate.unit();
        html.open("tr").open("th", "scope", "row").text(estimate.name());
        html.element("span", Means.of(estimate.name()), "class", "means").close();
        html.open("td");
        if (decides(result)) {
            html.element(
                    "span", mark(result), "class", "mark " + result.verdict().label());
        }
        html.close();
        number(Figures.count(estimate.n()));
        number(estimate.legacy() == null ? "" : Figures.of(estimate.legacy(), unit));
        String around = inference == null ? "" : interval(estimate, inference.interval());
        if (estimate.delta() == null) {
            number(Figures.of(estimate.candidate(), unit), around);
            number("");
        } else {
            number(Figures.of(estimate.candidate(), unit));
            number(Figures.signed(estimate.delta(), unit), around);
        }
        html.open("td", "class", "forest");
        if (inference != null) {
            new ForestPlot(html).write(result, inference.interval());
        }
        html.close();
        number(inference == null || inference.p() == null ? "" : Figures.p(inference.p()));
        if (hasNoise) {
            number(noise(estimate));
        }
        html.close().line();
    }

    static String interval(Estimate estimate, Interval interval) {
        return estimate.delta() == null
                ? Figures.span(interval, estimate.unit())
                : Figures.range(interval, estimate.unit());
    }

    /** How sure the intervals are. */
    private static String confidences(List<Report.MetricResult> metrics) {
        List<Double> different = metrics.stream()
                .map(result -> result.estimate().inference())
                .filter(Objects::nonNull)
                .map(Estimate.Inference::confidence)
                .distinct()
                .sorted()
                .toList();
        return different.isEmpty()
                ? ""
                : " at " + different.stream().map(Figures::percent).collect(Collectors.joining(" or "));
    }

    static String noise(Estimate estimate) {
        if (estimate.noise() == null) {
            return "";
        }
        return estimate.delta() == null
                ? Figures.of(estimate.noise(), estimate.unit())
                : Figures.signed(estimate.noise(), estimate.unit());
    }

    static String mark(Report.MetricResult result) {
        boolean isLikeness = result.estimate().purpose() == Metric.Purpose.LIKENESS;
        return switch (result.verdict()) {
            case PASS -> isLikeness ? "alike" : "no worse";
            case FAIL -> isLikeness ? "unlike" : "worse";
            case INCONCLUSIVE -> OPEN;
            case INFORMATION -> "";
        };
    }

    private void number(String text, String around) {
        html.open("td", "class", "number").text(text);
        html.element("span", around, "class", "means").close();
    }

    private void number(String text) {
        html.element("td", text, "class", "number");
    }
}
