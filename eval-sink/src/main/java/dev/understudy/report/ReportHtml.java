package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as one page: the verdict, why, what to do; then each route. It loads nothing and runs nothing. */
public final class ReportHtml {
    private static final int FILES_SHOWN = 100;

    private final Html html = new Html();
    private final PairCommand command;

    private ReportHtml(PairCommand command) {
        this.command = command;
    }

    public static String write(Report report) {
        return write(report, Optional.empty());
    }

    /** @param data the directory that was read, as the reader of the page would name it; empty when unknown */
    public static String write(Report report, Optional<String> data) {
        return new ReportHtml(new PairCommand(data)).page(report);
    }

    private String page(Report report) {
        head(html, "Understudy: " + report.verdict().label());
        html.open("body");
        html.element("a", "Skip to what was found", "href", "#found", "class", "skip")
                .line();
        banner(report);
        html.open("main", "id", "found");
        if (report.routes().size() > 1) {
            overview(report);
        }
        Set<String> addresses = new HashSet<>();
        boolean isOnly = report.routes().size() == 1;
        for (int i = 0; i < report.routes().size(); i++) {
            Report.Comparison route = report.routes().get(i);
            PairLinks links = PairLinks.of(route.worst(), addresses);
            new RouteSection(html, route, links, command).write("route-" + (i + 1), isOnly ? 1 : 0);
        }
        html.close();
        provenance(report.provenance());
        html.close().close();
        return html.document();
    }

    /** Opens a page: what it may load is nothing, what it may run is nothing. */
    static void head(Html html, String title) {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", title);
        html.style(sheet()).close().line();
    }

    private void banner(Report report) {
        html.open("header", "class", "banner " + report.verdict().label());
        html.element("p", "Understudy report", "class", "kicker");
        html.element("h1", report.verdict().label());
        html.element("p", meaning(report), "class", "lead");
        if (report.routes().isEmpty()) {
            report.reasons().forEach(reason -> html.element("p", reason, "class", "next"));
        }
        report.routes().stream()
                .filter(route -> route.verdict() == report.verdict())
                .findFirst()
                .ifPresent(route -> because(report, route));
        html.close().line();
    }

    /** The gravest reason, and what to do about it. */
    private void because(Report report, Report.Comparison gravest) {
        String where = report.routes().size() == 1 ? "" : gravest.route() + ": ";
        gravest.reasons().stream()
                .findFirst()
                .ifPresent(reason -> html.element("p", where + reason, "class", "because"));
        html.element("p", where + gravest.next(), "class", "next");
        String also = AlsoDifferent.sentence(gravest);
        if (report.routes().size() == 1 && !also.isEmpty()) {
            html.element("p", also, "class", "based");
        }
        html.element(
                "p",
                "From " + Figures.count(report.provenance().records()) + " recorded requests"
                        + (report.routes().size() == 1
                                ? "; " + compared(gravest) + " " + tally(gravest.metrics())
                                : "."),
                "class",
                "based");
    }

    /** How much there is to compare. */
    private static String compared(Report.Comparison route) {
        if (!route.isSplit()) {
            return "both models answered " + Figures.count(route.pairs()) + " of them.";
        }
        Map<String, Long> observed = route.split().observed();
        return Figures.count(observed.getOrDefault(route.legacy(), 0L)) + " requests were for " + route.legacy() + ", "
                + Figures.count(observed.getOrDefault(route.candidate(), 0L)) + " for " + route.candidate() + ".";
    }

