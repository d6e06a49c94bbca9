package dev.understudy.compare;

import dev.understudy.compare.Report.Check;
import dev.understudy.compare.Report.Check.Role;
import dev.understudy.compare.Report.MetricResult;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.config.Primary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what the evidence on one candidate amounts to, and why. Every reason names its numbers.
 *
 * <p>In this order: data that cannot be trusted; something clearly worse; not enough evidence; promotion.
 */
record Judge(VerdictRules rules, MetricJudge metrics) {
    /** What was decided. */
    record Judgement(Verdict verdict, List<String> reasons, String next, List<Check> checks) {}

    /**
     * What it is decided on.
     *
     * @param candidateLegs pairs with a leg of the candidate, however it ended
     * @param legacyAnswers complete responses of legacy that are no error
     * @param results by the usual rules
     * @param declared by the file's
     */
    record Evidence(
            RouteSettings settings,
            String candidate,
            long records,
            long pairs,
            long candidateLegs,
            long legacyAnswers,
            Report.Coverage coverage,
            Report.Split split,
            List<Report.SliceTable> slices,
            List<MetricResult> results,
            List<Check> declared) {}

    Judgement judge(Evidence evidence) {
        List<Check> checks = checks(evidence);
        List<String> invalid = invalid(evidence);
        if (!invalid.isEmpty()) {
            return new Judgement(
                    Verdict.INVALID,
                    invalid,
                    "Do not read the metrics. Find out why the data is wrong, then start again.",
                    checks);
        }
        List<String> worse = checks.stream()
                .filter(check -> check.verdict() == MetricVerdict.FAIL && check.role() != Role.LIKENESS)
                .sorted(Comparator.comparing(check -> check.critical() ? 0 : 1))
                .map(Check::reason)
                .toList();
        if (!worse.isEmpty()) {
            return new Judgement(
                    Verdict.ROLLBACK,
                    worse,
                    "Take the candidate's share back to 0 and look at the pairs below.",
                    checks);
        }
        List<String> lacking = lacking(evidence, checks);
        if (!lacking.isEmpty()) {
            return new Judgement(Verdict.HOLD, lacking, next(evidence, checks), checks);
        }
        List<String> good = checks.stream()
                .filter(check -> check.verdict() == MetricVerdict.PASS && check.role() != Role.VETO)
                .map(Check::reason)
                .toList();
        return new Judgement(
                Verdict.PROMOTE, good, "Give the candidate a larger share, or let it take legacy's place.", checks);
    }

    /** What the file declares, then the usual rules where it says nothing. */
    private List<Check> checks(Evidence evidence) {
        List<Check> checks = new ArrayList<>(evidence.declared());
        boolean hasPrimaries = checks.stream().anyMatch(check -> check.role() == Role.PRIMARY);
        for (MetricResult result : evidence.results()) {
            boolean declared = checks.stream()
                    .anyMatch(check -> check.metric().equals(result.estimate().name()));
            if (result.verdict() != MetricVerdict.INFORMATION && !declared) {
                checks.add(usual(result, hasPrimaries));
            }
        }
        return checks;
    }

    private Check usual(MetricResult result, boolean hasPrimaries) {
        Estimate estimate = result.estimate();
        OptionalLong more =
                result.verdict() == MetricVerdict.INCONCLUSIVE ? metrics.more(result) : OptionalLong.empty();
        Role role = switch (estimate.purpose()) {
            case GUARDRAIL -> Role.GUARDRAIL;
            // Beside primaries of the file it need not be shown to be as good, but must not be worse.
            case QUALITY -> hasPrimaries ? Role.VETO : Role.QUALITY;
            case LIKENESS -> Role.LIKENESS;
            case VETO, INFORMATION -> Role.VETO;
        };
        String reason = switch (result.verdict()) {
            case PASS -> Sentences.passes(result);
            case FAIL -> role == Role.LIKENESS ? Sentences.unlike(result) : Sentences.worse(result);
            case INCONCLUSIVE ->
                role == Role.LIKENESS
                        ? Sentences.unlike(result)
                        : Sentences.open(result, more, new Bounds(rules).notDue(estimate));
            case INFORMATION -> "";
        };
        return new Check(
                estimate.name(),
                role,
                role == Role.LIKENESS ? "alike" : "no worse",
                result.margin(),
                result.verdict(),
                reason,
                estimate.n(),
                estimate.inference() == null ? null : estimate.inference().p(),
                null,
                estimate.inference() == null ? null : estimate.inference().detectable(),
                more.isPresent() ? (Long) more.getAsLong() : null,
                false);
    }

