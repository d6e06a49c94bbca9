package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.Means;
import dev.understudy.compare.Report;
import dev.understudy.compare.Verdict;
import dev.understudy.compare.VerdictRules;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.Interval;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What decides nothing and yet is plainly not the same, so that nobody overlooks answers a third shorter. */
final class AlsoDifferent {
    private static final int SHOWN = 4;
    private static final String LOGARITHM = "ln";
    /** Of these twice as much is twice as much of something. */
    private static final Set<String> RATIO_SCALES = Set.of("ms", "characters", "tokens", "tokens/s", "currency");

    private AlsoDifferent() {}

    /** One sentence; empty where no difference is without a say, and where nothing is said about the models. */
    static String sentence(Report.Comparison route) {
        return route.verdict() == Verdict.INVALID
                ? ""
                : sentence(route.metrics(), route.sizes().plannedPairs());
    }

    static String sentence(List<Report.MetricResult> metrics, long plannedPairs) {
        Collection<List<Estimate>> families = metrics.stream()
                .filter(result -> result.verdict() == Report.MetricVerdict.INFORMATION)
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.delta() != null && estimate.inference() != null)
                .collect(Collectors.groupingBy(
                        estimate -> Means.family(estimate.name()), LinkedHashMap::new, Collectors.toList()))
                .values();
        if (families.isEmpty()) {
            return "";
        }
        List<Estimate> different = families.stream()
                .map(family -> clearest(family, plannedPairs))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble(AlsoDifferent::distance).reversed())
                .toList();
        String of = "Of " + Figures.count(families.size())
                + (families.size() == 1 ? " difference that decides nothing, " : " differences that decide nothing, ");
        if (different.isEmpty()) {
            return of + "none is clear by itself.";
        }
        int more = different.size() - SHOWN;
        return different.stream()
                .limit(SHOWN)
                .map(AlsoDifferent::change)
                .collect(Collectors.joining(
                        "; ",
                        of
                                + Figures.count(different.size())
                                + (different.size() == 1 ? " is clear by itself: " : " are clear by themselves: "),
                        (more > 0 ? "; and " + more + " more" : "") + "."));
    }

    /** Not of a few numbers, nor where all are the same, nor before the only look that its interval is for. */
    private static boolean isTold(Estimate estimate, long plannedPairs) {
        Interval interval = Objects.requireNonNull(estimate.inference()).interval();
        return estimate.basis() >= VerdictRules.DEFAULT.leastToFail()
                && interval.low() < interval.high()
                && (estimate.detail().spread() != null || estimate.n() >= plannedPairs);
    }

    /** A figure that has levels, where one is clear. */
    private static Optional<Estimate> clearest(List<Estimate> family, long plannedPairs) {
        return family.stream()
                .filter(estimate -> isTold(estimate, plannedPairs) && isClear(estimate))
                .min(Comparator.comparing((Estimate estimate) -> estimate.unit().equals(LOGARITHM))
                        .thenComparing(Comparator.comparingDouble(AlsoDifferent::distance)
                                .reversed()));
    }

    private static boolean isClear(Estimate estimate) {
        Interval interval = Objects.requireNonNull(estimate.inference()).interval();
        return interval.low() > 0 || interval.high() < 0;
    }

    /** From nothing, in widths of the interval. */
    private static double distance(Estimate estimate) {
        Interval interval = Objects.requireNonNull(estimate.inference()).interval();
        return Math.abs(interval.high() + interval.low()) / (interval.high() - interval.low());
    }

    private static String change(Estimate estimate) {
        double delta = Objects.requireNonNull(estimate.delta());
        if (estimate.unit().equals(LOGARITHM)) {
            return estimate.name() + " " + Figures.signedPercent(Math.expm1(delta));
        }
        Double legacy = estimate.legacy();
        if (legacy == null) {
            return estimate.name() + " " + Figures.signed(delta, estimate.unit());
        }
        boolean isRelative = legacy > 0 && RATIO_SCALES.contains(estimate.unit());
        return estimate.name() + " " + Figures.of(legacy, estimate.unit()) + " → "
                + Figures.of(estimate.candidate(), estimate.unit()) + " ("
                + (isRelative ? Figures.signedPercent(delta / legacy) : Figures.signed(delta, estimate.unit())) + ")";
    }
}
