package dev.understudy.compare;

import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.config.Judging;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds one estimate against its margin. */
record MetricJudge(VerdictRules rules, Judging judging) {

    /**
     * All of one candidate. Of the figures of likeness one is judged, the one made for this kind of answer, and none where
     * something says which answers are better.
     *
     * @param clickedShare of mixed lists, those with a click: only they can show a preference
     */
    List<Report.MetricResult> judgeAll(List<Estimate> estimates, double clickedShare) {
        boolean hasQuality = estimates.stream().anyMatch(estimate -> estimate.purpose() == Metric.Purpose.QUALITY);
        boolean asksForMore = hasQuality || !judging.primaries().isEmpty();
        Optional<String> leading = asksForMore
                ? Optional.empty()
                : LeadingLikeness.of(estimates.stream().map(Estimate::name).toList());
        return estimates.stream()
                .map(estimate ->
                        estimate.purpose() == Metric.Purpose.LIKENESS && !leading.equals(Optional.of(estimate.name()))
                                ? new Report.MetricResult(estimate, MetricVerdict.INFORMATION, null)
                                : judge(estimate, clickedShare))
                .toList();
    }

    private Report.MetricResult judge(Estimate estimate, double clickedShare) {
        if (isDeclaredElsewhere(estimate)) {
            return new Report.MetricResult(estimate, MetricVerdict.INFORMATION, null);
        }
        return switch (estimate.purpose()) {
            case INFORMATION -> new Report.MetricResult(estimate, MetricVerdict.INFORMATION, null);
            case LIKENESS -> likeness(estimate);
            case GUARDRAIL, VETO, QUALITY -> loss(estimate, margin(estimate, clickedShare));
        };
    }

    /** The file's guardrails stand in the place of the usual ones. */
    private boolean isDeclaredElsewhere(Estimate estimate) {
        return switch (estimate.purpose()) {
            case GUARDRAIL, VETO -> judging.guardrails().isPresent();
            case QUALITY, LIKENESS, INFORMATION -> false;
        };
    }

    /** How many more of the same would settle it if the estimate stays; empty when it would not be settled by more. */
    OptionalLong more(Report.MetricResult result) {
        Estimate estimate = result.estimate();
        Estimate.Inference inference = estimate.inference();
        if (inference == null || result.margin() == null || estimate.delta() == null) {
            return OptionalLong.empty();
        }
        double room = result.margin() - lossOf(estimate, estimate.delta());
        Long more = new Bounds(rules).more(estimate, room, rules.leastToFail());
        return more == null ? OptionalLong.empty() : OptionalLong.of(more);
    }

    /** What a part of legacy's figure is a part of, on the scale of the difference; 0 without. */
    static double base(Estimate estimate) {
        Joint joint = estimate.detail().joint();
        return joint != null ? Math.abs(joint.legacy()) : estimate.legacy() == null ? 0 : Math.abs(estimate.legacy());
    }

    /** A margin that no interval inside counts as worse. */
    Margin margin(Estimate estimate, double clickedShare) {
        double legacy = base(estimate);
        return switch (estimate.unit()) {
            case "ms" ->
                rules.latencyMargin() * legacy > rules.latencyFloorMs()
                        ? Margin.ofLegacy(rules.latencyMargin(), legacy)
                        : Margin.exact(rules.latencyFloorMs());
            case "ln" -> Margin.exact(Math.log1p(rules.latencyMargin()));
            case "share" ->
                Margin.exact(
                        estimate.name().equals(PreferenceFigure.NAME)
                                ? rules.preferenceMargin() * clickedShare
                                : estimate.better() == Metric.Direction.LOWER
                                        ? rules.errorMargin()
                                        : rules.qualityMargin());
            default -> Margin.ofLegacy(rules.rewardMargin(), legacy);
        };
    }

    /**
     * How much worse is still no worse.
     *
     * @param size in the metric's unit
     * @param part the same as a part of legacy's figure, whose error counts too then; 0 for one that is exact
     */
    record Margin(double size, double part) {
        static Margin exact(double size) {
            return new Margin(size, 0);
        }

        /** @param legacy its figure, without its sign */
        static Margin ofLegacy(double part, double legacy) {
            return new Margin(part * legacy, part);
        }
    }

    private Report.MetricResult loss(Estimate estimate, Margin asked) {
        double margin = asked.size();
        Bounds bounds = new Bounds(rules);
        Interval loss = bounds.twoSided(estimate, estimate.better() == Metric.Direction.HIGHER ? -1 : 1, asked.part());
        boolean isEnough = bounds.isEnough(estimate);
        MetricVerdict verdict;
        if (loss == null || !bounds.isDue(estimate)) {
            verdict = MetricVerdict.INCONCLUSIVE;
        } else if (loss.high() <= margin && (isEnough || estimate.purpose() == Metric.Purpose.VETO)) {
            verdict = MetricVerdict.PASS;
        } else if (isEnough && loss.low() > (estimate.purpose() == Metric.Purpose.QUALITY ? 0 : margin)) {
            verdict = MetricVerdict.FAIL;
        } else {
            verdict = MetricVerdict.INCONCLUSIVE;
        }
        return new Report.MetricResult(estimate, verdict, margin);
    }

    private Report.MetricResult likeness(Estimate estimate) {
        Double noise = estimate.noise();
        double floor = noise != null && estimate.noiseN() >= rules.noiseLeast()
                ? Math.min(rules.likeness(), noise - rules.likenessBelowNoise())
                : rules.likeness();
        Estimate.Inference inference = estimate.inference();
        MetricVerdict verdict = inference == null
                ? MetricVerdict.INCONCLUSIVE
                : inference.interval().low() >= floor
                        ? MetricVerdict.PASS
                        : inference.interval().high() < floor ? MetricVerdict.FAIL : MetricVerdict.INCONCLUSIVE;
        return new Report.MetricResult(estimate, verdict, floor);
    }

    private static double lossOf(Estimate estimate, double delta) {
        return estimate.better() == Metric.Direction.HIGHER ? -delta : delta;
    }
}
