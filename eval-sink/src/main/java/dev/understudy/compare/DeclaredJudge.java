package dev.understudy.compare;

import dev.understudy.compare.Report.Check;
import dev.understudy.compare.Report.Check.Role;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.statistics.Holm;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.config.Guardrails;
import dev.understudy.config.Guardrails.Direction;
import dev.understudy.config.Guardrails.Guardrail;
import dev.understudy.config.Judging;
import dev.understudy.config.Primary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds estimates against what the file declares. A guardrail and a margin are held against a bound of one side, each at the
 * file's alpha, because all of them have to hold; primaries that have to be better share it (Holm).
 *
 * @param refusals why a figure may neither pass nor fail, by its name
 */
record DeclaredJudge(VerdictRules rules, Judging judging, MetricJudge metrics, Map<String, String> refusals) {
    private static final int NAMES_SHOWN = 30;

    List<Check> checks(List<Estimate> estimates) {
        Map<String, Estimate> byName = new TreeMap<>();
        estimates.forEach(estimate -> byName.putIfAbsent(estimate.name(), estimate));
        List<Check> checks = new ArrayList<>(primaries(byName));
        judging.guardrails().ifPresent(set -> checks.addAll(guardrails(set, byName)));
        return checks.stream().map(this::admitted).toList();
    }

    /** What may not decide is open, whatever its figure says. */
    private Check admitted(Check check) {
        String refusal = refusals.get(check.metric());
        return refusal == null
                ? check
                : new Check(
                        check.metric(),
                        check.role(),
                        check.rule(),
                        check.limit(),
                        MetricVerdict.INCONCLUSIVE,
                        check.metric() + " may not enter the verdict: " + refusal + ". It says: " + check.reason(),
                        check.n(),
                        check.p(),
                        check.holmP(),
                        check.detectable(),
                        null,
                        check.critical());
    }

    private List<Check> primaries(Map<String, Estimate> byName) {
        List<Estimate> superior = new ArrayList<>();
        List<Double> ps = new ArrayList<>();
        for (Primary primary : judging.primaries()) {
            Estimate estimate = byName.get(primary.metric());
            if (primary.goal() == Primary.Goal.SUPERIOR && estimate != null) {
                superior.add(estimate);
                // What may not decide makes it no easier for others either.
                ps.add(refusals.containsKey(estimate.name()) ? 1 : p(estimate));
            }
        }
        double[] adjusted = Holm.adjust(ps);
        List<Check> checks = new ArrayList<>();
        for (Primary primary : judging.primaries()) {
            Estimate estimate = byName.get(primary.metric());
            if (estimate == null) {
                checks.add(absent(primary.metric(), Role.PRIMARY, byName));
            } else if (estimate.better() == Metric.Direction.NONE || estimate.delta() == null) {
                checks.add(check(
                        estimate,
                        Role.PRIMARY,
                        primary.goal().yaml(),
                        null,
                        MetricVerdict.INCONCLUSIVE,
                        estimate.name() + " has no better side: make it a guardrail with a direction or a limit."));
            } else if (primary.goal() == Primary.Goal.SUPERIOR) {
                checks.add(superior(estimate, adjusted[superior.indexOf(estimate)]));
            } else {
                checks.add(nonInferior(estimate, primary));
            }
        }
        return checks;
    }

