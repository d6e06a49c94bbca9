package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.metric.Classes;
import java.util.ArrayList;
import java.util.List;

/** What each model said of each class, and whether its probabilities can be taken at their word. */
record ClassesSection(Html html) {
    /** With more labels the two tables stand one below the other. */
    private static final int BESIDE_MOST = 5;

    private static final double WIDTH = 250;
    private static final double HEIGHT = 226;
    private static final double LEFT = 40;
    private static final double BOTTOM = 204;
    private static final double SPAN = 190;

    void write(Classes classes, String legacy, String candidate) {
        html.open("section").element("h3", "Classes");
        html.open("div", "class", classes.labels().size() > BESIDE_MOST ? "stacked" : "plots");
        confusion(classes, classes.legacy(), legacy, "legacy");
        confusion(classes, classes.candidate(), candidate, "candidate");
        html.close();
        html.element(
                "p",
                "Rows: the label; columns: what the model said. Green: right; red: wrong; the stronger, the larger its share"
                        + " of the row. Out of " + Figures.count(classes.rows()) + " requests"
                        + (classes.truncated() ? "; the most frequent labels only." : "."),
                "class",
                "note");
        if (!classes.legacy().reliability().isEmpty()
                || !classes.candidate().reliability().isEmpty()) {
            calibration(classes, legacy, candidate);
        }
        html.close().line();
    }

    private void confusion(Classes classes, Classes.Side side, String model, String role) {
        html.open("figure").open("figcaption").element("span", model, "class", role);
        html.close();
        List<String> heads = new ArrayList<>(classes.labels());
        boolean isUnanswered = isAny(classes.legacy().unanswered())
                || isAny(classes.candidate().unanswered());
        if (isUnanswered) {
            heads.add("(no answer)");
        }
        html.table("confusion", "Label", heads.toArray(new String[0]));
        for (int row = 0; row < classes.labels().size(); row++) {
            List<Long> counts = side.confusion().get(row);
            long unanswered = side.unanswered().get(row);
            long all = counts.stream().mapToLong(Long::longValue).sum() + unanswered;
            html.open("tr").element("th", classes.labels().get(row), "scope", "row");
            for (int column = 0; column < counts.size(); column++) {
                count(counts.get(column), all, row == column);
            }
            if (isUnanswered) {
                count(unanswered, all, false);
            }
            html.close();
        }
        html.tableEnd().close();
    }

    private static boolean isAny(List<Long> counts) {
        return counts.stream().anyMatch(count -> count > 0);
    }

    private void count(long count, long all, boolean isRight) {
        double share = all == 0 ? 0 : (double) count / all;
        String strength = count == 0 ? "" : share > 0.5 ? "strong" : share > 0.1 ? "some" : "faint";
        html.element(
                "td",
                Figures.count(count),
                "class",
                "number " + (count == 0 ? "" : (isRight ? "better " : "worse ") + strength));
    }

    private void calibration(Classes classes, String legacy, String candidate) {
        html.open("figure", "class", "calibration")
                .open("figcaption")
                .text("What was held probable, and what came true");
        html.element("span", legacy, "class", "legacy").element("span", candidate, "class", "candidate");
        html.close();
        html.open(
                "svg",
                "viewBox",
                "0 0 " + Bars.number(WIDTH) + " " + Bars.number(HEIGHT),
                "width",
                "360",
                "height",
                "325",
                "role",
                "img");
        html.element("title", "Calibration of both models");
        for (double share : new double[] {0, 0.5, 1}) {
            gridLine(x(share), x(share), y(0), y(1));
            gridLine(x(0), x(1), y(share), y(share));
            label(Figures.percent(share), x(share), BOTTOM + 16, "middle");
            label(Figures.percent(share), LEFT - 6, y(share) + 4, "end");
        }
        line("zero", x(0), x(1), y(0), y(1));
        bins(classes.legacy().reliability(), "legacy");
        bins(classes.candidate().reliability(), "candidate");
        html.close();
        html.element(
                "p",
                "Across: the probability that was given; up: how often the class came true. On the diagonal a"
                        + " probability means what it says. Larger dots: more requests.",
                "class",
                "note");
        html.close();
    }

    private void bins(List<Classes.Bin> bins, String role) {
        StringBuilder points = new StringBuilder();
        long most = bins.stream().mapToLong(Classes.Bin::n).max().orElse(1);
        for (Classes.Bin bin : bins) {
            points.append(points.length() == 0 ? "" : " ")
                    .append(Bars.number(x(bin.probability())))
                    .append(',')
                    .append(Bars.number(y(bin.happened())));
        }
        html.empty("polyline", "class", "curve " + role, "points", points.toString());
        for (Classes.Bin bin : bins) {
            html.open(
                    "circle",
                    "class",
                    role,
                    "cx",
                    Bars.number(x(bin.probability())),
                    "cy",
                    Bars.number(y(bin.happened())),
                    "r",
                    Bars.number(2 + 3 * Math.sqrt((double) bin.n() / most)));
            html.element(
                            "title",
                            Figures.count(bin.n()) + " at " + Figures.percent(bin.probability()) + ": came true in "
                                    + Figures.percent(bin.happened()))
                    .close();
        }
    }

    private void gridLine(double fromX, double toX, double fromY, double toY) {
        line("grid", fromX, toX, fromY, toY);
    }

    private void line(String kind, double fromX, double toX, double fromY, double toY) {
        html.empty(
                "line",
                "class",
                kind,
                "x1",
                Bars.number(fromX),
                "x2",
                Bars.number(toX),
                "y1",
                Bars.number(fromY),
                "y2",
                Bars.number(toY));
    }

    private void label(String text, double x, double y, String anchor) {
        html.element("text", text, "class", "label", "x", Bars.number(x), "y", Bars.number(y), "text-anchor", anchor);
    }

    private static double x(double share) {
        return LEFT + share * SPAN;
    }

    private static double y(double share) {
        return BOTTOM - share * SPAN;
    }
}