    /** What tables show of a metric that a declared rule speaks of is that rule's outcome. */
    static List<MetricResult> withChecks(List<MetricResult> results, List<Check> checks) {
        return results.stream()
                .map(result -> DeclaredJudge.verdictOf(result.estimate().name(), checks)
                        .map(verdict -> new MetricResult(result.estimate(), verdict, limit(result, checks)))
                        .orElse(result))
                .toList();
    }

    private static @Nullable Double limit(MetricResult result, List<Check> checks) {
        return checks.stream()
                .filter(check -> check.metric().equals(result.estimate().name()))
                .map(Check::limit)
                .filter(limit -> limit != null)
                .map(Math::abs)
                .findFirst()
                .orElse(result.margin());
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
        MissingBySlice bySlice = new MissingBySlice(rules);
        evidence.slices().forEach(table -> bySlice.reason(table).ifPresent(reasons::add));
        long unmatched = evidence.coverage().faults().stream()
                .filter(fault -> fault.role().equals("legacy") && fault.fault().equals("pointer_unmatched"))
                .mapToLong(Report.FaultCount::count)
                .sum();
        if (unmatched > 0 && unmatched * 2 >= evidence.legacyAnswers()) {
            reasons.add("A pointer of compare matches nothing in " + Figures.count(unmatched) + " of "
                    + Figures.count(evidence.legacyAnswers())
                    + " answers of legacy. Correct compare, or give -c with a file that has it right.");
        }
        return reasons;
    }

    private List<String> lacking(Evidence evidence, List<Check> checks) {
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
        checks.stream()
                .filter(check -> mustPass(check) && check.verdict() != MetricVerdict.PASS)
                .map(Check::reason)
                .forEach(reasons::add);
        superiorityLacking(checks).ifPresent(reasons::add);
        boolean hasPrimaries = checks.stream().anyMatch(check -> check.role() == Role.PRIMARY);
        if (!hasQuality(evidence) && !hasPrimaries) {
            unlike(evidence).ifPresent(reasons::add);
        }
        return reasons;
    }

    /** Of the primaries that have to be better, one is enough. */
    private static Optional<String> superiorityLacking(List<Check> checks) {
        List<Check> superior = checks.stream().filter(Judge::isSuperiority).toList();
        boolean shown =
                superior.isEmpty() || superior.stream().anyMatch(check -> check.verdict() == MetricVerdict.PASS);
        return shown
                ? Optional.empty()
                : Optional.of(superior.stream().map(Check::reason).collect(Collectors.joining(" ")));
    }

    private static boolean isSuperiority(Check check) {
        return check.role() == Role.PRIMARY && check.rule().equals(Primary.Goal.SUPERIOR.yaml());
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

    private static boolean mustPass(Check check) {
        return switch (check.role()) {
            case GUARDRAIL, QUALITY -> true;
            case PRIMARY -> !isSuperiority(check);
            case VETO, LIKENESS -> false;
        };
    }

    /** What the least number of pairs is compared with: pairs, or the candidate's own requests. */
    private static long sample(Evidence evidence) {
        if (!evidence.settings().isSplit()) {
            return evidence.pairs();
        }
        return evidence.split().observed().getOrDefault(evidence.candidate(), 0L);
    }

    private String next(Evidence evidence, List<Check> checks) {
        if (evidence.records() == 0) {
            return "Check that requests match the route, and that the data directory is the right one.";
        }
        boolean hasPrimaries = checks.stream().anyMatch(check -> check.role() == Role.PRIMARY);
        if (!hasPrimaries && !hasQuality(evidence) && likeness(evidence).isEmpty()) {
            return "More of the same cannot decide. Send labels, clicks or rewards, or let a shadow ask both models.";
        }
        long more = 0;
        for (Check check : checks) {
            boolean open = check.verdict() == MetricVerdict.INCONCLUSIVE && check.more() != null;
            if (open && (mustPass(check) || isSuperiority(check))) {
                more = Math.max(more, check.more() == null ? 0 : check.more());
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
