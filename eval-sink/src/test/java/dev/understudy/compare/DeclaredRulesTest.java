package dev.understudy.compare;

import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Report.Check;
import dev.understudy.compare.Report.Check.Role;
import dev.understudy.compare.Report.MetricVerdict;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.config.Config;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCopies;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts by what the file declares, slices, weights, and what was done before. */
final class DeclaredRulesTest {
    private static final Config COSTS = shadow(
            "guardrails: g",
            "{metrics: [{name: output_tokens, direction: increase, maxDelta: 0.5, critical: true, minSamples: 1000}]}");

    private static final Leg GOOD = leg(Leg.Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10);

    private final PairsInMemory source = new PairsInMemory();
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void a_better_primary_promotes() {
        labelled(600, 0.75, 0.95);

        Report.Comparison route = only(source.report(shadow("primary: accuracy", "")));

        assertThat(route.verdict()).as("%s", route.reasons()).isEqualTo(Verdict.PROMOTE);
        assertThat(check(route, "accuracy").verdict()).isEqualTo(MetricVerdict.PASS);
        assertThat(check(route, "accuracy").holmP()).isLessThan(0.05);
        assertThat(route.reasons()).anyMatch(reason -> reason.startsWith("accuracy is better: "));
    }

    @Test
    void a_primary_that_is_as_good_is_held_and_says_what_would_change_it() {
        labelled(600, 0.8, 0.82);

        Report.Comparison route = only(source.report(shadow("primary: accuracy", "")));

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(check(route, "accuracy").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(check(route, "accuracy").detectable()).isPositive();
        assertThat(route.reasons())
                .anyMatch(reason -> reason.contains("not shown to be better")
                        && reason.contains("so many can show a difference of"));
    }

    @Test
    void a_worse_primary_rolls_back() {
        labelled(600, 0.95, 0.75);

        assertThat(only(source.report(shadow("primary: accuracy", ""))).verdict())
                .isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void no_worse_than_a_margin_is_enough_where_that_is_the_goal() {
        labelled(2000, 0.9, 0.9);

        Report.Comparison wide =
                only(source.report(shadow("primaries: [{metric: accuracy, goal: nonInferior, marginRatio: 0.1}]", "")));
        Report.Comparison narrow =
                only(source.report(shadow("primaries: [{metric: accuracy, goal: nonInferior, margin: 0.0001}]", "")));

        assertThat(check(wide, "accuracy").verdict()).isEqualTo(MetricVerdict.PASS);
        assertThat(check(wide, "accuracy").limit()).isBetween(0.085, 0.095);
        assertThat(wide.verdict()).as("%s", wide.reasons()).isEqualTo(Verdict.PROMOTE);
        assertThat(check(narrow, "accuracy").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(narrow.verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void of_several_that_should_be_better_one_is_enough_and_all_share_the_error() {
        labelled(600, 0.75, 0.95);

        Report.Comparison route = only(source.report(shadow("primaries: [accuracy, error_rate]", "")));

        assertThat(route.verdict()).as("%s", route.reasons()).isEqualTo(Verdict.PROMOTE);
        assertThat(check(route, "error_rate").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(check(route, "accuracy").holmP())
                .isGreaterThanOrEqualTo(check(route, "accuracy").p());
    }

    @Test
    void a_primary_that_nothing_measures_is_named_with_what_there_is() {
        labelled(200, 0.9, 0.9);

        Report.Comparison route = only(source.report(shadow("primary: rewrd", "")));

        assertThat(route.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(route.reasons())
                .anyMatch(reason ->
                        reason.contains("primary rewrd is not in the data: there are") && reason.contains("accuracy"));
    }

    @Test
    void a_broken_guardrail_rolls_back_and_stands_in_the_place_of_the_usual_ones() {
        labelled(600, 0.9, 0.9, 40);

        Report.Comparison usual = only(source.report(shadow("", "")));
        Report.Comparison declared = only(source.report(
                shadow("guardrails: g", "{metrics: [{name: latency_ms_p50, maxRatio: 1.2, critical: true}]}")));
        Report.Comparison lenient =
                only(source.report(shadow("guardrails: g", "{metrics: [{name: latency_ms_p50, maxRatio: 10}]}")));

        assertThat(usual.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(declared.verdict()).isEqualTo(Verdict.ROLLBACK);
        assertThat(declared.reasons().get(0))
                .startsWith("latency_ms_p50 breaks its limit")
                .contains("1.2 times");
        assertThat(check(lenient, "latency_ms_p50").verdict()).isEqualTo(MetricVerdict.PASS);
        assertThat(lenient.checks()).noneMatch(check -> check.metric().equals("latency_ms_p95"));
    }

    @Test
    void a_guardrail_wants_its_samples_first_unless_it_is_critical() {
        labelled(150, 0.95, 0.3);
        String limits = "maxDelta: 0.05, direction: decrease, minSamples: 1000";

        Report.Comparison patient =
                only(source.report(shadow("guardrails: g", "{metrics: [{name: accuracy, " + limits + "}]}")));
        Report.Comparison critical = only(source.report(
                shadow("guardrails: g", "{metrics: [{name: accuracy, critical: true, " + limits + "}]}")));

        assertThat(check(patient, "accuracy").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(check(patient, "accuracy").reason()).contains("150 of at least 1\u202f000");
        assertThat(check(patient, "accuracy").more()).isGreaterThanOrEqualTo(850);
        assertThat(check(critical, "accuracy").verdict()).isEqualTo(MetricVerdict.FAIL);
        assertThat(critical.verdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void a_few_figures_that_are_all_the_same_break_no_limit() {
        costly(3);
        Report.Comparison few = only(source.report(COSTS));
        costly(60);
        Report.Comparison many = only(source.report(COSTS));

        assertThat(check(few, "output_tokens").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(few.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(check(many, "output_tokens").verdict()).isEqualTo(MetricVerdict.FAIL);
    }

    @Test
    void answers_that_are_missing_by_slice_make_everything_invalid() {
        for (int i = 0; i < 400; i++) {
            boolean isLong = i % 4 == 0;
            // 60 of 100 long ones, 8 of 300 short ones.
            boolean isShed = isLong ? i % 20 >= 8 : i % 50 == 1;
            shed(isLong ? "long" : "short", isShed);
        }

        Report.Comparison route = only(source.report(shadow("slice: [{request: /language, name: length}]", "")));

        assertThat(route.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(route.reasons().get(0))
                .contains("missing more from some slices than from others: length long 60 of 100, all others 8 of 300");
    }

    @Test
    void answers_that_are_missing_evenly_are_no_reason_for_alarm() {
        for (int i = 0; i < 400; i++) {
            shed(i % 4 == 0 ? "long" : "short", i % 7 < 2);
        }

        Report.Comparison route = only(source.report(shadow("slice: [{request: /language, name: length}]", "")));

        assertThat(route.verdict()).isNotEqualTo(Verdict.INVALID);
        assertThat(route.slices().get(0).groups())
                .extracting(Report.SliceGroup::missing)
                .allMatch(missing -> missing.count() > 20);
    }

    /** What nobody asked of the candidate, and what it failed in itself: long ones only. */
    @ParameterizedTest
    @CsvSource({"SKIPPED, optedOut, 0", "SHED, breakerOpen, 60", "SHED, backOff, 60"})
    void what_was_left_out_on_purpose_and_what_the_model_brought_about_is_not_missing(
            Leg.Outcome outcome, String cause, long expected) {
        for (int i = 0; i < 300; i++) {
            ended(
                    i < 60 ? "long" : "short",
                    i < 60 ? PairsInMemory.failed(Leg.Role.CANDIDATE, "new", outcome, cause) : GOOD);
        }

        Report.Comparison route = only(source.report(shadow("slice: [{request: /language, name: length}]", "")));

        assertThat(route.verdict()).isNotEqualTo(Verdict.INVALID);
        assertThat(missing(route, "long")).isEqualTo(new Report.Missing(0, expected));
        assertThat(missing(route, "short")).isEqualTo(new Report.Missing(0, 240));
    }

    @Test
    void a_body_that_the_model_left_empty_is_a_bad_answer_and_not_missing_and_one_that_was_not_kept_is() {
        for (int i = 0; i < 300; i++) {
            ended(i < 60 ? "long" : "short", i < 60 ? of(Body.EMPTY) : GOOD);
            ended("unkept", of(new Body(new byte[0], 9, true)));
        }

        Report.Comparison route = only(source.report(shadow("slice: [{request: /language, name: length}]", "")));

        assertThat(missing(route, "long")).isEqualTo(new Report.Missing(0, 60));
        assertThat(agreement(route).n()).isEqualTo(300);
        assertThat(agreement(route).candidate()).isEqualTo(0.8);
        assertThat(missing(route, "unkept")).isEqualTo(new Report.Missing(300, 300));
        assertThat(route.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void levels_are_limits_too() {
        labelled(800, 0.9, 0.9);

        Report.Comparison route = only(source.report(
                shadow("guardrails: g", "{metrics: [{name: agreement, min: 0.5}, {name: accuracy, min: 0.99}]}")));

        assertThat(check(route, "agreement").verdict()).isEqualTo(MetricVerdict.PASS);
        assertThat(check(route, "accuracy").verdict()).isEqualTo(MetricVerdict.FAIL);
        assertThat(check(route, "accuracy").role()).isEqualTo(Role.GUARDRAIL);
        assertThat(route.verdict()).isEqualTo(Verdict.ROLLBACK);
    }

    @Test
    void the_planned_size_and_alpha_of_the_file_make_the_intervals() {
        labelled(400, 0.8, 0.8);

        Report.Comparison usual = only(source.report(shadow("", "")));
        Report.Comparison planned = only(source.report(shadow("plannedPairs: 400, alpha: 0.01", "")));

        assertThat(planned.sizes().plannedPairs()).isEqualTo(400);
        assertThat(width(planned)).isGreaterThan(width(usual));
    }

    @Test
    void slices_are_told_apart_the_largest_first_and_the_rest_together() {
        for (int i = 0; i < 3000; i++) {
            String language = i % 10 < 6 ? "en" : i % 10 < 8 ? "ja" : "l" + i % 40;
            Pair pair = sliced(language, i % 3 == 0 ? "b" : "a", "a");
            source.label(pair, "a");
        }

        Report.SliceTable table = only(source.report(
                        shadow("slice: [{request: /language, name: language, values: 3}, {header: x-none}]", "")))
                .slices()
                .get(0);

        assertThat(table.name()).isEqualTo("language");
        assertThat(table.groups())
                .extracting(Report.SliceGroup::value)
                .startsWith("en", "ja")
                .endsWith("other");
        assertThat(table.groups()).hasSize(4);
        assertThat(table.groups().stream().mapToLong(Report.SliceGroup::pairs).sum())
                .isEqualTo(3000);
        Report.SliceCell accuracy = table.groups().get(0).cells().stream()
                .filter(cell -> cell.metric().equals("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(accuracy.flagged()).isTrue();
        assertThat(accuracy.q()).isGreaterThanOrEqualTo(accuracy.p());
    }

    @Test
    void a_value_that_is_called_other_is_not_the_rest() {
        for (int i = 0; i < 400; i++) {
            source.label(sliced(i % 2 == 0 ? "other" : "l" + i % 5, "a", "a"), "a");
        }

        List<Report.SliceGroup> groups = only(source.report(
                        shadow("slice: [{request: /language, name: language, values: 2}]", "")))
                .slices()
                .get(0)
                .groups();

        assertThat(groups)
                .extracting(Report.SliceGroup::value)
                .startsWith("other")
                .endsWith("(other)");
        assertThat(groups.stream().mapToLong(Report.SliceGroup::pairs).sum()).isEqualTo(400);
    }

    @Test
    void a_limit_that_cannot_apply_is_never_kept() {
        labelled(600, 0.9, 0.9);

        Report.Comparison route =
                only(source.report(shadow("guardrails: g", "{metrics: [{name: agreement, min: 0.1, maxDelta: 0.9}]}")));

        assertThat(check(route, "agreement").verdict()).isEqualTo(MetricVerdict.INCONCLUSIVE);
        assertThat(check(route, "agreement").reason()).contains("give min or max, not a difference");
    }

    @Test
    void two_labels_show_nothing_to_be_no_worse() {
        labelled(600, 1, 1);
        source.feedback.subList(2, source.feedback.size()).clear();

        Report.Comparison usual = only(source.report(shadow("", "")));
        Report.Comparison declared =
                only(source.report(shadow("primaries: [{metric: accuracy, goal: nonInferior, margin: 0.5}]", "")));

        assertThat(usual.verdict()).as("%s", usual.reasons()).isEqualTo(Verdict.HOLD);
        assertThat(declared.verdict()).as("%s", declared.reasons()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void a_number_too_large_to_count_is_left_out_and_the_rest_is_compared() {
        labelled(600, 0.9, 0.9);
        source.feedback.add(
                new Feedback(source.pairs.get(0).id(), "reward", null, null, 1e200, "huge", PairsInMemory.START));

        assertThat(only(source.report(shadow("", ""))).pairs()).isEqualTo(600);
    }

    @Test
    void a_total_that_every_slice_contradicts_is_simpsons_paradox() {
        // By arm: the candidate got the hard ones, and is better on the hard and on the easy ones.
        simpson("easy", "old", 900, 0.90);
        simpson("easy", "new", 100, 0.96);
        simpson("hard", "old", 100, 0.40);
        simpson("hard", "new", 900, 0.50);

        Report.SliceTable table = only(source.report(PairsInMemory.config(ab("slice: [{request: /language}]"))))
                .slices()
                .get(0);

        assertThat(table.warnings()).anyMatch(warning -> warning.startsWith("Simpson's paradox: accuracy"));
    }

    @Test
    void requests_that_were_sampled_less_count_for_more() {
        Config ab = PairsInMemory.config(ab(""));
        for (int i = 0; i < 4000; i++) {
            boolean right = random.nextDouble() < 0.5;
            double rate = right ? 1 : 0.25;
            if (random.nextDouble() < rate) {
                Pair pair = assigned(i % 2 == 0 ? "old" : "new", right ? "a" : "b", rate, 0.5);
                source.label(pair, "a");
            }
        }

        Report.MetricResult accuracy = metric(only(source.report(ab)), "accuracy");

        assertThat(accuracy.estimate().legacy()).isBetween(0.45, 0.55);
        var weighting =
                java.util.Objects.requireNonNull(accuracy.estimate().detail().weighting());
        assertThat(weighting.effectiveLegacy())
                .isLessThan((double) accuracy.estimate().n());
    }

    @Test
    void what_units_did_before_is_taken_out() {
        for (int unit = 0; unit < 300; unit++) {
            double habit = random.nextDouble();
            Pair.Unit user = new Pair.Unit("user", "header:x-user", "u" + unit);
            for (int i = 0; i < 4; i++) {
                reward(user, "old", 1, habit + random.nextDouble() / 10);
            }
            String arm = unit % 2 == 0 ? "old" : "new";
            for (int i = 0; i < 4; i++) {
                reward(user, arm, 0.5, habit + random.nextDouble() / 10);
            }
        }
        Config canary = PairsInMemory.config("""
                  - name: intent
                    match: {path: {prefix: /}}
                    canary: {legacy: old, candidate: new, assignBy: user, salt: s, steps: [{setPercent: 50}]}
                    compare: {profile: json}
                """);

        var reward = metric(only(source.report(canary)), "reward").estimate();
        var cuped = java.util.Objects.requireNonNull(reward.detail().cuped());

        assertThat(reward.n()).isEqualTo(1200);
        assertThat(cuped.units()).isEqualTo(300);
        assertThat(cuped.varianceReduction()).isGreaterThan(0.9);
        assertThat(cuped.interval().high() - cuped.interval().low())
                .isLessThan(java.util.Objects.requireNonNull(reward.inference())
                                .interval()
                                .high()
                        - reward.inference().interval().low());
    }

    @Test
    void the_split_is_tested_where_requests_are_assigned_recorded_and_joined() {
        for (int i = 0; i < 1000; i++) {
            assigned(i % 2 == 0 ? "old" : "new", "a", 1, 0.5);
        }
        source.pulse("intent", Map.of("old", 0.5, "new", 0.5), Map.of("old", 1500L, "new", 500L), 1000, Map.of());

        Report.Split split = only(source.report(PairsInMemory.config(ab("")))).split();

        assertThat(split.places()).extracting(Report.Place::name).containsExactly("assigned", "recorded", "joined");
        assertThat(split.places().get(0).p()).isLessThan(1e-6);
        assertThat(split.places().get(0).alwaysValidP()).isLessThan(1e-6);
        assertThat(split.places().get(1).p()).isEqualTo(1);
        assertThat(split.stretches()).hasSize(3);
    }

    @Test
    void a_split_that_was_once_clearly_wrong_stays_an_alarm_at_every_look() {
        Config ab = PairsInMemory.config(ab(""));
        for (int i = 0; i < 400; i++) {
            // All to one arm at first, all to the other then: in the end the split is even.
            assigned(i < 200 ? "old" : "new", "a", 1, 0.5);
        }
        Report.Split split = only(source.report(ab)).split();
        java.util.Collections.reverse(source.pairs);
        Report.Split reversed =
                only(source.report(java.util.Optional.of(ab), 3, 42)).split();

        assertThat(split.p()).isGreaterThan(0.9);
        assertThat(split.places())
                .filteredOn(place -> place.name().equals("recorded"))
                .singleElement()
                .satisfies(place -> assertThat(place.alwaysValidP()).isLessThan(1e-9));
        assertThat(reversed).isEqualTo(split);
    }

    @Test
    void the_way_of_every_arm_is_followed_to_its_labels() {
        for (int i = 0; i < 60; i++) {
            Pair pair = assigned(i % 3 == 0 ? "new" : "old", "a", 1, 0.5);
            if (i % 2 == 0) {
                source.label(pair, "a");
            }
        }

        List<Report.FunnelArm> funnel =
                only(source.report(PairsInMemory.config(ab("")))).funnel();

        assertThat(funnel).hasSize(2);
        assertThat(funnel.get(0).model()).isEqualTo("new");
        assertThat(funnel.get(0).logged()).isEqualTo(20);
        assertThat(funnel.get(0).labelled()).isEqualTo(10);
        assertThat(funnel.get(1).joined()).isEqualTo(40);
    }

    @Test
    void how_both_ended_is_a_matrix_with_examples() {
        for (int i = 0; i < 30; i++) {
            source.shadow(
                    "intent",
                    leg(Leg.Role.LEGACY, "old", "{\"class\":\"a\"}", 10),
                    i % 3 == 0
                            ? PairsInMemory.failed(Leg.Role.CANDIDATE, "new", Leg.Outcome.TIMEOUT, "firstByte")
                            : leg(Leg.Role.CANDIDATE, "new", i % 3 == 1 ? "{\"class\":\"a\"}" : "rubbish", 10));
        }

        List<Report.Transition> transitions =
                only(source.report(shadow("", ""))).transitions();

        assertThat(transitions)
                .extracting(one -> one.legacy() + ">" + one.candidate() + " " + one.count())
                .containsExactly("ok>not_json 10", "ok>ok 10", "ok>timeout 10");
        assertThat(transitions.get(2).example()).isEqualTo("01K000000");
    }

    @Test
    void what_a_model_says_of_its_own_end_is_one_ending() {
        for (String finish : List.of("stop", "max_output_tokens", "SAFETY")) {
            source.shadow(
                    "intent",
                    leg(Leg.Role.LEGACY, "old", "{\"class\":\"a\"}", 10),
                    finished(leg(Leg.Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10), finish));
        }

        assertThat(only(source.report(shadow("", ""))).transitions())
                .extracting(Report.Transition::candidate)
                .containsExactly("cut_off", "ok", "refused");
    }

    private static Leg finished(Leg leg, String reason) {
        return new Leg(
                leg.role(),
                leg.model(),
                leg.endpoint(),
                leg.attempts(),
                leg.outcome(),
                leg.cause(),
                leg.status(),
                leg.headers(),
                leg.body(),
                leg.times(),
                leg.tokens(),
                new Leg.Generation(null, reason, null, null),
                false,
                null);
    }

    @Test
    void values_that_are_called_as_groups_of_ours_are_kept_apart_from_them() {
        List<String> values = List.of("\"(none)\"", "\"other\"", "\"(other)\"", "null");
        for (int i = 0; i < 40; i++) {
            source.shadow(
                    "intent",
                    leg(Leg.Role.LEGACY, "old", "{\"class\":\"a\", \"s\": " + values.get(i % 4) + "}", 10),
                    leg(Leg.Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10));
        }

        List<Report.SliceGroup> groups = only(source.report(shadow("slice: [{answer: /s}]", "")))
                .slices()
                .get(0)
                .groups();

        assertThat(groups)
                .extracting(group -> group.value() + " " + group.pairs())
                .containsExactly("(none) 10", "(other) 10", "other 10", "((none)) 10");
    }

    @Test
    void the_course_of_an_interval_is_shown_in_order_of_time() {
        labelled(2000, 0.9, 0.9);

        var looks = metric(only(source.report(shadow("", ""))), "accuracy")
                .estimate()
                .detail()
                .looks();

        assertThat(looks).hasSizeBetween(15, 20);
        assertThat(looks).isSortedAccordingTo(java.util.Comparator.comparing(look -> look.until()));
        assertThat(looks.get(looks.size() - 1).n()).isEqualTo(2000);
        assertThat(looks.get(0).interval()).isNotNull();
        for (int i = 1; i < looks.size(); i++) {
            assertThat(looks.get(i).p()).isLessThanOrEqualTo(looks.get(i - 1).p());
        }
    }

    @Test
    void late_and_unusable_feedback_and_clocks_that_step_back_are_counted() {
        for (int i = 0; i < 200; i++) {
            sliced("en", "a", "a");
        }
        Pair pair = source.pairs.get(3);
        source.feedback.add(
                new Feedback(pair.id(), "label", null, "a", null, "late", PairsInMemory.START.plusSeconds(200_000)));
        source.feedback.add(new Feedback(pair.id(), "reward", null, null, Double.NaN, "nan", PairsInMemory.START));
        source.feedback.add(new Feedback(pair.id(), "label", null, null, null, "empty", PairsInMemory.START));
        source.pairs.replaceAll(one -> one.sequence() < 150 ? one : dated(one, -3600));

        Report.Provenance provenance = source.report(shadow("", "")).provenance();

        assertThat(provenance.lateFeedback()).isGreaterThanOrEqualTo(1);
        assertThat(provenance.unusableFeedback()).isEqualTo(2);
        assertThat(provenance.clockSteps()).isEqualTo(1);
    }

    private void labelled(int pairs, double legacyRight, double candidateRight) {
        labelled(pairs, legacyRight, candidateRight, 10);
    }

    private void labelled(int pairs, double legacyRight, double candidateRight, double candidateMillis) {
        for (int i = 0; i < pairs; i++) {
            String legacy = random.nextDouble() < legacyRight ? "a" : "b";
            String candidate = random.nextDouble() < candidateRight ? "a" : "b";
            Pair pair = source.shadow(
                    "intent",
                    leg(Leg.Role.LEGACY, "old", "{\"class\":\"" + legacy + "\"}", 10 + random.nextDouble()),
                    leg(
                            Leg.Role.CANDIDATE,
                            "new",
                            "{\"class\":\"" + candidate + "\"}",
                            candidateMillis + random.nextDouble()));
            source.label(pair, "a");
        }
    }

    /** The candidate takes one token more, always. */
    private void costly(int pairs) {
        for (int i = 0; i < pairs; i++) {
            source.shadow(
                    "intent",
                    PairsInMemory.leg(Leg.Role.LEGACY, "old", "{\"class\":\"a\"}", 10, new Leg.Tokens(5, 7)),
                    PairsInMemory.leg(Leg.Role.CANDIDATE, "new", "{\"class\":\"a\"}", 10, new Leg.Tokens(5, 8)));
        }
    }

    private void shed(String language, boolean isShed) {
        ended(language, isShed ? PairsInMemory.failed(Leg.Role.CANDIDATE, "new", Leg.Outcome.SHED, "inFlight") : GOOD);
    }

    private void ended(String language, Leg candidate) {
        Pair pair = source.shadow("intent", leg(Leg.Role.LEGACY, "old", "{\"class\":\"a\"}", 10), candidate);
        replaceLast(asked(pair, language));
    }

    private static Leg of(Body body) {
        return new Leg(
                Leg.Role.CANDIDATE, "new", null, 1, Leg.Outcome.OK, null, 200, Map.of(), body, GOOD.times(), null);
    }

    private static Estimate agreement(Report.Comparison route) {
        return route.metrics().stream()
                .map(Report.MetricResult::estimate)
                .filter(estimate -> estimate.name().equals("agreement"))
                .findFirst()
                .orElseThrow();
    }

    private static Report.Missing missing(Report.Comparison route, String language) {
        return route.slices().get(0).groups().stream()
                .filter(group -> group.value().equals(language))
                .findFirst()
                .orElseThrow()
                .missing();
    }

    private Pair sliced(String language, String legacy, String candidate) {
        Pair pair = source.shadow(
                "intent",
                leg(Leg.Role.LEGACY, "old", "{\"class\":\"" + legacy + "\"}", 10),
                leg(Leg.Role.CANDIDATE, "new", "{\"class\":\"" + candidate + "\"}", 10));
        return replaceLast(asked(pair, language));
    }

    private void simpson(String kind, String arm, int requests, double right) {
        for (int i = 0; i < requests; i++) {
            Pair pair = assigned(arm, i < requests * right ? "a" : "b", 1, 0.5);
            source.label(replaceLast(asked(pair, kind)), "a");
        }
    }

    private Pair assigned(String arm, String answer, double sampleRate, double propensity) {
        Leg.Role role = arm.equals("old") ? Leg.Role.LEGACY : Leg.Role.CANDIDATE;
        Pair pair = source.add(
                "intent", "ab", null, arm, propensity, null, leg(role, arm, "{\"class\":\"" + answer + "\"}", 10));
        return replaceLast(PairCopies.sampled(pair, sampleRate));
    }

    private void reward(Pair.Unit user, String arm, double propensity, double value) {
        Leg.Role role = arm.equals("old") ? Leg.Role.LEGACY : Leg.Role.CANDIDATE;
        Pair pair = source.add("intent", "canary", user, arm, propensity, null, leg(role, arm, "{}", 10));
        source.feedback.add(
                new Feedback(pair.id(), "reward", null, null, value, pair.id() + ":reward", PairsInMemory.START));
    }

    private Pair replaceLast(Pair pair) {
        source.pairs.set(source.pairs.size() - 1, pair);
        return pair;
    }

    private static Pair asked(Pair pair, String language) {
        var request = new dev.understudy.pair.Request(
                "POST", "/intent", Map.of(), PairsInMemory.body("{\"language\":\"" + language + "\"}"));
        return PairCopies.asking(pair, request);
    }

    private static Pair dated(Pair pair, long seconds) {
        return PairCopies.at(pair, pair.time().plusSeconds(seconds));
    }

    private static Config shadow(String judging, String guardrails) {
        String compare =
                "{profile: classification, prediction: /class" + (judging.isEmpty() ? "" : ", ") + judging + "}";
        return PairsInMemory.config(
                """
                  - name: intent
                    match: {path: {prefix: /}}
                    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
                    compare: %s
                %s""".formatted(compare, guardrails.isEmpty() ? "" : "guardrails: {g: " + guardrails + "}\n"));
    }

    private static String ab(String judging) {
        String compare =
                "{profile: classification, prediction: /class" + (judging.isEmpty() ? "" : ", ") + judging + "}";
        return """
                  - name: intent
                    match: {path: {prefix: /}}
                    ab: {unit: request, arms: [{model: old, weight: 50}, {model: new, weight: 50}]}
                    compare: %s
                """.formatted(compare);
    }

    private static double width(Report.Comparison route) {
        var interval = java.util.Objects.requireNonNull(
                        metric(route, "accuracy").estimate().inference())
                .interval();
        return interval.high() - interval.low();
    }

    private static Check check(Report.Comparison route, String metric) {
        return route.checks().stream()
                .filter(check -> check.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static Report.MetricResult metric(Report.Comparison route, String name) {
        return route.metrics().stream()
                .filter(result -> result.estimate().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Report.Comparison only(Report report) {
        assertThat(report.routes()).hasSize(1);
        return report.routes().get(0);
    }
}
