package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/** How a difference and its always-valid interval went on as data came in. Up is better for the candidate. */
record CoursePlot(Html html) {
    private static final int SHOWN = 4;
    private static final int LOOKS_LEAST = 3;
    private static final double WIDTH = 500;
    private static final double HEIGHT = 170;
    private static final double LEFT = 74;
    private static final double TOP = 10;
    private static final double BOTTOM = 146;

    /** Of the metrics that decide, the first few. */
    void write(List<Report.MetricResult> metrics) {
        List<Report.MetricResult> shown = metrics.stream()
                .filter(CoursePlot::decides)
                .filter(CoursePlot::hasCourse)
                .limit(SHOWN)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        html.open("section").element("h3", "How the evidence came in").open("div", "class", "plots");
        shown.forEach(this::plot);
        html.close();
        html.element(
                "p",
                "Line: the difference after so many pairs. Band: its interval as it stood then; it holds at all looks"
                        + " together. Up is better for the candidate. Dashed: the margin; a band that stays above it says no"
                        + " worse, one below it says worse."
                        + (hasOthers(metrics)
                                ? " What had too few pairs on the way for an interval that holds at every look is not"
                                        + " drawn, nor is what judges and people say."
                                : ""),
                "class",
                "note");
        html.close().line();
    }

    /** Whether a difference that decides cannot be drawn. */
    private static boolean hasOthers(List<Report.MetricResult> metrics) {
        return metrics.stream().filter(CoursePlot::decides).anyMatch(result -> !hasCourse(result));
    }

    /** By a difference: how alike answers are has none. */
    private static boolean decides(Report.MetricResult result) {
        return result.verdict() != Report.MetricVerdict.INFORMATION
                && result.estimate().delta() != null;
    }

    private static boolean hasCourse(Report.MetricResult result) {
        return bands(result.estimate()).size() >= LOOKS_LEAST;
    }

    private static List<Detail.Look> bands(Estimate estimate) {
        return estimate.detail().looks().stream()
                .filter(look -> look.interval() != null)
                .toList();
    }

    private void plot(Report.MetricResult result) {
        Estimate estimate = result.estimate();
        Frame frame = Frame.of(result, bands(estimate));
        html.open("figure").element("figcaption", estimate.name());
        html.open(
                "svg",
                "class",
                "plot",
                "viewBox",
                "0 0 " + Bars.number(WIDTH) + " " + Bars.number(HEIGHT),
                "role",
                "img");
        html.element("title", story(estimate));
        band(frame, result.verdict().label());
        if (result.margin() != null) {
            line("margin", frame.y(-frame.sign() * result.margin()));
        }
        line("zero", frame.y(0));
        label(frame, 0, estimate.unit());
        label(frame, frame.high(), estimate.unit());
        label(frame, frame.low(), estimate.unit());
        html.close().close();
    }

    /** For who does not see it. */
    private static String story(Estimate estimate) {
        List<Detail.Look> looks = bands(estimate);
        Detail.Look last = looks.get(looks.size() - 1);
        Interval interval = last.interval();
        return estimate.name() + " over " + looks.size() + " looks, at last "
                + Figures.signed(last.delta(), estimate.unit())
                + (interval == null ? "" : ", between " + Figures.range(interval, estimate.unit()));
    }

    private void band(Frame frame, String verdict) {
        List<String> upper = new ArrayList<>();
        List<String> lower = new ArrayList<>();
        List<String> middle = new ArrayList<>();
        for (Detail.Look look : frame.looks()) {
            Interval interval = look.interval();
            if (interval != null) {
                String x = Bars.number(frame.x(look.n()));
                upper.add(x + "," + Bars.number(frame.y(interval.high())));
                lower.add(0, x + "," + Bars.number(frame.y(interval.low())));
                middle.add(x + "," + Bars.number(frame.y(look.delta())));
            }
        }
        html.empty(
                "polygon",
                "class",
                "band " + verdict,
                "points",
                String.join(" ", upper) + " " + String.join(" ", lower));
        html.empty("polyline", "class", "edge " + verdict, "points", String.join(" ", upper));
        html.empty("polyline", "class", "edge " + verdict, "points", String.join(" ", lower));
        html.empty("polyline", "class", "curve candidate", "points", String.join(" ", middle));
        Detail.Look last = frame.looks().get(frame.looks().size() - 1);
        Detail.Look first = frame.looks().get(0);
        foot(frame, first, "start");
        foot(frame, last, "end");
    }

    private void foot(Frame frame, Detail.Look look, String anchor) {
        html.element(
                "text",
                "n " + Figures.count(look.n()),
                "class",
                "label",
                "x",
                Bars.number(frame.x(look.n())),
                "y",
                Bars.number(BOTTOM + 16),
                "text-anchor",
                anchor);
    }

    private void label(Frame frame, double value, String unit) {
        double y = Math.max(TOP + 8, Math.min(BOTTOM, frame.y(value) + 4));
        html.element(
                "text",
                Figures.signed(value, unit),
                "class",
                "label",
                "x",
                Bars.number(LEFT - 8),
                "y",
                Bars.number(y),
                "text-anchor",
                "end");
    }

    private void line(String kind, double y) {
        html.empty(
                "line",
                "class",
                kind,
                "x1",
                Bars.number(LEFT),
                "x2",
                Bars.number(WIDTH - 8),
                "y1",
                Bars.number(y),
                "y2",
                Bars.number(y));
    }

    /**
     * From data to places.
     *
     * @param sign 1 where more is better, -1 where less is
     * @param low the worst value at the lower edge, in the metric's own unit
     * @param high the best one at the upper edge
     */
    private record Frame(List<Detail.Look> looks, double sign, double low, double high) {
        static Frame of(Report.MetricResult result, List<Detail.Look> looks) {
            double sign = result.estimate().better() == Metric.Direction.LOWER ? -1 : 1;
            double reach = result.margin() == null ? 0 : 1.3 * result.margin();
            // The first looks are so wide that all later ones would be a line; their band runs out of the picture.
            for (Detail.Look look : looks.subList(looks.size() / 4, looks.size())) {
                Interval interval = look.interval();
                if (interval != null) {
                    reach = Math.max(reach, Math.max(Math.abs(interval.low()), Math.abs(interval.high())));
                }
            }
            double edge = reach == 0 ? 1 : reach * 1.05;
            return new Frame(looks, sign, -sign * edge, sign * edge);
        }

        double x(long n) {
            long first = looks.get(0).n();
            long last = looks.get(looks.size() - 1).n();
            double place = last == first ? 1 : (double) (n - first) / (last - first);
            return LEFT + place * (WIDTH - LEFT - 8);
        }

        double y(double value) {
            double place = (value - low) / (high - low);
            return BOTTOM - Math.max(0, Math.min(1, place)) * (BOTTOM - TOP);
        }
    }
}
