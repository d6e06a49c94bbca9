package dev.understudy.compare;

import static dev.understudy.compare.PairsInMemory.failed;
import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Config;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class VerdictTest {
    private static final Config SHADOW = PairsInMemory.config("""
              - name: intent
                match: {path: {prefix: /}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}], noise: {percent: 10}}
                record: {percent: 100}
                compare: {profile: classification, prediction: /class}
            """);
    private static final Config AB = PairsInMemory.config("""
              - name: intent
                match: {path: {prefix: /}}
                ab: {unit: request, arms: [{model: old, weight: 90}, {model: new, weight: 10}]}
                record: {percent: 100}
            """);
    private static final Config CANARY = PairsInMemory.config("""
              - name: intent
                match: {path: {prefix: /}}
                canary: {legacy: old, candidate: new, assignBy: user, salt: s, steps: [{setPercent: 50}]}
                record: {percent: 100}
            """);

    private final PairsInMemory source = new PairsInMemory();
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void no_data_is_hold_and_says_that_the_strategy_saw_no_traffic() {
        Report report = source.report(SHADOW);

        assertThat(report.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(only(report).reasons())
                .singleElement()
                .asString()
                .contains("shadow is configured and saw no traffic");
    }

    @Test
    void nothing_at_all_is_hold() {
        Report report = source.report(Optional.empty(), 1, 42);

        assertThat(report.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(report.reasons()).singleElement().asString().contains("nothing to compare");
    }

    @Test
    void a_model_asked_twice_speaks_by_the_leg_that_answered() {
        for (int i = 0; i < 50; i++) {
            source.shadow(
                    "intent",
                    failed(Role.LEGACY, "old", Leg.Outcome.SHED, "inFlight"),
                    leg(Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10),
                    leg(Role.LEGACY, "old", "{\"class\":\"a\"}", 10));
        }

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.pairs()).isEqualTo(50);
        assertThat(metric(route, "error_rate").estimate().legacy()).isZero();
    }

    @Test
    void answers_alike_and_times_alike_are_promoted() {
        shadow(800, 0, 1, 0);

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).as("%s", route.reasons()).isEqualTo(Verdict.PROMOTE);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("error_rate is no worse"));
        assertThat(route.pairs()).isEqualTo(800);
    }

    @Test
    void few_pairs_are_held_with_how_many_are_needed() {
        shadow(60, 0, 1, 0);

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("Only 60 pairs; at least 100"));
        assertThat(route.next()).contains("more of the same");
    }

    @Test
    void requests_without_a_key_are_units_of_one_where_arms_are_stuck_to_users() {
        for (int i = 0; i < 1000; i++) {
            String arm = i % 2 == 0 ? "old" : "new";
            Role role = i % 2 == 0 ? Role.LEGACY : Role.CANDIDATE;
            Pair.Unit unit = i < 100 ? new Pair.Unit("user", "header:x-user", "u" + i) : null;
            Leg leg = random.nextDouble() < 0.2
                    ? failed(role, arm, Leg.Outcome.ERROR, "reset")
                    : leg(role, arm, "{\"class\":\"a\"}", 10);
            source.add("intent", "canary", unit, arm, 0.5, null, leg);
        }

        Report.Comparison route = only(source.report(CANARY));

        assertThat(route.split().p()).isEqualTo(1);
        double plain = 2 * Math.sqrt(0.2 * 0.8 / 500) * Math.sqrt(2);
        var inference =
                Objects.requireNonNull(metric(route, "error_rate").estimate().inference());
        assertThat(inference.interval().high() - inference.interval().low()).isGreaterThan(plain);
    }

    @Test
    void a_single_pair_is_counted_in_good_english() {
        shadow(1, 0, 1, 0);

        assertThat(only(source.report(SHADOW)).reasons()).anyMatch(reason -> reason.contains("Only 1 pair; at least"));
    }

    @Test
    void more_errors_than_the_margin_are_rolled_back() {
        shadow(400, 0.15, 1, 0);

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(route.reasons()).anyMatch(reason -> reason.startsWith("error_rate is worse: 0\u202f% → 1"));
        assertThat(route.worst())
                .anyMatch(pair -> pair.kind().equals("failed") && pair.note().contains("timeout"));
    }

    @Test
    void a_slower_candidate_is_rolled_back() {
        shadow(400, 0, 2, 0);

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("latency_ms_p95 is worse"));
    }

    @Test
    void answers_that_differ_with_no_label_are_held_never_rolled_back() {
        shadow(800, 0, 1, 0.5);

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("nothing says which are better"));
        assertThat(route.next()).contains("labels");
    }

    @Test
    void labels_that_speak_against_the_candidate_roll_it_back() {
        shadow(400, 0, 1, 0.3).forEach(pair -> source.label(pair, "a"));

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("accuracy is worse: 100\u202f% → "));
        assertThat(route.worst()).anyMatch(pair -> pair.kind().equals("regression"));
    }

    @Test
    void a_split_that_is_not_as_configured_makes_everything_invalid() {
        ab(2000, 0.2);

        Report.Comparison route = only(source.report(AB));

        assertThat(route.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(route.reasons()).anyMatch(reason -> reason.contains("The split is not as configured"));
        assertThat(route.split().p()).isLessThan(0.001);
    }

    @Test
    void a_split_as_configured_is_no_alarm() {
        ab(2000, 0.1);

        Report.Comparison route = only(source.report(AB));

        assertThat(route.verdict()).isNotEqualTo(Verdict.INVALID);
        assertThat(route.split().p()).isGreaterThan(0.001);
        assertThat(route.split().configured()).containsEntry("old", 0.9).containsEntry("new", 0.1);
    }

    @Test
    void where_nothing_says_which_answers_are_better_more_traffic_is_not_promised_to_decide() {
        ab(2000, 0.1);

        Report.Comparison route = only(source.report(AB));

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(route.next()).contains("More of the same cannot decide", "labels");
    }

    @Test
    void pulses_count_all_traffic_and_each_step_is_tested_by_its_own_shares() {
        ab(200, 0.1);
        source.pulse("intent", Map.of("old", 0.99, "new", 0.01), Map.of("old", 9900L, "new", 100L), 100, Map.of());
        source.pulse("intent", Map.of("old", 0.5, "new", 0.5), Map.of("old", 5010L, "new", 4990L), 100, Map.of());

        Report.Split split = only(source.report(AB)).split();

        assertThat(split.epochs()).isEqualTo(2);
        assertThat(split.observed()).containsEntry("old", 14910L).containsEntry("new", 5090L);
        assertThat(split.p()).isGreaterThan(0.5);
    }

    @Test
    void a_user_with_many_requests_is_one_draw_of_a_sticky_split() {
        for (int i = 0; i < 3000; i++) {
            boolean heavy = i % 3 != 0;
            String user = heavy ? "heavy" : "user-" + i;
            boolean candidate = !heavy && i % 2 == 0;
            source.add(
                    "intent",
                    "canary",
                    new Pair.Unit("user", "header:x-user", user),
                    candidate ? "new" : "old",
                    0.5,
                    null,
                    candidate ? leg(Role.CANDIDATE, "new", "{}", 10) : leg(Role.LEGACY, "old", "{}", 10));
        }

        Report.Split split = only(source.report(CANARY)).split();

        assertThat(split.units()).isEqualTo("user");
        assertThat(split.observed()).containsEntry("old", 2500L);
        assertThat(split.p()).isGreaterThan(0.5);
    }

    @Test
    void a_log_that_lacks_a_tenth_of_what_was_sampled_is_invalid() {
        shadow(400, 0, 1, 0);
        source.pulse(
                "intent",
                Map.of("old", 1.0),
                Map.of("old", 1000L),
                400,
                Map.of("queue_full", 100L, "sampled_out", 500L));

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(route.reasons())
                .singleElement()
                .asString()
                .contains("Only 80\u202f%")
                .contains("queue_full 100");
    }

    @Test
    void a_shadow_that_was_never_asked_is_invalid() {
        for (int i = 0; i < 50; i++) {
            source.shadow("intent", leg(Role.LEGACY, "old", "{\"class\":\"a\"}", 10));
        }

        assertThat(only(source.report(SHADOW)).reasons())
                .singleElement()
                .asString()
                .contains("Nothing joined");
    }

    @Test
    void a_pointer_that_matches_nothing_is_counted_with_an_example_and_invalid() {
        for (int i = 0; i < 50; i++) {
            source.shadow(
                    "intent",
                    leg(Role.LEGACY, "old", "{\"klass\":\"a\"}", 10),
                    leg(Role.CANDIDATE, "new", "{\"klass\":\"a\"}", 10));
        }

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(route.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(route.coverage().faults())
                .contains(new Report.FaultCount("legacy", "pointer_unmatched", "/class", 50, "01K000000"));
    }

    /** Where few are asked of both, or none, what legacy says alone counts all the same. */
    @Test
    void a_pointer_that_misses_some_answers_is_counted_and_makes_nothing_invalid() {
        Config config = PairsInMemory.config("""
                  - name: intent
                    match: {path: {prefix: /}}
                    ab: {unit: request, arms: [{model: old, weight: 50}, {model: new, weight: 50}]}
                    compare: {profile: classification, prediction: /class}
                """);
        for (int i = 0; i < 1000; i++) {
            String model = i % 2 == 0 ? "old" : "new";
            Role role = i % 2 == 0 ? Role.LEGACY : Role.CANDIDATE;
            String answer = i == 0 ? "{}" : "{\"class\":\"a\"}";
            source.add("intent", "ab", null, model, 0.5, null, leg(role, model, answer, 10));
        }

        Report.Comparison route = only(source.report(config));

        assertThat(route.coverage().faults())
                .containsExactly(new Report.FaultCount("legacy", "pointer_unmatched", "/class", 1, "01K000000"));
        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void a_class_that_is_written_in_another_way_is_no_regression() {
        Config config = PairsInMemory.config("""
                  - name: intent
                    match: {path: {prefix: /}}
                    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
                    compare: {profile: classification, prediction: /class, label: /q}
                """);
        source.shadow(
                "intent",
                leg(Role.LEGACY, "old", "{\"class\":0}", 10),
                leg(Role.CANDIDATE, "new", "{\"class\":0.0}", 10));
        source.shadow(
                "intent",
                leg(Role.LEGACY, "old", "{\"class\":1.0}", 10),
                leg(Role.CANDIDATE, "new", "{\"class\":2}", 10));

        assertThat(only(source.report(config)).worst())
                .filteredOn(pair -> pair.kind().equals("regression"))
                .extracting(Report.WorstPair::id)
                .containsExactly("01K000001");
    }

    /** Of two that are the same nothing is known of how they vary, however many there are on the other side. */
    @Test
    void two_requests_of_the_candidate_are_not_worse_than_a_thousand_of_legacy() {
        for (int i = 0; i < 1002; i++) {
            boolean isCandidate = i >= 1000;
            Pair pair = source.add(
                    "intent",
                    "ab",
                    null,
                    isCandidate ? "new" : "old",
                    isCandidate ? 0.1 : 0.9,
                    null,
                    leg(isCandidate ? Role.CANDIDATE : Role.LEGACY, isCandidate ? "new" : "old", "{}", 10));
            double reward = isCandidate ? 1 : 2 + random.nextDouble();
            source.feedback.add(new Feedback(pair.id(), "reward", null, null, reward, "r" + i, PairsInMemory.START));
        }

        Report.Comparison route = only(source.report(AB));

        assertThat(metric(route, "reward").verdict()).isEqualTo(Report.MetricVerdict.INCONCLUSIVE);
        assertThat(route.verdict()).isNotEqualTo(Verdict.ROLLBACK);
        assertThat(route.checks())
                .filteredOn(check -> check.metric().equals("reward"))
                .singleElement()
                .satisfies(check -> assertThat(check.reason())
                        .contains("on one side it rests on 2 independent requests or units, and 50 are needed"));
    }

    /** Three users are three, however often they come. */
    @Test
    void a_few_users_of_the_candidate_are_not_worse_than_many_of_legacy() {
        for (int i = 0; i < 2000; i++) {
            int user = i % 100;
            boolean isCandidate = user < 3;
            Pair pair = source.add(
                    "intent",
                    "canary",
                    new Pair.Unit("user", "header:x-user", "u" + user),
                    isCandidate ? "new" : "old",
                    0.5,
                    null,
                    leg(isCandidate ? Role.CANDIDATE : Role.LEGACY, isCandidate ? "new" : "old", "{}", 10));
            source.feedback.add(new Feedback(
                    pair.id(), "reward", null, null, isCandidate ? 1.0 : 2.0 + user % 2, "r" + i, PairsInMemory.START));
        }

        assertThat(metric(only(source.report(CANARY)), "reward").verdict())
                .isEqualTo(Report.MetricVerdict.INCONCLUSIVE);
    }

    @Test
    void how_alike_groups_are_is_told_in_its_own_unit() {
        Config config = PairsInMemory.config(likeness("clustering, cluster: /g"));
        for (int i = 0; i < 200; i++) {
            int other = random.nextInt(3) == 0 ? random.nextInt(4) : i % 4;
            source.shadow(
                    "intent",
                    leg(Role.LEGACY, "old", "{\"g\":" + i % 4 + "}", 10),
                    leg(Role.CANDIDATE, "new", "{\"g\":" + other + "}", 10));
        }

        assertThat(only(source.report(config)).reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .contains("cluster_agreement is 0.")
                        .contains("(between 0.")
                        .doesNotContain("%"));
    }

    @Test
    void a_fallback_counts_as_an_error_of_the_arm_that_was_assigned() {
        for (int i = 0; i < 1000; i++) {
            Leg legacy = leg(Role.LEGACY, "old", "{}", 10 + random.nextDouble());
            if (i % 10 == 0) {
                Leg candidate = failed(Role.CANDIDATE, "new", Leg.Outcome.ERROR, "connect");
                source.add("intent", "ab", null, "new", 0.1, null, candidate, legacy);
            } else {
                source.add("intent", "ab", null, "old", 0.9, null, legacy);
            }
        }

        Report.Comparison route = only(source.report(AB));

        Report.MetricResult errors = metric(route, "error_rate");
        assertThat(errors.estimate().candidate()).isEqualTo(1);
        assertThat(errors.estimate().legacy()).isEqualTo(0);
        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void shed_and_skipped_shadows_say_nothing_about_the_candidate() {
        for (int i = 0; i < 100; i++) {
            source.shadow(
                    "intent",
                    leg(Role.LEGACY, "old", "{\"class\":\"a\"}", 10),
                    i % 2 == 0
                            ? failed(Role.CANDIDATE, "new", Leg.Outcome.SHED, "inFlight")
                            : leg(Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10));
        }

        Report.Comparison route = only(source.report(SHADOW));

        assertThat(metric(route, "error_rate").estimate().n()).isEqualTo(50);
        assertThat(metric(route, "error_rate").estimate().candidate()).isZero();
        assertThat(route.legs().get("candidate")).containsEntry("shed", 50L).containsEntry("ok", 50L);
    }

    @Test
    void an_answer_that_is_not_json_is_unlike_any_answer() {
        for (int i = 0; i < 100; i++) {
            source.shadow(
                    "intent",
                    leg(Role.LEGACY, "old", "{\"class\":\"a\"}", 10),
                    leg(Role.CANDIDATE, "new", i < 50 ? "oops" : "{\"class\":\"a\"}", 10));
        }

        assertThat(metric(only(source.report(SHADOW)), "agreement").estimate().candidate())
                .isEqualTo(0.5);
    }

    /** All three stand in both, so that the overlap is whole. */
    @Test
    void a_list_that_is_turned_round_is_a_pair_to_look_at() {
        Config rankings = PairsInMemory.config(likeness("ranking"));
        String list = "{\"items\":[\"a\",\"b\",\"c\"]}";
        source.shadow("intent", leg(Role.LEGACY, "old", list, 10), leg(Role.CANDIDATE, "new", list, 10));
        Pair turned = source.shadow(
                "intent",
                leg(Role.LEGACY, "old", list, 10),
                leg(Role.CANDIDATE, "new", "{\"items\":[\"c\",\"b\",\"a\"]}", 10));

        Report.Comparison route = only(source.report(rankings));

        assertThat(metric(route, "overlap_at_10").estimate().candidate()).isEqualTo(1);
        assertThat(differing(route)).extracting(Report.WorstPair::id).containsExactly(turned.id());
    }

    @Test
    void vectors_differ_by_nothing_at_least_and_by_all_at_most() {
        Config vectors = PairsInMemory.config(likeness("embedding"));
        String vector = "{\"embedding\":[1,3]}";
        source.shadow("intent", leg(Role.LEGACY, "old", vector, 10), leg(Role.CANDIDATE, "new", vector, 10));
        Pair opposite = source.shadow(
                "intent",
                leg(Role.LEGACY, "old", vector, 10),
                leg(Role.CANDIDATE, "new", "{\"embedding\":[-1,-3]}", 10));

        Report.Comparison route = only(source.report(vectors));

        assertThat(differing(route)).singleElement().satisfies(pair -> {
            assertThat(pair.id()).isEqualTo(opposite.id());
            assertThat(pair.score()).isEqualTo(1);
        });
    }

    @Test
    void several_candidates_of_a_route_are_judged_apart() {
        Config two = PairsInMemory.config("""
                  - name: intent
                    match: {path: {prefix: /}}
                    shadow: {legacy: old, candidates: [{model: new, percent: 100}, {model: other, percent: 100}]}
                    record: {percent: 100}
                    compare: {profile: classification, prediction: /class}
                """);
        for (int i = 0; i < 800; i++) {
            source.shadow(
                    "intent",
                    leg(Role.LEGACY, "old", "{\"class\":\"a\"}", 10 + random.nextDouble()),
                    leg(Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10 + random.nextDouble()),
                    failed(Role.CANDIDATE, "other", Leg.Outcome.ERROR, "reset"));
        }

        Report report = source.report(two);

        assertThat(report.routes()).extracting(Report.Comparison::candidate).containsExactly("new", "other");
        assertThat(report.routes())
                .extracting(Report.Comparison::verdict)
                .containsExactly(Verdict.PROMOTE, Verdict.ROLLBACK);
        assertThat(report.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(report.reasons().get(0)).startsWith("intent (other): rollback.");
    }

    @Test
    void the_gravest_verdict_decides_the_exit_code() {
        assertThat(Verdict.gravest(List.of(Verdict.PROMOTE, Verdict.HOLD)).exitCode())
                .isEqualTo(10);
        assertThat(Verdict.gravest(List.of(Verdict.ROLLBACK, Verdict.HOLD)).exitCode())
                .isEqualTo(20);
        assertThat(Verdict.gravest(List.of(Verdict.ROLLBACK, Verdict.INVALID)).exitCode())
                .isEqualTo(30);
        assertThat(Verdict.gravest(List.of(Verdict.PROMOTE)).exitCode()).isZero();
    }

    /** The candidate takes {@code slower} times as long, and says something else as often as {@code differs}. */
    private List<Pair> shadow(int pairs, double errors, double slower, double differs) {
        for (int i = 0; i < pairs; i++) {
            double millis = 20 + 10 * random.nextDouble();
            Leg candidate = random.nextDouble() < errors
                    ? failed(Role.CANDIDATE, "new", Leg.Outcome.TIMEOUT, "firstByte")
                    : leg(
                            Role.CANDIDATE,
                            "new",
                            random.nextDouble() < differs ? "{\"class\":\"b\"}" : "{\"class\":\"a\"}",
                            slower * (20 + 10 * random.nextDouble()));
            source.shadow("intent", leg(Role.LEGACY, "old", "{\"class\":\"a\"}", millis), candidate);
        }
        return source.pairs;
    }

    private void ab(int requests, double share) {
        for (int i = 0; i < requests; i++) {
            boolean candidate = random.nextDouble() < share;
            source.add(
                    "intent",
                    "ab",
                    null,
                    candidate ? "new" : "old",
                    candidate ? 0.1 : 0.9,
                    null,
                    candidate ? leg(Role.CANDIDATE, "new", "{}", 10) : leg(Role.LEGACY, "old", "{}", 10));
        }
    }

    private static String likeness(String profile) {
        return """
                  - name: intent
                    match: {path: {prefix: /}}
                    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
                    record: {percent: 100}
                    compare: {profile: %s}
                """.formatted(profile);
    }

    private static List<Report.WorstPair> differing(Report.Comparison route) {
        return route.worst().stream()
                .filter(pair -> pair.kind().equals("differs"))
                .toList();
    }

    private static Report.Comparison only(Report report) {
        assertThat(report.routes()).hasSize(1);
        return report.routes().get(0);
    }

    private static Report.MetricResult metric(Report.Comparison route, String name) {
        return route.metrics().stream()
                .filter(result -> result.estimate().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
