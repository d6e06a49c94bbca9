package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of a difference once legacy's own second answer is taken for what chance alone does. */
record NoiseTable(Html html) {

    void write(List<Report.MetricResult> metrics) {
        List<Estimate> measured = metrics.stream()
                .map(Report.MetricResult::estimate)
                .filter(estimate -> hasMoved(estimate.detail().excess()))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        html.open("section").element("h3", "Beyond noise");
        html.table("", "Metric", "n", "Candidate differs", "Legacy from itself", "Excess", "Interval", "p");
        measured.forEach(this::row);
        html.tableEnd();
        html.element(
                "p",
                "On requests that legacy answered twice. How often legacy disagrees with itself is the least that any"
                        + " candidate can be expected to differ.",
                "class",
                "note");
        html.close().line();
    }

    /** What never differs, by chance or by change, is not worth a line. */
    private static boolean hasMoved(Detail.@Nullable Excess excess) {
        return excess != null && (excess.raw() != 0 || excess.noise() != 0);
    }

    private void row(Estimate estimate) {
        Detail.Excess excess = estimate.detail().excess();
        if (excess == null) {
            return;
        }
        String unit = estimate.unit();
        html.open("tr").element("th", estimate.name(), "scope", "row");
        html.number(Figures.count(excess.n()));
        html.number(Figures.of(excess.raw(), unit));
        html.number(Figures.of(excess.noise(), unit));
        html.number(Figures.signed(excess.delta(), unit));
        html.number(excess.interval() == null ? "" : Figures.range(excess.interval(), unit));
        html.number(Figures.p(excess.p()));
        html.close().line();
    }
}
