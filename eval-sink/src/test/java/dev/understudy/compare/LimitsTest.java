package dev.understudy.compare;

import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Report.Check;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.config.Config;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCopies;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Limits that are parts of legacy's figure, of quantiles and of whole sets: what they are held against, and how sure it is. */
final class LimitsTest {
    private final PairsInMemory source = new PairsInMemory();
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void a_ratio_of_means_counts_what_is_not_known_of_legacy() {
        ConfidenceSequence sequence = new ConfidenceSequence(1000, 0.05);
        int keptThough = 0;
        int asIfExact = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            SplittableRandom draws = new SplittableRandom(run);
            Joint joint = arms(draws, 1, 1.5, 500);
            double delta = joint.candidate() - joint.legacy();
            double width = sequence.oneSidedHalfWidth(joint.variance(1.5), joint.n());
            double narrow = sequence.oneSidedHalfWidth(joint.candidateError() * joint.n(), joint.n());
            keptThough += delta + width <= 0.5 * joint.legacy() ? 1 : 0;
            asIfExact += delta + narrow <= 0.5 * joint.legacy() ? 1 : 0;
        }

        // The ratio is exactly the limit: nearly nothing may be said to keep it.
        assertThat(keptThough).isLessThanOrEqualTo(runs * 5 / 100);
        assertThat(asIfExact).isGreaterThan(keptThough);
    }

    @Test
    void what_legacy_and_candidate_have_in_common_takes_no_part_in_their_ratio() {
        Joint alike = new Joint(10, 12, 1, 1.44, 1.2, 0, 100);
        Joint apart = new Joint(10, 12, 1, 1.44, 0, 0, 100);

        assertThat(alike.variance(1.2)).isLessThan(1e-9);
        assertThat(apart.variance(1.2)).isCloseTo(288, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void a_ratio_is_held_back_where_legacys_own_figure_is_not_known() {
        rewards(150);

        var reward = metric(only(source.report(guarded(""))), "reward").estimate();
        Bounds bounds = new Bounds(VerdictRules.DEFAULT);
        var exact = Objects.requireNonNull(bounds.oneSided(reward, 1, 0));
        var ratio = Objects.requireNonNull(bounds.oneSided(reward, 1, 0.4));

        assertThat(Objects.requireNonNull(reward.detail().joint()).legacyError())
                .isPositive();
        assertThat(ratio.high() - ratio.low()).isGreaterThan(1.1 * (exact.high() - exact.low()));
        double between = exact.high() / Objects.requireNonNull(reward.legacy()) + 1.01;
        Check check = check(
                only(source.report(guarded("{name: reward, direction: increase, maxRatio: " + between + "}"))),
                "reward");
        assertThat(check.verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
    }

    @Test
    void quantiles_and_figures_of_sets_have_levels_of_their_own() {
        classified(1200, 0.9, 0.9);

        Report.Comparison route = only(
                source.report(
                        guarded(
                                "{name: latency_ms_p95, max: 13}, {name: f1, min: 0.8}, {name: roc_auc, min: 0.999}, {name: f1, max: 0.5}")));

        assertThat(route.checks())
                .filteredOn(check -> check.metric().equals("latency_ms_p95"))
                .extracting(Check::verdict)
                .containsExactly(MetricVerdict.PASS);
        assertThat(route.checks())
                .filteredOn(check -> check.metric().equals("f1"))
                .extracting(Check::verdict)
                .containsExactly(MetricVerdict.PASS, MetricVerdict.FAIL);
        Detail.Spread level =
                Objects.requireNonNull(metric(route, "f1").estimate().detail().level());
        assertThat(level.mean()).isEqualTo(metric(route, "f1").estimate().candidate());
        assertThat(level.variance()).isPositive();
    }

    @Test
    void a_quantile_with_a_thin_tail_is_for_one_look_and_decides_nothing_before_the_planned_size() {
        classified(300, 0.9, 0.9);

        Check few = check(only(source.report(guarded("{name: latency_ms_p99, maxDelta: 50}"))), "latency_ms_p99");

        assertThat(few.verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(few.reason()).contains("its interval is for one look, at the 1\u202f000 planned");
        assertThat(few.more()).isGreaterThanOrEqualTo(700);
        classified(900, 0.9, 0.9);
        Check enough = check(only(source.report(guarded("{name: latency_ms_p99, maxDelta: 50}"))), "latency_ms_p99");
        assertThat(enough.verdict()).isEqualTo(MetricVerdict.PASS);
    }

    @Test
    void a_figure_of_a_set_can_be_primary_at_every_look() {
        classified(800, 0.75, 0.95);

        Report.Comparison better = only(source.report(primary("f1")));

        assertThat(check(better, "f1").verdict()).isEqualTo(MetricVerdict.PASS);
        assertThat(check(better, "f1").p()).isLessThan(0.01);
        assertThat(Objects.requireNonNull(metric(better, "f1").estimate().inference())
                        .method())
                .startsWith("confidence sequence of the figure");
    }

    @Test
    void a_figure_of_a_set_counts_for_what_its_records_stand_for() {
        for (int i = 0; i < 6000; i++) {
            boolean positive = random.nextBoolean();
            boolean right = random.nextDouble() < 0.6;
            double rate = right ? 1 : 0.25;
            if (random.nextDouble() < rate) {
                String answer = positive == right ? "1" : "0";
                source.label(assigned(i % 2 == 0 ? "old" : "new", answer, rate), positive ? "1" : "0");
            }
        }

        Report.MetricResult recall = metric(only(source.report(ab())), "recall");

        // As recorded it would be 0.6 / (0.6 + 0.1).
        assertThat(recall.estimate().legacy()).isBetween(0.55, 0.65);
        assertThat(recall.estimate().candidate()).isBetween(0.55, 0.65);
        Detail.Weighting weighting =
                Objects.requireNonNull(recall.estimate().detail().weighting());
        assertThat(weighting.effectiveLegacy()).isLessThan(recall.estimate().n() / 2.0);
    }

    @Test
    void users_that_repeat_themselves_make_no_figure_of_a_set_surer() {
        Detail once = Objects.requireNonNull(
                metric(only(source.report(canary(1))), "f1").estimate().detail());
        source.pairs.clear();
        source.feedback.clear();
        Detail often = Objects.requireNonNull(
                metric(only(source.report(canary(6))), "f1").estimate().detail());

        assertThat(often.independent()).isEqualTo(once.independent());
        double single = error(Objects.requireNonNull(once.spread()));
        assertThat(error(Objects.requireNonNull(often.spread()))).isBetween(0.7 * single, 1.4 * single);
    }

    private static double error(Detail.Spread spread) {
        return Math.sqrt(spread.variance() / spread.n());
    }

    private static Joint arms(SplittableRandom draws, double legacyMean, double candidateMean, int each) {
        double[] left =
                draws.doubles(each).map(u -> -legacyMean * Math.log1p(-u)).toArray();
        double[] right =
                draws.doubles(each).map(u -> -candidateMean * Math.log1p(-u)).toArray();
        return new Joint(mean(left), mean(right), variance(left) / each, variance(right) / each, 0, 0, 2L * each);
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return java.util.Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    private void rewards(int each) {
        for (int i = 0; i < 2 * each; i++) {
            String arm = i % 2 == 0 ? "old" : "new";
            Pair pair = assigned(arm, "1", 1);
            double value = -Math.log1p(-random.nextDouble());
            source.feedback.add(new dev.understudy.pair.Feedback(
                    pair.id(), "reward", null, null, value, pair.id() + ":reward", PairsInMemory.START));
        }
    }

    private Config canary(int times) {
        SplittableRandom users = new SplittableRandom(5);
        for (int user = 0; user < 160; user++) {
            String arm = user % 2 == 0 ? "old" : "new";
            boolean positive = users.nextBoolean();
            boolean right = users.nextDouble() < 0.8;
            for (int time = 0; time < times; time++) {
                Leg.Role role = arm.equals("old") ? Leg.Role.LEGACY : Leg.Role.CANDIDATE;
                Pair pair = source.add(
                        "intent",
                        "canary",
                        new Pair.Unit("user", "header:x-user", "u" + user),
                        arm,
                        0.5,
                        null,
                        leg(role, arm, answer(positive == right ? "1" : "0", users), 10));
                source.label(pair, positive ? "1" : "0");
            }
        }
        return PairsInMemory.config("""
                  - name: intent
                    match: {path: {prefix: /}}
                    canary: {legacy: old, candidate: new, assignBy: user, steps: [{setPercent: 50}]}
                    compare: {profile: classification, prediction: /class, probability: /p}
                """);
    }

    private void classified(int pairs, double legacyRight, double candidateRight) {
        for (int i = 0; i < pairs; i++) {
            boolean positive = random.nextBoolean();
            Pair pair = source.shadow(
                    "intent",
                    leg(Leg.Role.LEGACY, "old", answer(positive, legacyRight), 10 + 2 * random.nextDouble()),
                    leg(Leg.Role.CANDIDATE, "new", answer(positive, candidateRight), 10 + 2 * random.nextDouble()));
            source.label(pair, positive ? "1" : "0");
        }
    }

    private String answer(boolean positive, double right) {
        return answer(positive == random.nextDouble() < right ? "1" : "0", random);
    }

    private static String answer(String said, SplittableRandom random) {
        double p = said.equals("1") ? 0.5 + random.nextDouble() / 2 : random.nextDouble() / 2;
        return "{\"class\":\"" + said + "\",\"p\":" + p + "}";
    }

    private Pair assigned(String arm, String answer, double sampleRate) {
        Leg.Role role = arm.equals("old") ? Leg.Role.LEGACY : Leg.Role.CANDIDATE;
        Pair pair = source.add("intent", "ab", null, arm, 0.5, null, leg(role, arm, answer(answer, random), 10));
        Pair sampled = PairCopies.sampled(pair, sampleRate);
        source.pairs.set(source.pairs.size() - 1, sampled);
        return sampled;
    }

    private Config guarded(String limits) {
        boolean isSplit =
                !source.pairs.isEmpty() && source.pairs.get(0).strategy().equals("ab");
        String experiment = isSplit
                ? "ab: {arms: [{model: old, weight: 50}, {model: new, weight: 50}]}"
                : "shadow: {legacy: old, candidates: [{model: new, percent: 100}]}";
        String named = limits.isEmpty() ? "" : ", guardrails: g";
        String sets = limits.isEmpty() ? "" : "guardrails: {g: {metrics: [" + limits + "]}}\n";
        return PairsInMemory.config("  - name: intent\n    match: {path: {prefix: /}}\n    " + experiment
                + "\n    compare: {profile: classification, prediction: /class, probability: /p" + named + "}\n"
                + sets);
    }

    private static Config primary(String metric) {
        return PairsInMemory.config(
                "  - name: intent\n    match: {path: {prefix: /}}\n    shadow: {legacy: old, candidates: [{model: new,"
                        + " percent: 100}]}\n    compare: {profile: classification, prediction: /class, probability: /p,"
                        + " primary: " + metric + "}\n");
    }

    private static Config ab() {
        return PairsInMemory.config(
                "  - name: intent\n    match: {path: {prefix: /}}\n    ab: {arms: [{model: old,"
                        + " weight: 50}, {model: new, weight: 50}]}\n    compare: {profile: classification, prediction: /class}\n");
    }

    private static Report.Comparison only(Report report) {
        assertThat(report.routes()).hasSize(1);
        return report.routes().get(0);
    }

    private static Check check(Report.Comparison route, String metric) {
        return route.checks().stream()
                .filter(check -> check.metric().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError(Map.of("checks", route.checks())));
    }

    private static Report.MetricResult metric(Report.Comparison route, String name) {
        return route.metrics().stream()
                .filter(result -> result.estimate().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
