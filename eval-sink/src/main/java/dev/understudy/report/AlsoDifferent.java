package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What decides nothing and yet is plainly not the same, so that nobody overlooks answers a third shorter. */
final class AlsoDifferent {
    private static final int SHOWN = 4;

    private AlsoDifferent() {}

    /** One sentence; empty where no difference is without a say. */
    static String sentence(List<Report.MetricResult> metrics) {
        List<Estimate> others = metrics.stream()
                .filter(result -> result.verdict() == Report.MetricVerdict.INFORMATION)
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.delta() != null && estimate.inference() != null)
                .toList();
        List<Estimate> different = others.stream()
                .filter(AlsoDifferent::isClear)
                .sorted(Comparator.comparingDouble(AlsoDifferent::distance).reversed())
                .toList();
        if (different.isEmpty()) {
            return others.isEmpty()
                    ? ""
                    : "Of " + Figures.count(others.size())
                            + " differences that decide nothing, none is clear by itself.";
        }
        int more = different.size() - SHOWN;
        return different.stream()
                .limit(SHOWN)
                .map(AlsoDifferent::change)
                .collect(Collectors.joining(
                        "; ",
                        "Of " + Figures.count(others.size()) + " differences that decide nothing, "
                                + Figures.count(different.size())
                                + (different.size() == 1 ? " is clear by itself: " : " are clear by themselves: "),
                        (more > 0 ? "; and " + more + " more" : "") + "."));
    }

    private static boolean isClear(Estimate estimate) {
        Interval interval = Objects.requireNonNull(estimate.inference()).interval();
        return interval.low() > 0 || interval.high() < 0;
    }

    /** From nothing, in widths of the interval. */
    private static double distance(Estimate estimate) {
        Interval interval = Objects.requireNonNull(estimate.inference()).interval();
        double width = interval.high() - interval.low();
        return width > 0 ? Math.abs(interval.high() + interval.low()) / width : Double.MAX_VALUE;
    }

    private static String change(Estimate estimate) {
        double delta = Objects.requireNonNull(estimate.delta());
        Double legacy = estimate.legacy();
        if (legacy == null) {
            return estimate.name() + " " + Figures.signed(delta, estimate.unit());
        }
        boolean isRelative = legacy != 0 && !estimate.unit().equals("share");
        return estimate.name() + " " + Figures.of(legacy, estimate.unit()) + " → "
                + Figures.of(estimate.candidate(), estimate.unit()) + " ("
                + (isRelative ? Figures.signedPercent(delta / legacy) : Figures.signed(delta, estimate.unit())) + ")";
    }
}