    /** How the metrics that decide stand, in the words of their table. */
    private static String tally(List<Report.MetricResult> metrics) {
        Map<String, Long> counts = metrics.stream()
                .filter(MetricsTable::decides)
                .collect(Collectors.groupingBy(MetricsTable::mark, LinkedHashMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(count -> Figures.count(count.getValue()) + " " + count.getKey())
                        .collect(Collectors.joining(", ", "Of the metrics that decide, ", "."));
    }

    private static String meaning(Report report) {
        long routes = report.routes().stream()
                .map(Report.Comparison::route)
                .distinct()
                .count();
        String where = routes == 1 ? "on this route" : "on " + routes + " routes";
        List<Report.Comparison> gravest = report.routes().stream()
                .filter(route -> route.verdict() == report.verdict())
                .toList();
        return switch (report.verdict()) {
            case PROMOTE -> "The candidate is no worse than legacy " + where + ", and there is enough evidence.";
            case HOLD -> "There is not yet enough evidence to promote or to roll back.";
            case ROLLBACK -> "The candidate is clearly worse than legacy" + on(gravest) + ".";
            case INVALID -> "The data cannot be trusted" + on(gravest) + ", so nothing is said about the models.";
        };
    }

    private static String on(List<Report.Comparison> routes) {
        return " on " + routes.stream().map(Report.Comparison::route).distinct().collect(Collectors.joining(", "));
    }

    private void overview(Report report) {
        html.open("section", "class", "overview").open("table").open("thead").open("tr");
        html.head("Route", "").head("Strategy", "").head("Candidate", "");
        html.head("Pairs", "number").head("Verdict", "").head("Why", "");
        html.close().close().open("tbody");
        for (int i = 0; i < report.routes().size(); i++) {
            Report.Comparison route = report.routes().get(i);
            html.open("tr").open("td");
            html.element("a", route.route(), "href", "#route-" + (i + 1)).close();
            html.element("td", route.strategy()).element("td", route.candidate(), "class", "name");
            html.element("td", Figures.count(route.pairs()), "class", "number").open("td");
            chip(html, route.verdict());
            html.close().open("td", "class", "why");
            route.reasons().stream().findFirst().ifPresent(html::text);
            html.close().close().line();
        }
        html.close().close().close();
    }

    static void chip(Html html, Verdict verdict) {
        html.element("span", verdict.label(), "class", "chip " + verdict.label());
    }

    private void provenance(Report.Provenance provenance) {
        html.open("footer").element("h2", "What this rests on");
        group("What was read");
        fact("Records", Figures.count(provenance.records()));
        if (provenance.first() != null) {
            fact("From", String.valueOf(provenance.first()));
            fact("To", String.valueOf(provenance.last()));
        }
        fact("Instances", String.join(", ", provenance.instances()));
        fact("Revisions", String.join(", ", provenance.revisions()));
        fact(
                "Sampling rate",
                provenance.sampleRateLeast() == provenance.sampleRateMost()
                        ? Figures.percent(provenance.sampleRateMost())
                        : Figures.percent(provenance.sampleRateLeast()) + " to "
                                + Figures.percent(provenance.sampleRateMost()));
        fact("Build", provenance.build());
        fact("Compared by revision", provenance.comparedBy());
        html.close();
        group("How it was computed");
        fact("Planned sample (N*)", Figures.count(provenance.rules().plannedPairs()));
        fact("Intervals miss at most", Figures.percent(provenance.rules().alpha()));
        fact("Seed", String.valueOf(provenance.seed()));
        fact("Replicates of the bootstrap", Figures.count(provenance.rules().replicates()));
        html.close();
        group("What was wrong with the data");
        fact("Duplicates", Figures.count(provenance.duplicates()));
        fact("Unreadable lines", Figures.count(provenance.unreadable()));
        fact("Gaps in sequence", Figures.count(provenance.gaps()));
        fact("Impossible times", Figures.count(provenance.impossibleTimes()));
        fact("Clock steps", Figures.count(provenance.clockSteps()));
        fact("Late feedback", Figures.count(provenance.lateFeedback()));
        fact("Unusable feedback", Figures.count(provenance.unusableFeedback()));
        if (provenance.unknownFeedback() != null) {
            fact("Feedback about unknown pairs", Figures.count(provenance.unknownFeedback()));
        }
        html.close();
        names(provenance);
        files(provenance);
        provenance.notes().forEach(note -> html.element("p", note, "class", "note"));
        html.element(
                "p",
                "Intervals of means are confidence sequences: they hold at every look, so this report may be read on any"
                        + " day. A quantile that few numbers lie beyond has a bootstrap interval of "
                        + Figures.percent(provenance.rules().quantileConfidence())
                        + ", for one look. A shadow's times can be longer than a served model's: its caches are colder.",
                "class",
                "note");
        html.close();
    }

    private void names(Report.Provenance provenance) {
        if (!provenance.models().isEmpty()) {
            html.element(
                    "p",
                    "Models named themselves: "
                            + provenance.models().stream()
                                    .map(named -> named.model() + " as " + named.named() + " ("
                                            + Figures.count(named.answers()) + ")")
                                    .collect(Collectors.joining("; "))
                            + ".",
                    "class",
                    "note");
        }
    }

    private void files(Report.Provenance provenance) {
        if (provenance.files().isEmpty()) {
            return;
        }
        html.open("details", "class", "pair").open("summary");
        html.element("span", "Files: " + Figures.count(provenance.files().size()));
        html.element("span", "with their SHA-256", "class", "muted").close();
        html.table("", "File", "Bytes", "SHA-256");
        provenance.files().stream()
                .limit(FILES_SHOWN)
                .forEach(file -> html.open("tr")
                        .element("th", file.name(), "scope", "row")
                        .number(Figures.count(file.bytes()))
                        .open("td", "class", "number")
                        .element("code", file.sha256(), "class", "id")
                        .close()
                        .close()
                        .line());
        html.tableEnd().close().line();
    }

    private void group(String title) {
        html.element("h3", title).open("dl");
    }

    private void fact(String name, String value) {
        html.open("div")
                .element("dt", name)
                .element("dd", value.isEmpty() ? "–" : value)
                .close();
    }

    private static String sheet() {
        try (InputStream in = Objects.requireNonNull(
                ReportHtml.class.getResourceAsStream("report.css"), "report.css is missing from the jar")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
