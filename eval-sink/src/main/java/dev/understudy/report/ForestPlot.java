package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One interval against its margin. Right is better for the candidate, whichever way the metric counts. */
record ForestPlot(Html html) {
    private static final double WIDTH = 220;
    private static final double HEIGHT = 22;
    private static final double MIDDLE = HEIGHT / 2;

    /** Of how many times as much: 0 is as much. */
    private static final String LOGARITHM = "ln";

    void write(Report.MetricResult result, Interval interval) {
        Estimate estimate = result.estimate();
        if (estimate.delta() != null) {
            difference(result, interval, estimate.delta());
        } else if (estimate.unit().equals(LOGARITHM)) {
            difference(result, interval, estimate.candidate());
        } else if (isWithinOne(estimate)) {
            level(result, interval);
        }
    }

    /** What has other bounds, or none, has no place on an axis from 0 to 1. */
    private static boolean isWithinOne(Estimate estimate) {
        return estimate.unit().equals("share") || estimate.purpose() == Metric.Purpose.LIKENESS;
    }

    /** A figure between 0 and 1, with the least that is alike enough. */
    private void level(Report.MetricResult result, Interval interval) {
        Estimate estimate = result.estimate();
        boolean isTurned = estimate.better() == Metric.Direction.LOWER;
        DoubleUnaryOperator place = value -> isTurned ? 1 - value : value;
        start(Figures.span(interval, estimate.unit()));
        if (result.margin() != null) {
            rectangle("zone", place.applyAsDouble(result.margin()), 1);
        }
        axis(0, 1, null);
        double one = place.applyAsDouble(interval.low());
        double other = place.applyAsDouble(interval.high());
        whisker(result, Math.min(one, other), Math.max(one, other), place.applyAsDouble(estimate.candidate()));
        if (estimate.noise() != null) {
            diamond(place.applyAsDouble(estimate.noise()));
        }
        html.close();
    }

    private void difference(Report.MetricResult result, Interval interval, double delta) {
        Estimate estimate = result.estimate();
        double sign = estimate.better() == Metric.Direction.LOWER ? -1 : 1;
        double margin = result.margin() == null ? 0 : result.margin();
        double noise = estimate.noise() == null ? 0 : estimate.noise();
        double reach = 1.12
                * Math.max(
                        Math.max(Math.abs(interval.low()), Math.abs(interval.high())),
                        Math.max(margin * 1.4, Math.abs(noise)));
        double scale = reach == 0 ? 0 : sign / (2 * reach);
        String unit = estimate.unit();
        start(Figures.signed(interval.low(), unit) + " to " + Figures.signed(interval.high(), unit));
        if (result.margin() != null) {
            rectangle("zone", 0.5 - margin * Math.abs(scale), 1);
        }
        axis(0, 1, 0.5);
        double one = 0.5 + interval.low() * scale;
        double other = 0.5 + interval.high() * scale;
        whisker(result, Math.min(one, other), Math.max(one, other), 0.5 + delta * scale);
        if (estimate.noise() != null) {
            diamond(0.5 + noise * scale);
        }
        html.close();
    }

    private void start(String title) {
        html.open(
                "svg",
                "viewBox",
                "0 0 " + Bars.number(WIDTH) + " " + Bars.number(HEIGHT),
                "width",
                Bars.number(WIDTH),
                "height",
                Bars.number(HEIGHT),
                "role",
                "img");
        html.element("title", title);
    }

    private void axis(double from, double to, @Nullable Double zero) {
        line("axis", from, to, MIDDLE, MIDDLE);
        if (zero != null) {
            line("zero", zero, zero, 2, HEIGHT - 2);
        }
    }

    private void whisker(Report.MetricResult result, double low, double high, double at) {
        String kind = result.verdict().label();
        line("whisker " + kind, low, high, MIDDLE, MIDDLE);
        html.empty("circle", "class", "dot " + kind, "cx", x(at), "cy", Bars.number(MIDDLE), "r", "3.5");
    }

    private void diamond(double at) {
        String x = x(at);
        html.empty("path", "class", "diamond", "d", "M" + x + " 6.5 l4 4.5 l-4 4.5 l-4 -4.5 z");
    }

    private void rectangle(String kind, double from, double to) {
        double start = Math.max(0, Math.min(1, from));
        html.empty(
                "rect",
                "class",
                kind,
                "x",
                x(start),
                "y",
                "2",
                "width",
                Bars.number((Math.max(start, to) - start) * (WIDTH - 8)),
                "height",
                Bars.number(HEIGHT - 4));
    }

    private void line(String kind, double from, double to, double top, double bottom) {
        html.empty(
                "line", "class", kind, "x1", x(from), "x2", x(to), "y1", Bars.number(top), "y2", Bars.number(bottom));
    }

    /** Of a place between 0 and 1; what lies outside stands at the edge. */
    private static String x(double place) {
        return Bars.number(4 + Math.max(0, Math.min(1, place)) * (WIDTH - 8));
    }
}
