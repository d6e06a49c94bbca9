package dev.understudy.compare;

import dev.understudy.compare.Report.MetricResult;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Interval;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** Reasons in words, each with its numbers. */
final class Sentences {
    private Sentences() {}

    static String worse(MetricResult result) {
        return result.estimate().name() + " is worse: " + change(result.estimate()) + ", beyond "
                + (result.estimate().purpose() == Metric.Purpose.QUALITY ? "chance" : "the margin of " + margin(result))
                + ".";
    }

    static String passes(MetricResult result) {
        Estimate estimate = result.estimate();
        if (estimate.purpose() == Metric.Purpose.LIKENESS) {
            return estimate.name() + " is " + level(estimate) + ", at least " + margin(result) + ".";
        }
        return estimate.name() + " is no worse: " + change(estimate) + ", within the margin of " + margin(result) + ".";
    }

    /** @param notDue why it may not be judged yet, for the end of the sentence */
    static String open(MetricResult result, OptionalLong more, String notDue) {
        Estimate estimate = result.estimate();
        if (estimate.inference() == null) {
            return estimate.name() + " is not known: n\u202f" + Figures.count(estimate.n()) + " is too few.";
        }
        String needed = more.isPresent() ? "" : "; the estimate itself is not inside it";
        return estimate.name() + " is open: " + change(estimate) + ", margin " + margin(result) + needed
                + detects(estimate) + notDue + ".";
    }

    /** What so many could show, for the end of a sentence. */
    static String detects(Estimate estimate) {
        Double detectable =
                estimate.inference() == null ? null : estimate.inference().detectable();
        return detectable == null ? "" : "; so many can show a difference of " + amount(detectable, estimate.unit());
    }

    /** A difference without its sign. */
    static String amount(double size, String unit) {
        return Figures.size(size, unit);
    }

    static String unlike(MetricResult result) {
        return "The answers differ, and nothing says which are better: "
                + result.estimate().name() + " is "
                + level(result.estimate()) + " (" + margin(result) + " expected"
                + (result.estimate().noise() == null
                        ? ""
                        : "; legacy with itself "
                                + Figures.of(
                                        result.estimate().noise(),
                                        result.estimate().unit()))
                + ").";
    }

    static String shares(Map<String, Double> shares) {
        StringJoiner joiner = new StringJoiner(", ");
        shares.forEach((arm, share) -> joiner.add(arm + " " + Figures.percent(share)));
        return joiner.toString();
    }

    static String counts(Map<String, Long> counts) {
        StringJoiner joiner = new StringJoiner(", ");
        counts.forEach((arm, count) -> joiner.add(arm + " " + Figures.count(count)));
        return joiner.toString();
    }

    static String lost(Report.Coverage coverage) {
        StringJoiner joiner = new StringJoiner(", ");
        coverage.dropped().forEach((cause, count) -> {
            if (count > 0 && !cause.equals("sampled_out")) {
                joiner.add(cause + " " + Figures.count(count));
            }
        });
        if (coverage.missing() > 0) {
            joiner.add("missing " + Figures.count(coverage.missing()));
        }
        return joiner.length() == 0 ? "no cause is recorded" : joiner.toString();
    }

    static String change(Estimate estimate) {
        StringBuilder text = new StringBuilder();
        if (estimate.legacy() != null) {
            text.append(Figures.of(estimate.legacy(), estimate.unit())).append(" → ");
        }
        text.append(Figures.of(estimate.candidate(), estimate.unit()));
        Estimate.Inference inference = estimate.inference();
        if (inference != null && estimate.delta() != null) {
            text.append(" (")
                    .append(Figures.signed(estimate.delta(), estimate.unit()))
                    .append(", between ")
                    .append(between(inference.interval(), estimate.unit()))
                    .append(')');
        }
        return text.append(", n\u202f").append(Figures.count(estimate.n())).toString();
    }

    private static String level(Estimate estimate) {
        Estimate.Inference inference = estimate.inference();
        String unit = estimate.unit();
        String level = Figures.of(estimate.candidate(), unit);
        return inference == null
                ? level
                : level + " (between " + Figures.of(inference.interval().low(), unit) + " and "
                        + Figures.of(inference.interval().high(), unit) + ")";
    }

    private static String between(Interval interval, String unit) {
        return Figures.signed(interval.low(), unit) + " and " + Figures.signed(interval.high(), unit);
    }

    private static String margin(MetricResult result) {
        double margin = result.margin() == null ? 0 : result.margin();
        String unit = result.estimate().unit();
        return result.estimate().purpose() == Metric.Purpose.LIKENESS
                ? Figures.of(margin, unit)
                : unit.equals("share") ? Figures.plain(margin * 100) + "\u202fpp" : Figures.of(margin, unit);
    }
}
