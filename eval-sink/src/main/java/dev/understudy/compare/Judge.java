package dev.understudy.compare;

import dev.understudy.compare.Report.MetricResult;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what the evidence on one candidate amounts to, and why. Every reason names its numbers.
 *
 * <p>In this order: data that cannot be trusted; something clearly worse; not enough evidence; promotion.
 */
record Judge(VerdictRules rules, MetricJudge metrics) {
    /** What was decided. */
    record Judgement(Verdict verdict, List<String> reasons, String next) {}

    /**
     * What it is decided on.
     *
     * @param candidateLegs pairs with a leg of the candidate, however it ended
     */
    record Evidence(
            RouteSettings settings,
            String candidate,
            long records,
            long pairs,
            long candidateLegs,
            Report.Coverage coverage,
            Report.Split split,
            List<MetricResult> results) {}

    Judgement judge(Evidence evidence) {
        List<String> invalid = invalid(evidence);
        if (!invalid.isEmpty()) {
            return new Judgement(
                    Verdict.INVALID,
                    invalid,
                    "Do not read the metrics. Find out why the data is wrong, then start again.");
        }
        List<String> worse = evidence.results().stream()
                .filter(result -> result.verdict() == MetricVerdict.FAIL)
                .filter(result -> result.estimate().purpose() != Metric.Purpose.LIKENESS)
                .map(Sentences::worse)
                .toList();
        if (!worse.isEmpty()) {
            return new Judgement(
                    Verdict.ROLLBACK, worse, "Take the candidate's share back to 0 and look at the pairs below.");
        }
        List<String> lacking = lacking(evidence);
        if (!lacking.isEmpty()) {
            return new Judgement(Verdict.HOLD, lacking, next(evidence));
        }
        List<String> good = evidence.results().stream()
                .filter(Judge::counts)
                .filter(result -> result.verdict() == MetricVerdict.PASS)
                .map(Sentences::passes)
                .toList();
        return new Judgement(
                Verdict.PROMOTE, good, "Give the candidate a larger share, or let it take legacy's place.");
    }

    private List<String> invalid(Evidence evidence) {
        List<String> reasons = new ArrayList<>();
        Double p = evidence.split().p();
        if (p != null && p < rules.mismatchP()) {
            reasons.add("The split is not as configured: configured "
                    + Sentences.shares(evidence.split().configured()) + ", observed "
                    + Sentences.counts(evidence.split().observed()) + " (p " + Figures.p(p) + ", counted by "
                    + evidence.split().units() + "; alarm below " + Figures.plain(rules.mismatchP()) + ").");
        }
        Double share = evidence.coverage().share();
        if (share != null && share < rules.coverage()) {
            reasons.add("Only " + Figures.percent(share) + " of the sampled requests are in the log (at least "
                    + Figures.percent(rules.coverage()) + " expected): " + Sentences.lost(evidence.coverage()) + ".");
        }
        if (!evidence.settings().isSplit() && evidence.records() > 0 && evidence.candidateLegs() == 0) {
            reasons.add("Nothing joined: none of " + Figures.count(evidence.records()) + " records has an answer of "
                    + evidence.candidate() + ". Is its share 0, or is it never asked?");
        }
        long unmatched = evidence.coverage().faults().stream()
                .filter(fault -> fault.role().equals("legacy") && fault.fault().equals("pointer_unmatched"))
                .mapToLong(Report.FaultCount::count)
                .sum();
        if (unmatched > 0 && unmatched * 2 >= evidence.pairs()) {
            reasons.add("A pointer of compare matches nothing in " + Figures.count(unmatched)
                    + " of legacy's answers. Correct compare, or give -c with a file that has it right.");
        }
        return reasons;
    }

    private List<String> lacking(Evidence evidence) {
        List<String> reasons = new ArrayList<>();
        if (evidence.records() == 0) {
            reasons.add("The strategy " + evidence.settings().strategy()
                    + " is configured and saw no traffic: no record of this route is in the log.");
            return reasons;
        }
        long enough = sample(evidence);
        if (enough < rules.leastPairs()) {
            String plural = enough == 1 ? "" : "s";
            String what = evidence.settings().isSplit() ? "request" + plural + " of the candidate" : "pair" + plural;
            reasons.add("Only " + Figures.count(enough) + " " + what + "; at least " + Figures.count(rules.leastPairs())
                    + " are needed.");
        }
        for (MetricResult result : evidence.results()) {
            if (mustPass(result) && result.verdict() != MetricVerdict.PASS) {
                reasons.add(Sentences.open(result, metrics.more(result)));
            }
        }
        if (!hasQuality(evidence)) {
            unlike(evidence).ifPresent(reasons::add);
        }
        return reasons;
    }

    /** Where nothing says which answers are better, they have to be alike. */
    private Optional<String> unlike(Evidence evidence) {
        Optional<MetricResult> leading = likeness(evidence);
        if (leading.isEmpty()) {
            return Optional.of("Nothing says whether the candidate's answers are as good: no pair holds two readable"
                    + " answers, and there are no labels, clicks or rewards.");
        }
        MetricResult result = leading.get();
        return result.verdict() == MetricVerdict.PASS ? Optional.empty() : Optional.of(Sentences.unlike(result));
    }

    private static boolean hasQuality(Evidence evidence) {
        return evidence.results().stream().anyMatch(result -> result.estimate().purpose() == Metric.Purpose.QUALITY);
    }

    /** The figure by which both answers are said to be alike; empty when no pair holds two readable answers. */
    private static Optional<MetricResult> likeness(Evidence evidence) {
        return evidence.results().stream()
                .filter(result -> result.estimate().purpose() == Metric.Purpose.LIKENESS)
                .filter(result -> result.verdict() != MetricVerdict.INFORMATION)
                .findFirst();
    }

    private static boolean counts(MetricResult result) {
        return mustPass(result) || result.estimate().purpose() == Metric.Purpose.LIKENESS;
    }

    private static boolean mustPass(MetricResult result) {
        return switch (result.estimate().purpose()) {
            case GUARDRAIL, QUALITY -> true;
            case VETO, LIKENESS, INFORMATION -> false;
        };
    }

    /** What the least number of pairs is compared with: pairs, or the candidate's own requests. */
    private static long sample(Evidence evidence) {
        if (!evidence.settings().isSplit()) {
            return evidence.pairs();
        }
        return evidence.split().observed().getOrDefault(evidence.candidate(), 0L);
    }

    private String next(Evidence evidence) {
        if (evidence.records() == 0) {
            return "Check that requests match the route, and that the data directory is the right one.";
        }
        if (!hasQuality(evidence) && likeness(evidence).isEmpty()) {
            return "More of the same cannot decide. Send labels, clicks or rewards, or let a shadow ask both models.";
        }
        long more = 0;
        for (MetricResult result : evidence.results()) {
            if (mustPass(result) && result.verdict() == MetricVerdict.INCONCLUSIVE) {
                more = Math.max(more, metrics.more(result).orElse(0));
            }
        }
        if (more > 0) {
            return "Go on: about " + Figures.count(round(more)) + " more of the same would most likely decide.";
        }
        return hasQuality(evidence)
                ? "Go on, and look at the pairs below meanwhile."
                : "Look at the pairs below, and send labels, clicks or rewards: they say which answers are better.";
    }

    /** Up, to two digits. */
    private static long round(long value) {
        long unit = 1;
        while (value / unit >= 100) {
            unit *= 10;
        }
        return (value + unit - 1) / unit * unit;
    }
}
