package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long both models take: the share of answers that are there after so many milliseconds, on a logarithmic axis. */
record TimesPlot(Html html) {
    private static final double WIDTH = 500;
    private static final double HEIGHT = 200;
    private static final double LEFT = 44;
    private static final double BOTTOM = 176;
    private static final double TOP = 10;
    private static final List<Integer> SHOWN = List.of(50, 90, 95, 99, 100);

    void write(Report.Durations durations) {
        double least = durations.arms().stream()
                .mapToDouble(arm -> arm.quantiles().get(0))
                .min()
                .orElse(1);
        double most = durations.arms().stream()
                .mapToDouble(arm -> arm.quantiles().get(99))
                .max()
                .orElse(1);
        Axis axis = Axis.of(Math.max(0.01, least), Math.max(0.02, most));
        html.open("section", "class", "times").element("h3", title(durations.name()));
        html.open(
                "svg",
                "class",
                "plot",
                "viewBox",
                "0 0 " + Bars.number(WIDTH) + " " + Bars.number(HEIGHT),
                "role",
                "img");
        html.element("title", story(durations));
        grid(axis);
        durations.arms().forEach(arm -> curve(arm, axis));
        html.close();
        table(durations);
        html.close().line();
    }

    private static String title(String name) {
        return switch (name) {
            case "first_byte_ms" -> "Time to the first byte";
            case "first_token_ms" -> "Time to the first token";
            default -> "Time to the last byte";
        };
    }

    /** For who does not see it. */
    private static String story(Report.Durations durations) {
        return durations.arms().stream()
                .map(arm -> arm.model() + ": half within "
                        + Figures.millis(arm.quantiles().get(50)) + ", 95 of 100 within "
                        + Figures.millis(arm.quantiles().get(95)))
                .collect(Collectors.joining("; "));
    }

    private void grid(Axis axis) {
        for (double share : new double[] {0, 0.5, 0.95, 1}) {
            String y = Bars.number(y(share));
            html.empty("line", "class", "grid", "x1", Bars.number(LEFT), "x2", Bars.number(WIDTH), "y1", y, "y2", y);
            html.element(
                    "text",
                    Figures.percent(share),
                    "class",
                    "label",
                    "x",
                    Bars.number(LEFT - 6),
                    "y",
                    Bars.number(y(share) + (share == 1 ? -1 : share == 0.95 ? 9 : 4)),
                    "text-anchor",
                    "end");
        }
        for (double tick : axis.ticks()) {
            String x = Bars.number(axis.x(tick));
            html.empty("line", "class", "grid", "x1", x, "x2", x, "y1", Bars.number(TOP), "y2", Bars.number(BOTTOM));
            html.element(
                    "text",
                    Figures.millis(tick),
                    "class",
                    "label",
                    "x",
                    x,
                    "y",
                    Bars.number(BOTTOM + 16),
                    "text-anchor",
                    "middle");
        }
    }

    private void curve(Report.Curve arm, Axis axis) {
        StringBuilder points = new StringBuilder();
        for (int percent = 0; percent <= 99; percent++) {
            points.append(percent == 0 ? "" : " ")
                    .append(Bars.number(axis.x(arm.quantiles().get(percent))))
                    .append(',')
                    .append(Bars.number(y(percent / 100.0)));
        }
        html.empty("polyline", "class", "curve " + arm.role(), "points", points.toString());
    }

    private void table(Report.Durations durations) {
        html.open("div", "class", "wide").open("table", "class", "quantiles");
        html.open("thead").open("tr").head("", "").head("n", "number");
        SHOWN.forEach(percent -> html.head(percent == 100 ? "max" : "p" + percent, "number"));
        html.close().close().open("tbody");
        for (Report.Curve arm : durations.arms()) {
            html.open("tr").open("th", "scope", "row");
            html.element("span", arm.model(), "class", arm.role()).close();
            html.element("td", Figures.count(arm.n()), "class", "number");
            SHOWN.forEach(
                    percent -> html.element("td", Figures.millis(arm.quantiles().get(percent)), "class", "number"));
            html.close();
        }
        html.close().close().close();
    }

    private static double y(double share) {
        return BOTTOM - share * (BOTTOM - TOP);
    }

    /** A logarithmic axis of milliseconds. */
    private record Axis(double low, double high) {
        static Axis of(double least, double most) {
            double low = Math.log10(least);
            double high = Math.log10(most);
            double spare = Math.max(0.05, (high - low) * 0.05);
            return new Axis(low - spare, high + spare);
        }

        double x(double millis) {
            double place = (Math.log10(Math.max(millis, 1e-6)) - low) / (high - low);
            return LEFT + Math.max(0, Math.min(1, place)) * (WIDTH - LEFT - 8);
        }

        /** 1, 2 and 5 times the powers of ten that are on it; only the powers when there are many. */
        List<Double> ticks() {
            double[] steps = high - low > 2.2 ? new double[] {1} : new double[] {1, 2, 5};
            List<Double> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(low); power <= (int) Math.ceil(high); power++) {
                for (double step : steps) {
                    double tick = step * Math.pow(10, power);
                    double place = Math.log10(tick);
                    if (place >= low && place <= high) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
    }
}