    private Check superior(Estimate estimate, double holm) {
        double delta = estimate.delta() == null ? 0 : estimate.delta();
        double gain = estimate.better() == Metric.Direction.LOWER ? -delta : delta;
        boolean clear = holm <= rules.alpha() && bounds().isEnough(estimate) && bounds().isDue(estimate);
        MetricVerdict verdict =
                clear ? (gain > 0 ? MetricVerdict.PASS : MetricVerdict.FAIL) : MetricVerdict.INCONCLUSIVE;
        String reason = switch (verdict) {
            case PASS -> estimate.name() + " is better: " + Sentences.change(estimate) + ".";
            case FAIL -> estimate.name() + " is worse: " + Sentences.change(estimate) + ", beyond chance.";
            case INCONCLUSIVE, INFORMATION ->
                estimate.name() + " is not shown to be better: " + Sentences.change(estimate)
                        + Sentences.detects(estimate) + bounds().notDue(estimate) + ".";
        };
        return new Check(
                estimate.name(),
                Role.PRIMARY,
                Primary.Goal.SUPERIOR.yaml(),
                0.0,
                verdict,
                reason,
                estimate.n(),
                p(estimate),
                holm,
                detectable(estimate),
                verdict == MetricVerdict.INCONCLUSIVE && gain > 0 ? bounds().more(estimate, gain, 0) : null,
                false);
    }

    private Check nonInferior(Estimate estimate, Primary primary) {
        MetricJudge.Margin asked = margin(estimate, primary);
        double margin = asked.size();
        double delta = estimate.delta() == null ? 0 : estimate.delta();
        double lost = estimate.better() == Metric.Direction.HIGHER ? -delta : delta;
        Interval loss =
                bounds().oneSided(estimate, estimate.better() == Metric.Direction.HIGHER ? -1 : 1, asked.part());
        boolean isEnough = bounds().isEnough(estimate) && bounds().isDue(estimate);
        MetricVerdict verdict = isEnough ? within(loss, margin, true) : MetricVerdict.INCONCLUSIVE;
        String held = Sentences.change(estimate) + ", margin " + Sentences.amount(margin, estimate.unit());
        String reason = switch (verdict) {
            case PASS -> estimate.name() + " is no worse: " + held + ".";
            case FAIL -> estimate.name() + " is worse: " + held + ".";
            case INCONCLUSIVE, INFORMATION ->
                estimate.name() + " is open: " + held + Sentences.detects(estimate) + bounds().notDue(estimate) + ".";
        };
        return new Check(
                estimate.name(),
                Role.PRIMARY,
                Primary.Goal.NON_INFERIOR.yaml(),
                margin,
                verdict,
                reason,
                estimate.n(),
                p(estimate),
                null,
                detectable(estimate),
                verdict == MetricVerdict.INCONCLUSIVE && lost < margin
                        ? bounds().more(estimate, margin - lost, 0)
                        : null,
                false);
    }

    private MetricJudge.Margin margin(Estimate estimate, Primary primary) {
        double legacy = MetricJudge.base(estimate);
        if (primary.margin().isPresent()) {
            return MetricJudge.Margin.exact(primary.margin().get());
        }
        return primary.marginRatio()
                .map(ratio -> isLogarithm(estimate)
                        ? MetricJudge.Margin.exact(Math.log1p(ratio))
                        : MetricJudge.Margin.ofLegacy(ratio, legacy))
                .orElseGet(() -> metrics.margin(estimate, 1));
    }

    /** Of what is compared as a logarithm, a difference is a ratio already. */
    private static boolean isLogarithm(Estimate estimate) {
        return estimate.unit().equals("ln");
    }

    private List<Check> guardrails(Guardrails set, Map<String, Estimate> byName) {
        List<Check> checks = new ArrayList<>();
        for (Guardrail guardrail : set.metrics()) {
            Estimate estimate = byName.get(guardrail.name());
            checks.add(
                    estimate == null
                            ? absent(guardrail.name(), Role.GUARDRAIL, byName)
                            : guardrail(
                                    estimate, guardrail, guardrail.minSamples().orElse(set.minSamples())));
        }
        return checks;
    }

