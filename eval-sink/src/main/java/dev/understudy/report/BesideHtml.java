package dev.understudy.report;

import dev.understudy.compare.Means;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ReportsBeside} as a page. */
public final class BesideHtml {
    private BesideHtml() {}

    public static String write(ReportsBeside both) {
        Html html = new Html();
        ReportHtml.head(
                html,
                "Understudy: " + both.first().name() + " and " + both.second().name());
        html.open("body");
        html.element("a", "Skip to what was found", "href", "#found", "class", "skip")
                .line();
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
        html.open("main", "id", "found");
        both.routes().forEach(pairing -> article(html, pairing));
        html.close();
        html.open("footer").element("p", BesideWords.NOTE, "class", "note").close();
        html.close().close();
        return html.document();
    }

    private static void article(Html html, ReportsBeside.Pairing pairing) {
        html.open("article").open("div", "class", "title");
        html.element("h2", pairing.title());
        verdict(html, pairing.first());
        html.text("→");
        verdict(html, pairing.second());
        html.close();
        html.element("p", "First: " + BesideWords.sentence(pairing.first()), "class", "models");
        html.element("p", "Second: " + BesideWords.sentence(pairing.second()), "class", "models");
        String caveat = BesideWords.caveat(pairing);
        if (!caveat.isEmpty()) {
            html.element("p", caveat, "class", "note warning");
        }
        if (pairing.isInBoth()) {
            List<ReportsBeside.Row> telling = pairing.metrics().stream()
                    .filter(ReportsBeside.Row::isTelling)
                    .toList();
            if (!telling.isEmpty()) {
                html.open("section");
                table(html, telling);
                html.close();
            }
            rest(html, pairing);
        } else {
            html.element("p", BesideWords.rest(pairing), "class", "note");
        }
        html.close().line();
    }

    private static void rest(Html html, ReportsBeside.Pairing pairing) {
        List<ReportsBeside.Row> rows =
                pairing.metrics().stream().filter(row -> !row.isTelling()).toList();
        if (!rows.isEmpty()) {
            html.open("details", "class", "pair").open("summary").element("span", BesideWords.rest(pairing));
            html.close();
            table(html, rows);
            html.close().line();
        }
    }

    private static void table(Html html, List<ReportsBeside.Row> rows) {
        html.table("metrics", "Metric", "First", "Second", "Change", "");
        for (ReportsBeside.Row row : rows) {
            html.open("tr").open("th", "scope", "row").text(row.name());
            html.element("span", Means.of(row.name()), "class", "means").close();
            side(html, row.first());
            side(html, row.second());
            html.number(BesideWords.change(row));
            html.open("td", "class", "number");
            html.element("span", row.shift().label(), "class", "mark " + mark(row.shift()));
            html.close().close().line();
        }
        html.tableEnd().line();
    }

    private static void side(Html html, SavedReport.@Nullable Metric metric) {
        html.open("td", "class", "number").text(BesideWords.figure(metric));
        html.element("span", BesideWords.interval(metric), "class", "means").close();
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
            case SAME, WITHIN, UNKNOWN, NEW, GONE -> "muted";
        };
    }
}
