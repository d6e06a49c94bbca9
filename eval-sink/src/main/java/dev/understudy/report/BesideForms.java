package dev.understudy.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.Figures;
import dev.understudy.compare.statistics.Interval;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** {@link ReportsBeside} as JSON, as Markdown, and as a page. */
public final class BesideForms {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String NOTE =
            "Figures are differences of the candidate from legacy, or likeness of the two answers"
                    + " where there is no difference. A change is called better or worse only where the two intervals lie apart;"
                    + " the two reports may share pairs, so this is a look, not a test.";

    private BesideForms() {}

    public static String json(ReportsBeside both) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("first", report(both.first()));
        node.set("second", report(both.second()));
        ArrayNode routes = node.putArray("routes");
        for (ReportsBeside.Pairing pairing : both.routes()) {
            ObjectNode route = routes.addObject();
            route.put("route", pairing.title());
            route.set("first", route(pairing.first()));
            route.set("second", route(pairing.second()));
            ArrayNode metrics = route.putArray("metrics");
            for (ReportsBeside.Row row : pairing.metrics()) {
                ObjectNode metric = metrics.addObject();
                metric.put("name", row.name());
                metric.put("unit", row.unit());
                metric.set("first", metric(row.first()));
                metric.set("second", metric(row.second()));
                metric.put("change", row.change());
                metric.put("shift", row.shift().label());
            }
        }
        try {
            return MAPPER.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(node)
                            .replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String markdown(ReportsBeside both) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(safe(both.first().name()))
                .append(": ")
                .append(both.first().verdict().label());
        out.append("; ")
                .append(safe(both.second().name()))
                .append(": ")
                .append(both.second().verdict().label());
        out.append('\n');
        for (ReportsBeside.Pairing pairing : both.routes()) {
            out.append("\n## ").append(safe(pairing.title())).append("\n\n");
            out.append("First: ").append(safe(sentence(pairing.first()))).append("  \n");
            out.append("Second: ").append(safe(sentence(pairing.second()))).append("\n\n");
            out.append("| metric | first | interval | second | interval | change | |\n");
            out.append("|---|--:|:-:|--:|:-:|--:|---|\n");
            for (ReportsBeside.Row row : pairing.metrics()) {
                out.append("| ").append(safe(row.name())).append(" | ");
                out.append(figure(row.first()))
                        .append(" | ")
                        .append(interval(row.first()))
                        .append(" | ");
                out.append(figure(row.second()))
                        .append(" | ")
                        .append(interval(row.second()))
                        .append(" | ");
                out.append(change(row))
                        .append(" | ")
                        .append(row.shift().label())
                        .append(" |\n");
            }
        }
        return out.append('\n').append(NOTE).append('\n').toString();
    }

    public static String html(ReportsBeside both) {
        Html html = new Html();
        ReportHtml.head(
                html,
                "Understudy: " + both.first().name() + " and " + both.second().name());
        html.open("body").open("main");
        html.open("header", "class", "banner " + both.second().verdict().label());
        html.element("p", "Two Understudy reports", "class", "kicker");
        html.element("h1", both.second().verdict().label());
        html.element(
                "p",
                both.first().name() + " said " + both.first().verdict().label() + "; "
                        + both.second().name() + " says "
                        + both.second().verdict().label() + ".",
                "class",
                "lead");
        html.close().line();
        both.routes().forEach(pairing -> article(html, pairing));
        html.open("footer").element("p", NOTE, "class", "note").close();
        html.close().close().close();
        return html.document();
    }

    private static void article(Html html, ReportsBeside.Pairing pairing) {
        html.open("article").open("div", "class", "title");
        html.element("h2", pairing.title());
        verdict(html, pairing.first());
        html.text("→");
        verdict(html, pairing.second());
        html.close();
        html.element("p", "First: " + sentence(pairing.first()), "class", "models");
        html.element("p", "Second: " + sentence(pairing.second()), "class", "models");
        html.open("section").open("div", "class", "wide").open("table", "class", "metrics");
        html.open("thead").open("tr").element("th", "Metric");
        for (String title : new String[] {"First", "Interval", "Second", "Interval", "Change"}) {
            html.element("th", title, "class", "number");
        }
        html.element("th", "").close().close().open("tbody");
        for (ReportsBeside.Row row : pairing.metrics()) {
            html.open("tr").element("th", row.name(), "scope", "row");
            number(html, figure(row.first()));
            number(html, interval(row.first()));
            number(html, figure(row.second()));
            number(html, interval(row.second()));
            number(html, change(row));
            html.open("td").element("span", row.shift().label(), "class", "mark " + mark(row.shift()));
            html.close().close().line();
        }
        html.close().close().close().close().close().line();
    }

    private static void verdict(Html html, SavedReport.@Nullable Route route) {
        if (route == null) {
            html.element("span", "not there", "class", "muted");
        } else {
            ReportHtml.chip(html, route.verdict());
        }
    }

    private static String mark(ReportsBeside.Shift shift) {
        return switch (shift) {
            case BETTER -> "pass";
            case WORSE -> "fail";
            case OTHER -> "inconclusive";
            case WITHIN, UNKNOWN, NEW, GONE -> "muted";
        };
    }

    private static void number(Html html, String text) {
        html.element("td", text, "class", "number");
    }

    private static String sentence(SavedReport.@Nullable Route route) {
        return route == null
                ? "not there"
                : route.candidate() + " against " + route.legacy() + ", " + Figures.count(route.pairs()) + " pairs, "
                        + route.verdict().label();
    }

    private static String figure(SavedReport.@Nullable Metric metric) {
        Double shown = ReportsBeside.Row.shown(metric);
        if (metric == null || shown == null) {
            return "";
        }
        return metric.delta() == null ? Figures.of(shown, metric.unit()) : Figures.signed(shown, metric.unit());
    }

    private static String interval(SavedReport.@Nullable Metric metric) {
        Interval interval = metric == null ? null : metric.interval();
        if (metric == null || interval == null) {
            return "";
        }
        return metric.delta() == null
                ? Figures.of(interval.low(), metric.unit()) + " … " + Figures.of(interval.high(), metric.unit())
                : Figures.signed(interval.low(), metric.unit()) + " … "
                        + Figures.signed(interval.high(), metric.unit());
    }

    private static String change(ReportsBeside.Row row) {
        Double change = row.change();
        return change == null ? "" : Figures.signed(change, row.unit());
    }

    private static String safe(String text) {
        return ReportMarkdown.text(text);
    }

    private static ObjectNode report(SavedReport report) {
        return MAPPER.createObjectNode()
                .put("file", report.name())
                .put("verdict", report.verdict().label());
    }

    private static @Nullable ObjectNode route(SavedReport.@Nullable Route route) {
        return route == null
                ? null
                : MAPPER.createObjectNode()
                        .put("legacy", route.legacy())
                        .put("candidate", route.candidate())
                        .put("verdict", route.verdict().label())
                        .put("pairs", route.pairs());
    }

    private static @Nullable ObjectNode metric(SavedReport.@Nullable Metric metric) {
        if (metric == null) {
            return null;
        }
        ObjectNode node = MAPPER.createObjectNode();
        node.put("n", metric.n());
        node.put("legacy", metric.legacy());
        node.put("candidate", metric.candidate());
        node.put("delta", metric.delta());
        Interval interval = metric.interval();
        node.set(
                "interval",
                interval == null
                        ? null
                        : MAPPER.createArrayNode().add(interval.low()).add(interval.high()));
        node.put("verdict", metric.verdict());
        return node;
    }
}