    private Check guardrail(Estimate estimate, Guardrail guardrail, int minSamples) {
        List<Limit> limits = limits(estimate, guardrail);
        boolean asksForDifference =
                guardrail.maxDelta().isPresent() || guardrail.maxRatio().isPresent();
        if (asksForDifference && (estimate.delta() == null || estimate.legacy() == null)) {
            return check(
                    estimate,
                    Role.GUARDRAIL,
                    "limits",
                    null,
                    MetricVerdict.INCONCLUSIVE,
                    estimate.name() + " is one figure of both models: give min or max, not a difference.");
        }
        boolean enough = estimate.n() >= minSamples
                && estimate.basis() >= Math.min(minSamples, rules.leastToFail())
                && bounds().isDue(estimate);
        MetricVerdict verdict = MetricVerdict.PASS;
        Limit shown = limits.get(0);
        for (Limit limit : limits) {
            MetricVerdict one = within(
                    limit.harm(), limit.most(), enough || (guardrail.critical() && isTold(estimate, limit.harm())));
            if (rank(one) > rank(verdict)) {
                verdict = one;
                shown = limit;
            }
        }
        if (!enough && verdict == MetricVerdict.PASS) {
            verdict = MetricVerdict.INCONCLUSIVE;
        }
        String few = (estimate.n() >= minSamples
                        ? ""
                        : "; n\u202f" + Figures.count(estimate.n()) + " of at least " + Figures.count(minSamples))
                + bounds().notDue(estimate);
        String held = Sentences.change(estimate) + ", limit " + shown.words() + few;
        String reason = switch (verdict) {
            case PASS -> estimate.name() + " keeps its limit: " + held + ".";
            case FAIL -> estimate.name() + " breaks its limit: " + held + ".";
            case INCONCLUSIVE, INFORMATION -> estimate.name() + " is open: " + held + Sentences.detects(estimate) + ".";
        };
        double room = shown.most() - shown.estimate();
        Long more = verdict == MetricVerdict.INCONCLUSIVE && room > 0 ? bounds().more(estimate, room, 0) : null;
        long needed = bounds().isDue(estimate) ? minSamples : Math.max(minSamples, rules.plannedPairs());
        Long lacking = enough || needed <= estimate.n() ? null : (Long) (needed - estimate.n());
        return new Check(
                estimate.name(),
                Role.GUARDRAIL,
                shown.words(),
                shown.most(),
                verdict,
                reason,
                estimate.n(),
                p(estimate),
                null,
                detectable(estimate),
                more == null ? lacking : lacking == null ? more : (Long) Math.max(more, lacking),
                guardrail.critical());
    }

    /**
     * One limit of a guardrail, turned so that more is worse.
     *
     * @param harm its bounds, each of one side; null when nothing is known
     */
    private record Limit(
            String words, double estimate, @Nullable Interval harm, double most) {}

    private List<Limit> limits(Estimate estimate, Guardrail guardrail) {
        List<Limit> limits = new ArrayList<>();
        Direction direction = guardrail
                .direction()
                .orElse(
                        switch (estimate.better()) {
                            case HIGHER -> Direction.DECREASE;
                            case LOWER -> Direction.INCREASE;
                            case NONE -> Direction.EITHER;
                        });
        Double delta = estimate.delta();
        double legacy = MetricJudge.base(estimate);
        if (delta != null && estimate.legacy() != null) {
            guardrail
                    .maxDelta()
                    .ifPresent(most -> limits.addAll(deltas(
                            estimate,
                            direction,
                            delta,
                            MetricJudge.Margin.exact(most),
                            MetricJudge.Margin.exact(most),
                            direction.yaml() + " of at most " + Sentences.amount(most, estimate.unit()))));
            guardrail
                    .maxRatio()
                    .ifPresent(ratio -> limits.addAll(deltas(
                            estimate,
                            direction,
                            delta,
                            isLogarithm(estimate)
                                    ? MetricJudge.Margin.exact(Math.log(ratio))
                                    : MetricJudge.Margin.ofLegacy(ratio - 1, legacy),
                            isLogarithm(estimate)
                                    ? MetricJudge.Margin.exact(Math.log(ratio))
                                    : MetricJudge.Margin.ofLegacy(1 - 1 / ratio, legacy),
                            direction.yaml() + " to at most " + Figures.plain(ratio) + " times")));
        }
        Interval level = bounds().level(estimate);
        guardrail
                .max()
                .ifPresent(most -> limits.add(
                        new Limit("at most " + Figures.of(most, estimate.unit()), estimate.candidate(), level, most)));
        guardrail
                .min()
                .ifPresent(least -> limits.add(new Limit(
                        "at least " + Figures.of(least, estimate.unit()),
                        -estimate.candidate(),
                        level == null ? null : new Interval(-level.high(), -level.low()),
                        -least)));
        return limits;
    }

