package dev.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Filter;
import dev.understudy.compare.PairsInMemory;
import dev.understudy.compare.Report;
import dev.understudy.compare.Report.Check;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.Reports;
import dev.understudy.compare.Verdict;
import dev.understudy.config.Judge;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What judges and people may decide: a judge with planted biases over HTTP, votes, and the verdict of the report. */
class JudgeVerdictTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String WIN_RATE = "judge_strict_win_rate";
    private static final int PAIRS = 160;

    @TempDir
    Path data;

    @Test
    void a_judge_that_nobody_checked_neither_promotes_nor_rolls_back() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.95);
        judged(duels, "A_IF_BETTER");

        Report.Comparison loved = report("primary: " + WIN_RATE, "");
        assertThat(check(loved).verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(loved.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(loved.reasons())
                .anyMatch(
                        reason -> reason.startsWith(
                                WIN_RATE + " may not enter the verdict: people voted on 0 of the"
                                        + " pairs that it judged, and votes on 30 more are needed; its kappa with people is not known"));

        Report.Comparison hated =
                report("guardrails: g", "{metrics: [{name: " + WIN_RATE + ", min: 0.99, critical: true}]}");
        assertThat(hated.verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void a_judge_that_agrees_with_people_decides_by_its_own_count() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.8);
        judged(duels, "A_IF_BETTER");
        votes(duels.subList(0, 40), true);

        Report.Comparison route = report("primary: " + WIN_RATE, "");

        assertThat(judge(route).admission()).isEqualTo(JudgeResult.Admission.AGREES);
        assertThat(check(route).verdict()).as("%s", route.reasons()).isEqualTo(MetricVerdict.PASS);
        assertThat(route.verdict()).as("%s", route.reasons()).isEqualTo(Verdict.PROMOTE);
        Report.MetricResult rate = metric(route);
        assertThat(rate.estimate().candidate()).isEqualTo(judge(route).winRate());
        assertThat(rate.estimate().n()).isEqualTo(PAIRS);
    }

    @Test
    void few_votes_are_counted_and_it_is_said_how_many_are_lacking() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.9);
        judged(duels, "A_IF_BETTER");
        votes(duels.subList(0, 12), true);

        Report.Comparison route = report("primary: " + WIN_RATE, "");

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(check(route).reason())
                .contains("people voted on 12 of the pairs that it judged, and votes on 18 more are needed")
                .contains("0.6 needed");
    }

    /** It says that the longer answer is better; the candidate is always longer, and people like it less. */
    @Test
    void a_judge_that_people_contradict_is_corrected_by_them() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.1).stream()
                .map(duel -> JudgeRunTest.duel(
                        duel.pairId().substring(3), duel.legacy(), duel.candidate() + " " + "y".repeat(500)))
                .toList();
        judged(duels, "LONGER");
        assertThat(report("primary: " + WIN_RATE, "").verdict()).isEqualTo(Verdict.HOLD);

        votes(duels.subList(0, 80), true);
        Report.Comparison route = report("primary: " + WIN_RATE, "");

        assertThat(judge(route).winRate()).isEqualTo(1.0);
        assertThat(judge(route).admission()).isEqualTo(JudgeResult.Admission.CORRECTED);
        JudgeResult.Corrected corrected = Objects.requireNonNull(judge(route).corrected());
        assertThat(corrected.winRate()).isBetween(0.0, 0.25);
        Report.MetricResult rate = metric(route);
        assertThat(rate.estimate().candidate()).isEqualTo(corrected.winRate());
        var inference = Objects.requireNonNull(rate.estimate().inference());
        assertThat(inference.method()).startsWith("prediction-powered inference of 80 votes");
        assertThat(Objects.requireNonNull(inference.fixed()).high())
                .isEqualTo(2 * corrected.interval().high() - 1);
        assertThat(check(route).verdict()).isEqualTo(MetricVerdict.FAIL);
        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void scores_of_a_judge_decide_only_where_it_agrees_with_people() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.85);
        logged(duels);
        try (JudgeServer server = new JudgeServer(prompt -> JudgeServer.Answer.said(
                "[[" + (1 + Math.max(0, quality(prompt.substring(prompt.lastIndexOf("quality="))))) + "]]"))) {
            run(judge(server, Judge.Kind.RUBRIC), duels);
        }
        String scores = "judge_strict_rubric";
        assertThat(report("primary: " + scores, "").verdict()).isEqualTo(Verdict.HOLD);

        votes(duels.subList(0, 40), false);
        Report.Comparison contradicted = report("primary: " + scores, "");
        assertThat(contradicted.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(contradicted.reasons())
                .anyMatch(reason -> reason.contains("people's votes correct its win rate, not its scores"));

        votes(duels.subList(0, 40), true);
        Report.Comparison borneOut = report("primary: " + scores, "");
        assertThat(borneOut.verdict()).as("%s", borneOut.reasons()).isEqualTo(Verdict.PROMOTE);
    }

    @Test
    void people_may_decide_without_any_judge() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.8);
        logged(duels);
        votes(duels, true);

        Report.Comparison route = report("primaries: [people_win_rate]", "");
        Report.Comparison guarded = report("guardrails: g", "{metrics: [{name: people_win_rate, max: 0.5}]}");

        assertThat(route.verdict()).as("%s", route.reasons()).isEqualTo(Verdict.PROMOTE);
        assertThat(guarded.verdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void a_judge_of_two_prompts_is_not_borne_out_by_votes_on_one() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(60, 0.9);
        judged(duels, "A_IF_BETTER");
        try (JudgeServer server = JudgeServer.comparing(JudgeVerdictTest::better)) {
            Judge other = judge(server, Judge.Kind.PAIRWISE);
            run(
                    new Judge(
                            other.name(),
                            other.url(),
                            "another-model",
                            other.bearer(),
                            other.kind(),
                            other.promptFile(),
                            other.temperature(),
                            other.maxTokens(),
                            other.concurrency(),
                            other.timeout(),
                            other.retries(),
                            other.budget(),
                            other.price()),
                    duels);
        }
        votes(duels, true);

        Report.Comparison route = report("primary: " + WIN_RATE, "");

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(check(route).reason()).contains("its judgments are of 2 models or prompts");
    }

    @Test
    void what_judges_say_changes_no_verdict_that_does_not_name_them() throws Exception {
        List<Duel> duels = JudgeRunTest.duels(PAIRS, 0.8);
        logged(duels);
        Report.Comparison before = report("", "");
        try (JudgeServer server = JudgeServer.comparing(JudgeVerdictTest::better)) {
            run(judge(server, Judge.Kind.PAIRWISE), duels);
        }
        votes(duels.subList(0, 40), true);

        Report.Comparison after = report("", "");

        assertThat(after.verdict()).isEqualTo(before.verdict());
        assertThat(after.reasons()).isEqualTo(before.reasons());
        assertThat(metric(after).verdict()).isEqualTo(MetricVerdict.INFORMATION);
    }

    private void judged(List<Duel> duels, String bias) throws IOException, InterruptedException {
        logged(duels);
        try (JudgeServer server = JudgeServer.comparing(
                bias.equals("LONGER") ? (a, b) -> a.length() > b.length() ? "A" : "B" : JudgeVerdictTest::better)) {
            run(judge(server, Judge.Kind.PAIRWISE), duels);
        }
    }

    private void run(Judge judge, List<Duel> duels) throws IOException, InterruptedException {
        try (Opinions.Intake intake = Opinions.of(data).intake(NOW)) {
            new JudgeRun(judge, Template.of(judge), intake, () -> NOW, Duration.ofMillis(1), judgment -> {})
                    .run(duels, Opinions.of(data).judgments());
        }
    }

    private void logged(List<Duel> duels) throws IOException {
        PairsInMemory pairs = new PairsInMemory();
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (Duel duel : duels) {
                Pair pair = pairs.shadow(
                        "qa",
                        PairsInMemory.leg(Leg.Role.LEGACY, "old", "{}", 10),
                        PairsInMemory.leg(Leg.Role.CANDIDATE, "new", "{}", 10));
                writer.add(PairCopies.withId(pair, duel.pairId()));
            }
        }
    }

    private int said;

    /** @param honest whether they prefer the better answer, or the worse; a later word of the same person counts */
    private void votes(List<Duel> duels, boolean honest) throws IOException {
        said++;
        try (Opinions.Intake intake = Opinions.of(data).intake(NOW)) {
            for (Duel duel : duels) {
                Choice better = Choice.of(quality(duel.legacy()), quality(duel.candidate()));
                intake.add(new Vote(
                        duel.pairId(), "qa", "ann", honest ? better : better.swapped(), NOW.plusSeconds(said)));
            }
        }
    }

    private Report.Comparison report(String judging, String limits) throws IOException {
        String guardrails = limits.isEmpty() ? "{metrics: [{name: error_rate, maxDelta: 0.1}]}" : limits;
        String guarded = judging.startsWith("guardrails") ? "" : ", guardrails: g";
        String yaml =
                "  - name: qa\n    match: {path: {prefix: /}}\n    shadow: {legacy: old, candidates: [{model: new,"
                        + " percent: 100}]}\n    compare: {profile: json" + (judging.isEmpty() ? "" : ", " + judging)
                        + guarded
                        + "}\nguardrails: {g: " + guardrails + "}\n";
        Report report = Reports.compute(data, Optional.of(PairsInMemory.config(yaml)), Filter.ALL, 1, 1);
        assertThat(report.routes()).hasSize(1);
        return report.routes().get(0);
    }

    private static JudgeResult judge(Report.Comparison route) {
        return route.findings().judges().get(0);
    }

    private static Check check(Report.Comparison route) {
        return route.checks().stream()
                .filter(check -> check.metric().equals(WIN_RATE))
                .findFirst()
                .orElseThrow();
    }

    private static Report.MetricResult metric(Report.Comparison route) {
        return route.metrics().stream()
                .filter(result -> result.estimate().name().equals(WIN_RATE))
                .findFirst()
                .orElseThrow();
    }

    private static Judge judge(JudgeServer server, Judge.Kind kind) {
        return new Judge(
                "strict",
                server.url(),
                "judge-model",
                Optional.empty(),
                kind,
                Optional.empty(),
                0,
                64,
                4,
                Duration.ofSeconds(30),
                1,
                Judge.Budget.DEFAULT,
                Optional.empty());
    }

    private static String better(String a, String b) {
        int difference = quality(a) - quality(b);
        return difference > 0 ? "A" : difference < 0 ? "B" : "C";
    }

    private static int quality(String answer) {
        String word = answer.substring("quality=".length());
        return Integer.parseInt(word.substring(0, word.indexOf(' ')));
    }
}
