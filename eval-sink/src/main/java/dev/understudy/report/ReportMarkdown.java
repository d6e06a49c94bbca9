package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** A report as Markdown, for a pull request or a chat: the verdict, why, and the numbers. */
public final class ReportMarkdown {
    private static final int FIELDS_SHOWN = 10;
    private static final int FAULTS_SHOWN = 10;
    private static final int OTHERS_SHOWN = 12;

    private final StringBuilder out = new StringBuilder();

    private ReportMarkdown() {}

    public static String write(Report report) {
        ReportMarkdown page = new ReportMarkdown();
        page.line("# Verdict: " + report.verdict().label().toUpperCase(Locale.ROOT));
        page.line("");
        if (report.routes().size() != 1) {
            report.reasons().forEach(reason -> page.line("- " + MarkdownText.of(reason)));
        }
        report.routes().forEach(page::comparison);
        page.provenance(report.provenance());
        return page.out.toString();
    }

    private void comparison(Report.Comparison comparison) {
        line("");
        line("## " + MarkdownText.of(comparison.route()) + ": " + MarkdownText.of(comparison.candidate()) + " against "
                + MarkdownText.of(comparison.legacy()) + " (" + MarkdownText.of(comparison.strategy()) + ")");
        line("");
        line("**" + comparison.verdict().label() + "**. " + MarkdownText.of(comparison.next()));
        line("");
        comparison.reasons().forEach(reason -> line("- " + MarkdownText.of(reason)));
        line("");
        String also = AlsoDifferent.sentence(comparison);
        if (!also.isEmpty()) {
            line(MarkdownText.of(also));
            line("");
        }
        line("Records " + Figures.count(comparison.records()) + ", pairs " + Figures.count(comparison.pairs()) + "; "
                + split(comparison.split()) + "; " + coverage(comparison.coverage()) + ".");
        if (!comparison.metrics().isEmpty()) {
            line("");
            line("| metric | n | legacy | candidate | difference | interval | p | noise | |");
            line("|---|--:|--:|--:|--:|:-:|--:|--:|---|");
            List<Report.MetricResult> deciding = comparison.metrics().stream()
                    .filter(result -> result.verdict() != Report.MetricVerdict.INFORMATION)
                    .toList();
            List<Report.MetricResult> others = comparison.metrics().stream()
                    .filter(result -> result.verdict() == Report.MetricVerdict.INFORMATION)
                    .toList();
            deciding.forEach(this::metric);
            others.stream().limit(OTHERS_SHOWN).forEach(this::metric);
            if (others.size() > OTHERS_SHOWN) {
                line("");
                line(others.size() - OTHERS_SHOWN + " more metrics, which decide nothing, are in the JSON report.");
            }
        }
        slices(comparison);
        interleaving(comparison);
        for (String sentence : FindingsText.sentences(comparison.findings())) {
            line("");
            line(MarkdownText.of(sentence));
        }
        fields(comparison.fields());
        faults(comparison.coverage().faults());
    }

    private void faults(List<Report.FaultCount> faults) {
        if (faults.isEmpty()) {
            return;
        }
        line("");
        line("Not read, or not as it should be:");
        line("");
        faults.stream()
                .limit(FAULTS_SHOWN)
                .forEach(fault -> line("- " + Figures.count(fault.count()) + " of " + MarkdownText.of(fault.role())
                        + ": "
                        + MarkdownText.of(fault.fault().replace('_', ' '))
                        + (fault.detail().isEmpty() ? "" : " at " + MarkdownText.of(fault.detail())) + ", such as "
                        + MarkdownText.of(fault.example())));
        if (faults.size() > FAULTS_SHOWN) {
            line("- and " + (faults.size() - FAULTS_SHOWN) + " more kinds");
        }
    }

    /** Only what stands out. */
    private void slices(Report.Comparison comparison) {
        for (Report.SliceTable slice : comparison.slices()) {
            slice.warnings().forEach(warning -> line("\n" + MarkdownText.of(warning)));
            for (Report.SliceGroup group : slice.groups()) {
                for (Report.SliceCell cell : group.cells()) {
                    if (cell.flagged() && cell.delta() != null) {
                        line("\nSlice " + MarkdownText.of(slice.name()) + " " + MarkdownText.of(group.value()) + ": "
                                + MarkdownText.of(cell.metric())
                                + " "
                                + MarkdownText.of(Figures.signed(cell.delta(), cell.unit())) + " (n "
                                + Figures.count(cell.n())
                                + ", corrected p " + (cell.q() == null ? "–" : Figures.p(cell.q()))
                                + "; exploratory).");
                    }
                }
            }
        }
    }

