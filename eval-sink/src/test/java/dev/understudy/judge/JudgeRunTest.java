package dev.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.config.Judge;
import dev.understudy.config.Model;
import dev.understudy.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeRunTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path data;

    @Test
    void an_honest_judge_is_consistent_and_its_word_is_kept_with_all_that_made_it() throws Exception {
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            JudgeRun.Result result = run(judge(server), duels(60, 0.7));

            assertThat(result.judged()).isEqualTo(60);
            assertThat(result.failed()).isZero();
            assertThat(result.spent()).isEqualTo(new Judgment.Spent(120, 12_000, 1200, null));
        }
        Judgment judgment = Opinions.of(data).judgments().iterator().next();
        assertThat(judgment.by().model()).isEqualTo("judge-model");
        assertThat(judgment.by().prompt()).isEqualTo("pairwise-v1");
        assertThat(judgment.by().promptSha256()).hasSize(64);
        assertThat(judgment.by().temperature()).isZero();
        assertThat(judgment.rounds())
                .extracting(Judgment.Round::shown)
                .containsExactlyInAnyOrder(Judgment.Shown.LEGACY_FIRST, Judgment.Shown.CANDIDATE_FIRST);
        JudgeResult found = result();
        assertThat(found.consistency()).isEqualTo(1.0);
        assertThat(found.wins() + found.losses()).isEqualTo(60);
        assertThat(found.position()).isEqualTo(new JudgeResult.Position(0, 0, 1));
        assertThat(found.selfPreference()).isEmpty();
    }

    @Test
    void a_judge_that_likes_what_stands_first_is_uncovered() throws Exception {
        try (JudgeServer server = JudgeServer.comparing((a, b) -> quality(a) + 2 >= quality(b) ? "A" : "B")) {
            run(judge(server), duels(80, 0.5));
        }

        JudgeResult found = result();
        assertThat(found.consistency()).isLessThan(0.7);
        assertThat(found.position().first()).isGreaterThan(20);
        assertThat(found.position().second()).isZero();
        assertThat(found.position().p()).isLessThan(1e-5);
        assertThat(found.ties()).isEqualTo(found.position().first());
    }

    @Test
    void a_judge_that_likes_length_is_uncovered() throws Exception {
        try (JudgeServer server = JudgeServer.comparing((a, b) -> a.length() > b.length() ? "A" : "B")) {
            run(judge(server), duels(120, 0.5));
        }

        JudgeResult.Length length = Objects.requireNonNull(result().length());
        assertThat(length.n()).isEqualTo(120);
        assertThat(length.oddsPer100Chars()).isGreaterThan(2);
        assertThat(length.p()).isLessThan(0.01);
        assertThat(length.rateAtEqualLength()).isCloseTo(0.5, within(0.15));
    }

    @Test
    void a_judge_of_the_candidates_family_is_flagged() throws Exception {
        List<Duel> duels = duels(30, 0.5).stream()
                .map(duel -> new Duel(
                        duel.pairId(),
                        duel.route(),
                        duel.question(),
                        null,
                        "llama-13b",
                        "openai/judge-mini",
                        duel.legacy(),
                        duel.candidate()))
                .toList();
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            run(judge(server), duels);
        }

        assertThat(result().selfPreference()).isEqualTo("candidate");
    }

    @Test
    void the_judge_is_never_told_whose_answers_they_are() throws Exception {
        List<Duel> duels = List.of(
                new Duel("p", "qa", "Why {answer_a}?", "because", "secret-old", "secret-new", "one {answer_b}", "two"));
        try (JudgeServer server = JudgeServer.comparing((a, b) -> "C")) {
            run(judge(server), duels);

            assertThat(server.prompts)
                    .hasSize(2)
                    .noneMatch(prompt -> prompt.contains("secret") || prompt.contains("legacy"));
            assertThat(server.prompts).allMatch(prompt -> prompt.contains("Why {answer_a}?"));
            assertThat(server.prompts).allMatch(prompt -> prompt.contains("one {answer_b}"));
        }
    }

    @Test
    void what_was_judged_is_not_judged_again_and_a_run_goes_on_where_it_stopped() throws Exception {
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            Judge poor = withBudget(judge(server), new Judge.Budget(20, 1_000_000, 1));

            JudgeRun.Result begun = run(poor, duels(30, 0.5));
            assertThat(begun.judged()).isEqualTo(10);
            assertThat(begun.left()).isEqualTo(20);
            JudgeRun.Result more = run(poor, duels(30, 0.5));
            assertThat(more.already()).isEqualTo(10);
            assertThat(more.judged()).isEqualTo(10);

            run(judge(server), duels(30, 0.5));
            assertThat(run(judge(server), duels(30, 0.5)).already()).isEqualTo(30);
            assertThat(server.prompts).hasSize(60);
        }
        assertThat(Opinions.of(data).judgments()).hasSize(30);
    }

    @Test
    void a_budget_of_tokens_or_of_money_ends_a_run() throws Exception {
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            Judge one = judge(server);
            Judge tokens = with(one, 1, new Judge.Budget(1000, 500, 100), Optional.empty());
            assertThat(run(tokens, duels(30, 0.5)).judged()).isEqualTo(3);

            Judge money = with(
                    one, 1, new Judge.Budget(1000, 1_000_000, 0.0005), Optional.of(new Model.Price(1, 1, 1, "USD")));
            assertThat(run(money, duels(30, 0.5)).judged()).isEqualTo(3);
        }
    }

    @Test
    void rubbish_is_counted_kept_and_not_asked_for_again() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (JudgeServer server = new JudgeServer(prompt -> {
            int call = calls.incrementAndGet();
            return JudgeServer.Answer.said(call <= 4 ? "I cannot decide, sorry." : "[[A]] or rather [[B]]");
        })) {
            Judge single = with(judge(server), 1, Judge.Budget.DEFAULT, Optional.empty());

            JudgeRun.Result result = run(single, duels(5, 0.5));

            assertThat(result.judged()).isEqualTo(5);
            assertThat(result.failed()).isEqualTo(2);
            assertThat(run(single, duels(5, 0.5)).already()).isEqualTo(5);
        }
        JudgeResult found = result();
        assertThat(found.judged()).isEqualTo(5);
        assertThat(found.errors()).isEqualTo(2);
        assertThat(found.position().second()).isEqualTo(3);
    }

    @Test
    void what_failed_on_the_way_is_tried_again_now_and_in_the_next_run() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (JudgeServer server = new JudgeServer(prompt -> calls.incrementAndGet() <= 1
                ? new JudgeServer.Answer(503, "later")
                : JudgeServer.Answer.said("[[C]]"))) {
            JudgeRun.Result result = run(with(judge(server), 1, Judge.Budget.DEFAULT, Optional.empty()), duels(1, 0.5));
            assertThat(result.failed()).isZero();
            assertThat(result.spent().calls()).isEqualTo(3);
        }
        AtomicInteger others = new AtomicInteger();
        try (JudgeServer server = new JudgeServer(prompt -> others.incrementAndGet() <= 2
                ? new JudgeServer.Answer(400, "no such model")
                : JudgeServer.Answer.said("[[C]]"))) {
            List<Duel> one = List.of(duels(2, 0.5).get(1));
            assertThat(run(judge(server), one).failed()).isEqualTo(1);
            JudgeRun.Result again = run(judge(server), one);
            assertThat(again.already()).isZero();
            assertThat(again.failed()).isZero();
        }
        assertThat(result().errors()).isZero();
    }

    @Test
    void a_judge_that_is_not_there_is_an_error_of_each_pair() throws Exception {
        Judge nowhere;
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            nowhere = judge(server);
        }

        assertThat(run(nowhere, duels(3, 0.5)).failed()).isEqualTo(3);
        assertThat(Opinions.of(data).judgments())
                .allSatisfy(judgment -> assertThat(judgment.rounds())
                        .allSatisfy(round -> assertThat(round.error()).startsWith("connect")));
    }

    @Test
    void a_rubric_scores_each_answer_alone() throws Exception {
        try (JudgeServer server = new JudgeServer(
                prompt -> JudgeServer.Answer.said(prompt.contains("good") ? "Fine: [[8]]" : "Poor. [[3.5]]"))) {
            Judge pairwise = judge(server);
            Judge rubric = new Judge(
                    "strict",
                    pairwise.url(),
                    "judge-model",
                    Optional.empty(),
                    Judge.Kind.RUBRIC,
                    Optional.empty(),
                    0,
                    64,
                    2,
                    Duration.ofSeconds(10),
                    0,
                    Judge.Budget.DEFAULT,
                    Optional.empty());
            run(rubric, List.of(duel("1", "bad", "good"), duel("2", "good", "good")));
        }

        JudgeResult found = result();
        assertThat(found.wins()).isEqualTo(1);
        assertThat(found.ties()).isEqualTo(1);
        JudgeResult.Rubric scores = Objects.requireNonNull(found.rubric());
        assertThat(scores.legacy()).isEqualTo(5.75);
        assertThat(scores.candidate()).isEqualTo(8);
        assertThat(scores.delta()).isEqualTo(2.25);
    }

    @Test
    void a_token_from_a_file_goes_along() throws Exception {
        Path token = Files.writeString(data.resolve("token"), "hush\n");
        try (JudgeServer server = JudgeServer.comparing(JudgeRunTest::byQuality)) {
            Judge open = judge(server);
            Judge closed = new Judge(
                    open.name(),
                    open.url(),
                    open.model(),
                    Optional.of(new Secret.FromFile(token)),
                    open.kind(),
                    open.promptFile(),
                    0,
                    64,
                    2,
                    open.timeout(),
                    0,
                    open.budget(),
                    Optional.empty());
            run(closed, duels(1, 0.5));

            assertThat(server.authorizations).containsOnly("Bearer hush");
        }
    }

    @Test
    void a_template_without_a_place_for_the_answers_is_refused() throws Exception {
        Path file = Files.writeString(data.resolve("p.txt"), "Which is better, {answer_a}?");
        Judge judge = new Judge(
                "strict",
                URI.create("http://127.0.0.1:9/v1"),
                "m",
                Optional.empty(),
                Judge.Kind.PAIRWISE,
                Optional.of(file),
                0,
                64,
                1,
                Duration.ofSeconds(1),
                0,
                Judge.Budget.DEFAULT,
                Optional.empty());

        assertThatThrownBy(() -> Template.of(judge))
                .hasMessageContaining("judges.strict.promptFile")
                .hasMessageContaining("{question}");
    }

    private JudgeRun.Result run(Judge judge, List<Duel> duels) throws IOException, InterruptedException {
        try (Opinions.Intake intake = Opinions.of(data).intake(NOW)) {
            return new JudgeRun(judge, Template.of(judge), intake, () -> NOW, Duration.ofMillis(1), judgment -> {})
                    .run(duels, Opinions.of(data).judgments());
        }
    }

    private JudgeResult result() throws IOException {
        return Findings.of(data, "qa", Optional.empty()).judges().get(0);
    }

    private static Judge judge(JudgeServer server) {
        return new Judge(
                "strict",
                server.url(),
                "judge-model",
                Optional.empty(),
                Judge.Kind.PAIRWISE,
                Optional.empty(),
                0,
                64,
                3,
                Duration.ofSeconds(10),
                1,
                Judge.Budget.DEFAULT,
                Optional.empty());
    }

    private static Judge withBudget(Judge judge, Judge.Budget budget) {
        return with(judge, judge.concurrency(), budget, judge.price());
    }

    private static Judge with(Judge judge, int concurrency, Judge.Budget budget, Optional<Model.Price> price) {
        return new Judge(
                judge.name(),
                judge.url(),
                judge.model(),
                judge.bearer(),
                judge.kind(),
                judge.promptFile(),
                judge.temperature(),
                judge.maxTokens(),
                concurrency,
                judge.timeout(),
                judge.retries(),
                budget,
                price);
    }

    /** Answers with a planted quality from 0 to 9 and lengths that have nothing to do with it. */
    static List<Duel> duels(int n, double candidateBetter) {
        Random random = new Random(7);
        List<Duel> duels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int legacy = random.nextInt(5);
            int candidate = random.nextDouble() < candidateBetter ? legacy + 1 + random.nextInt(4) : legacy - 1;
            duels.add(duel(Integer.toString(i), answer(legacy, random), answer(candidate, random)));
        }
        return duels;
    }

    static Duel duel(String id, String legacy, String candidate) {
        return new Duel("qa:" + id, "qa", "question " + id, null, "llama-13b", "vicuna-13b", legacy, candidate);
    }

    private static String answer(int quality, Random random) {
        return "quality=" + quality + " " + "x".repeat(random.nextInt(400));
    }

    private static String byQuality(String a, String b) {
        int difference = quality(a) - quality(b);
        return difference > 0 ? "A" : difference < 0 ? "B" : "C";
    }

    private static int quality(String answer) {
        String word = answer.substring("quality=".length());
        return Integer.parseInt(word.substring(0, word.indexOf(' ')));
    }
}