    private List<Limit> deltas(
            Estimate estimate,
            Direction direction,
            double delta,
            MetricJudge.Margin mostUp,
            MetricJudge.Margin mostDown,
            String words) {
        Limit up = new Limit(words, delta, bounds().oneSided(estimate, 1, mostUp.part()), mostUp.size());
        Limit down = new Limit(words, -delta, bounds().oneSided(estimate, -1, mostDown.part()), mostDown.size());
        return switch (direction) {
            case INCREASE -> List.of(up);
            case DECREASE -> List.of(down);
            case EITHER -> List.of(up, down);
        };
    }

    /** Of a few numbers that are all the same the bounds are one point, as if nothing else could ever come. */
    private boolean isTold(Estimate estimate, @Nullable Interval harm) {
        return bounds().isEnough(estimate) || (harm != null && harm.low() < harm.high());
    }

    private static MetricVerdict within(@Nullable Interval harm, double most, boolean mayFail) {
        if (harm == null) {
            return MetricVerdict.INCONCLUSIVE;
        }
        if (harm.high() <= most) {
            return MetricVerdict.PASS;
        }
        return mayFail && harm.low() > most ? MetricVerdict.FAIL : MetricVerdict.INCONCLUSIVE;
    }

    private Bounds bounds() {
        return new Bounds(rules);
    }

    /** Valid at every look where there is such a one; else from the interval alone. */
    private static double p(Estimate estimate) {
        if (estimate.detail().alwaysValidP() != null) {
            return estimate.detail().alwaysValidP();
        }
        Estimate.Inference inference = estimate.inference();
        if (inference == null) {
            return 1;
        }
        boolean clear = inference.interval().low() > 0 || inference.interval().high() < 0;
        return clear ? 1 - inference.confidence() : 1;
    }

    private static @Nullable Double detectable(Estimate estimate) {
        return estimate.inference() == null ? null : estimate.inference().detectable();
    }

    private static int rank(MetricVerdict verdict) {
        return switch (verdict) {
            case PASS, INFORMATION -> 0;
            case INCONCLUSIVE -> 1;
            case FAIL -> 2;
        };
    }

    private static Check absent(String metric, Role role, Map<String, Estimate> byName) {
        String known = byName.isEmpty() ? "there are no metrics at all" : "there are " + names(byName);
        return new Check(
                metric,
                role,
                "present",
                null,
                MetricVerdict.INCONCLUSIVE,
                role.name().toLowerCase(Locale.ROOT) + " " + metric + " is not in the data: " + known + ".",
                0,
                null,
                null,
                null,
                null,
                false);
    }

    private static String names(Map<String, Estimate> byName) {
        List<String> names = List.copyOf(byName.keySet());
        int shown = Math.min(NAMES_SHOWN, names.size());
        return String.join(", ", names.subList(0, shown)) + (names.size() > shown ? ", …" : "");
    }

    private static Check check(
            Estimate estimate, Role role, String rule, @Nullable Double limit, MetricVerdict verdict, String reason) {
        return new Check(
                estimate.name(), role, rule, limit, verdict, reason, estimate.n(), null, null, null, null, false);
    }

    /** Of several checks of one metric the gravest. */
    static Optional<MetricVerdict> verdictOf(String metric, List<Check> checks) {
        return checks.stream()
                .filter(check -> check.metric().equals(metric))
                .map(Check::verdict)
                .reduce((a, b) -> rank(a) >= rank(b) ? a : b);
    }
}