    private void metric(Report.MetricResult result) {
        Estimate estimate = result.estimate();
        Estimate.Inference inference = estimate.inference();
        String unit = estimate.unit();
        StringJoiner cells = new StringJoiner(" | ", "| ", " |");
        cells.add(MarkdownText.of(estimate.name())).add(Figures.count(estimate.n()));
        cells.add(estimate.legacy() == null ? "" : MarkdownText.of(Figures.of(estimate.legacy(), unit)));
        cells.add(MarkdownText.of(Figures.of(estimate.candidate(), unit)));
        cells.add(estimate.delta() == null ? "" : MarkdownText.of(Figures.signed(estimate.delta(), unit)));
        cells.add(inference == null ? "" : MarkdownText.of(MetricsTable.interval(estimate, inference.interval())));
        cells.add(inference == null || inference.p() == null ? "" : Figures.p(inference.p()));
        cells.add(MarkdownText.of(MetricsTable.noise(estimate)));
        line(cells.add(result.verdict().label()).toString());
    }

    private void interleaving(Report.Comparison comparison) {
        Report.Preference preference = comparison.interleaving();
        if (preference != null) {
            line("");
            line("Mixed lists: " + Figures.count(preference.sessions()) + ". The candidate won "
                    + Figures.count(preference.wins()) + ", lost " + Figures.count(preference.losses()) + ", tied "
                    + Figures.count(preference.ties()) + " (" + Figures.count(preference.silent())
                    + " without a click); " + Figures.count(preference.degraded())
                    + " were legacy's own. Sign test p " + Figures.p(preference.signP()) + "."
                    + RouteSection.untold(preference));
        }
    }

    private void fields(Report.Fields fields) {
        if (fields.fields().isEmpty()) {
            return;
        }
        line("");
        line("| field | differs in | raw | noise | beyond noise |");
        line("|---|--:|--:|--:|---|");
        fields.fields().stream()
                .limit(FIELDS_SHOWN)
                .forEach(field ->
                        line("| " + MarkdownText.of(field.field()) + " | " + Figures.count(field.differs()) + " | "
                                + Figures.percent(field.raw()) + " | "
                                + (field.noise() == null ? "" : Figures.percent(field.noise())) + " | "
                                + (field.beyondNoise() ? "yes" : field.noise() == null ? "unknown" : "no") + " |"));
        if (fields.fields().size() > FIELDS_SHOWN) {
            line("");
            line((fields.fields().size() - FIELDS_SHOWN) + " more fields differ.");
        }
    }

    private void provenance(Report.Provenance provenance) {
        line("");
        line("---");
        line("");
        line("Records " + Figures.count(provenance.records())
                + (provenance.first() == null ? "" : " from " + provenance.first() + " to " + provenance.last())
                + "; revisions " + MarkdownText.of(String.join(", ", provenance.revisions())) + "; seed "
                + provenance.seed()
                + ", bootstrap " + provenance.rules().replicates() + ", N* "
                + provenance.rules().plannedPairs() + "; duplicates " + provenance.duplicates() + ", unreadable lines "
                + provenance.unreadable() + ", gaps " + provenance.gaps() + ", impossible times "
                + provenance.impossibleTimes() + ", clock steps " + provenance.clockSteps() + ", late feedback "
                + provenance.lateFeedback() + ", unusable feedback "
                + provenance.unusableFeedback()
                + (provenance.unknownFeedback() == null
                        ? ""
                        : ", feedback about unknown pairs " + Figures.count(provenance.unknownFeedback()))
                + ".");
        provenance.notes().forEach(note -> line("\n" + MarkdownText.of(note)));
    }

    private static String split(Report.Split split) {
        StringJoiner shares = new StringJoiner(", ");
        for (Map.Entry<String, Long> arm : split.observed().entrySet()) {
            Double configured = split.configured().get(arm.getKey());
            shares.add(MarkdownText.of(arm.getKey()) + " " + Figures.count(arm.getValue())
                    + (configured == null ? "" : " (configured " + Figures.percent(configured) + ")"));
        }
        return "split " + shares + (split.p() == null ? "" : ", p " + Figures.p(split.p()));
    }

    private static String coverage(Report.Coverage coverage) {
        return coverage.share() == null
                ? "coverage unknown (no pulses)"
                : "coverage " + Figures.percent(coverage.share());
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
