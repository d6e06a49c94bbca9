package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer takes, as people count it: tokens, tokens a second, and the cost of a thousand requests. */
record CostTable(Html html) {

    /** A line, and of which metric and by what factor it is. */
    private record Line(String title, String metric, double factor) {}

    private static final List<Line> LINES = List.of(
            new Line("Tokens in, a request", "input_tokens", 1),
            new Line("Tokens out, a request", "output_tokens", 1),
            new Line("Characters out, an answer", "output_chars", 1),
            new Line("Milliseconds between two tokens", "inter_token_ms", 1),
            new Line("Cost of 1,000 requests", "cost", 1000));

    static boolean isThere(List<Report.MetricResult> metrics) {
        return LINES.stream().anyMatch(line -> find(metrics, line.metric()) != null);
    }

    void write(List<Report.MetricResult> metrics) {
        if (!isThere(metrics)) {
            return;
        }
        html.open("section").element("h3", "Size and cost");
        html.table("metrics", "On average", "n", "Legacy", "Candidate", "Difference", "Relative", "Interval");
        for (Line line : LINES) {
            Estimate estimate = find(metrics, line.metric());
            if (estimate != null) {
                row(line, estimate);
            }
        }
        html.tableEnd();
        Estimate gap = find(metrics, "inter_token_ms");
        if (gap != null && gap.legacy() != null) {
            html.element(
                    "p",
                    "That is " + Figures.plain(1000 / gap.legacy()) + " tokens a second from legacy and "
                            + Figures.plain(1000 / gap.candidate()) + " from the candidate, once they have begun.",
                    "class",
                    "note");
        }
        html.close().line();
    }

    private static @Nullable Estimate find(List<Report.MetricResult> metrics, String name) {
        return metrics.stream()
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.name().equals(name) && estimate.delta() != null)
                .findFirst()
                .orElse(null);
    }

    private void row(Line line, Estimate estimate) {
        Double legacy = estimate.legacy();
        Double delta = estimate.delta();
        Estimate.Inference inference = estimate.inference();
        html.open("tr").element("th", line.title(), "scope", "row").number(Figures.count(estimate.n()));
        html.number(legacy == null ? "" : Figures.plain(legacy * line.factor()));
        html.number(Figures.plain(estimate.candidate() * line.factor()));
        html.number(delta == null ? "" : Figures.signed(delta * line.factor(), ""));
        html.number(delta == null || legacy == null || legacy == 0 ? "" : Figures.signedPercent(delta / legacy));
        html.number(inference == null ? "" : scaled(inference.interval(), line.factor()));
        html.close().line();
    }

    private static String scaled(Interval interval, double factor) {
        return Figures.range(new Interval(interval.low() * factor, interval.high() * factor), "");
    }
}
