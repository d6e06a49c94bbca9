package dev.understudy.report;

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
        html.open("section").table("metrics", "Metric", "First", "Interval", "Second", "Interval", "Change", "");
        for (ReportsBeside.Row row : pairing.metrics()) {
            html.open("tr").element("th", row.name(), "scope", "row");
            html.number(BesideWords.figure(row.first()));
            html.number(BesideWords.interval(row.first()));
            html.number(BesideWords.figure(row.second()));
            html.number(BesideWords.interval(row.second()));
            html.number(BesideWords.change(row));
            html.open("td").element("span", row.shift().label(), "class", "mark " + mark(row.shift()));
            html.close().close().line();
        }
        html.tableEnd().close().close().line();
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
}
