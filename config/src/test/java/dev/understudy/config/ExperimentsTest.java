package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Experiment.Ab;
import dev.understudy.config.Experiment.Arm;
import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import dev.understudy.config.Experiment.Shadow;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Experiment.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentsTest {
    @Test
    void ab_assigns_requests_with_the_route_s_name_as_salt() {
        assertThat(Yaml.experiment("ab: {arms: [{model: a, weight: 98}, {model: b, weight: 2}]}"))
                .isEqualTo(new Ab(
                        UnitKind.REQUEST,
                        "r",
                        List.of(new Arm("a", new Percent(98)), new Arm("b", new Percent(2))),
                        Fallback.DEFAULT));
    }

    @Test
    void ab_takes_every_setting_from_the_file() {
        assertThat(Yaml.experiment("ab: {unit: user, salt: s, fallback: {on: [status5xx]},"
                        + " arms: [{model: a, weight: 99.9}, {model: b, weight: 0.07}, {model: c, weight: 0.03}]}"))
                .isEqualTo(new Ab(
                        UnitKind.USER,
                        "s",
                        List.of(
                                new Arm("a", new Percent(99.9)),
                                new Arm("b", new Percent(0.07)),
                                new Arm("c", new Percent(0.03))),
                        new Fallback(Set.of(Fallback.Cause.STATUS_5XX))));
    }

    @Test
    void canary_assigns_users_and_takes_its_steps_in_order() {
        assertThat(
                        Yaml.experiment(
                                "canary: {legacy: a, candidate: b, fallback: {on: [streamError], maxHeld: 2KiB}, salt: s, assignBy: user,"
                                        + " steps: [{setPercent: 1}, {pause: 1h}, {setPercent: 50}, {pause: {}}, {setPercent: 0}]}"))
                .isEqualTo(new Canary(
                        "a",
                        "b",
                        UnitKind.USER,
                        "s",
                        List.of(
                                new Step.SetPercent(new Percent(1)),
                                new Step.Pause(Optional.of(Duration.ofHours(1))),
                                new Step.SetPercent(new Percent(50)),
                                new Step.Pause(Optional.empty()),
                                new Step.SetPercent(new Percent(0))),
                        new Fallback(Set.of(Fallback.Cause.STREAM_ERROR), 2048)));
        assertThat(Yaml.experiment("canary: {legacy: a, candidate: b, steps: [{setPercent: 1}]}"))
                .isEqualTo(new Canary(
                        "a", "b", UnitKind.USER, "r", List.of(new Step.SetPercent(new Percent(1))), Fallback.DEFAULT));
    }

    @Test
    void interleave_has_defaults_for_all_but_models_share_and_list() {
        assertThat(Yaml.experiment("interleave: {legacy: a, candidate: b, percent: 5, items: /items}"))
                .isEqualTo(new Interleave(
                        "a",
                        "b",
                        new Percent(5),
                        UnitKind.REQUEST,
                        "r",
                        Method.TEAM_DRAFT,
                        new Pointer("/items"),
                        Optional.empty(),
                        Duration.ofMillis(100),
                        1024 * 1024));
    }

    @Test
    void interleave_takes_every_setting_from_the_file() {
        assertThat(Yaml.experiment("interleave: {legacy: a, candidate: b, percent: 0.5, unit: user, salt: s,"
                        + " method: probabilistic, items: \"\", itemId: /id, wait: 1s, maxBody: 2KiB}"))
                .isEqualTo(new Interleave(
                        "a",
                        "b",
                        new Percent(0.5),
                        UnitKind.USER,
                        "s",
                        Method.PROBABILISTIC,
                        new Pointer(""),
                        Optional.of(new Pointer("/id")),
                        Duration.ofSeconds(1),
                        2048));
    }

    @Test
    void shadow_has_no_noise_leg_unless_it_is_asked_for() {
        assertThat(Yaml.experiment("shadow: {legacy: a, candidates: [{model: b, percent: 100}]}"))
                .isEqualTo(new Shadow("a", List.of(new Target("b", Percent.ALL)), Percent.NONE, ShadowLimits.DEFAULT));
    }

    @Test
    void shadow_takes_every_setting_from_the_file() {
        assertThat(
                        Yaml.experiment(
                                "shadow: {legacy: a, candidates: [{model: b, percent: 1}, {model: c, percent: 2}],"
                                        + " noise: {percent: 3}, limits: {maxBody: 4, maxInFlight: 5, timeout: 6s, budget: {tokensPerDay: 7000000000}}}"))
                .isEqualTo(new Shadow(
                        "a",
                        List.of(new Target("b", new Percent(1)), new Target("c", new Percent(2))),
                        new Percent(3),
                        new ShadowLimits(
                                4,
                                5,
                                Duration.ofSeconds(6),
                                Optional.of(new ShadowBudget(Optional.of(7_000_000_000L), Optional.empty())))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab: {arms: [{model: a, weight: 50}, {model: b, weight: 50}]}",
                "canary: {legacy: a, candidate: b, steps: [{setPercent: 1}]}"
            })
    void a_shadow_may_stand_beside_ab_and_canary(String experiment) {
        assertThat(Yaml.parse(Yaml.withExperiment(experiment + ", shadow: {percent: 2}"))
                        .routes()
                        .get(0)
                        .shadow())
                .contains(new ShadowBeside(
                        ShadowBeside.Direction.BOTH, new Percent(2), Percent.NONE, ShadowLimits.DEFAULT));
        assertThat(Yaml.parse(
                                Yaml.withExperiment(
                                        experiment
                                                + ", shadow: {direction: toLegacy, percent: 2, noise: {percent: 1}, limits: {maxInFlight: 9}}"))
                        .routes()
                        .get(0)
                        .shadow())
                .contains(new ShadowBeside(
                        ShadowBeside.Direction.TO_LEGACY,
                        new Percent(2),
                        new Percent(1),
                        new ShadowLimits(1024 * 1024, 9, Duration.ofSeconds(10), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ab: {}                                                          | ab.arms: missing (expected: at least two of {model: …, weight: …}; the first is legacy)
                    ab: {arms: [{model: a, weight: 100}]}                           | ab.arms: 1 elements (expected: 2..1000)
                    ab: {arms: [{model: a, weight: 98}, {model: b, weight: 3}]}     | ab.arms: the weights add up to 101 (expected: 100)
                    ab: {arms: [{model: a, weight: 98}, {model: b}]}                | ab.arms[1].weight: missing (expected: a number from 0 to 100; the weights add up to 100)
                    ab: {arms: [{model: a, weight: -1}, {model: b, weight: 101}]}   | ab.arms[0].weight: -1 (expected: a number from 0 to 100) & ab.arms[1].weight: 101 (expected: a number from 0 to 100)
                    ab: {arms: [{model: a, weight: .nan}, {model: b, weight: 1}]}   | ab.arms[0].weight: .nan, a number (expected: a number from 0 to 100)
                    ab: {arms: [{model: a, weight: 50}, {model: a, weight: 50}]}    | ab.arms[1].model: a is an arm already (expected: each model once)
                    ab: {unit: session, arms: [{model: a, weight: 50}, {model: b, weight: 50}]} | ab.unit: "session" (expected: request, conversation, user)
                    ab: {unit: conversation, arms: [{model: a, weight: 50}, {model: b, weight: 50}]} | ab.unit: unit conversation, and identity.conversation names no source: it could not be sticky (expected: identity: {conversation: [{header: …}]} at the top of the file)
                    ab: {salt: "", arms: [{model: a, weight: 50}, {model: b, weight: 50}]} | ab.salt: "" (expected: 1 to 200 printable characters without spaces)
                    ab: {fallback: {on: [status5x]}, arms: [{model: a, weight: 50}, {model: b, weight: 50}]} | ab.fallback.on[0]: "status5x", did you mean status5xx? (expected: connectError, status5xx, firstByteTimeout, firstTokenTimeout, streamError)
                    canary: {legacy: a, steps: [{setPercent: 1}]}                   | canary.candidate: missing (expected: the model that wants its place)
                    canary: {legacy: a, candidate: b}                               | canary.steps: missing (expected: a list such as [setPercent: 1, pause: 1h, setPercent: 100])
                    canary: {legacy: a, candidate: b, steps: []}                    | canary.steps: 0 elements (expected: 1..1000)
                    canary: {legacy: a, candidate: a, steps: [{setPercent: 1}]}     | canary.candidate: a is legacy as well (expected: another model)
                    canary: {legacy: a, candidate: b, assignBy: request, steps: [{setPercent: 1}]} | canary.assignBy: "request" (expected: user, conversation)
                    canary: {legacy: a, candidate: b, assignBy: conversation, steps: [{setPercent: 1}]} | canary.assignBy: unit conversation, and identity.conversation names no source: nobody would ever be in (expected: identity: {conversation: [{header: …}]} at the top of the file)
                    canary: {legacy: a, candidate: b, steps: [{pause: 1h}, {setPercent: 1}]} | canary.steps[0]: a pause before any share (expected: setPercent as the first step)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 5}, {setPercent: 2}]} | canary.steps[1]: setPercent 2 % after 5 % (expected: the same or more: who is in stays in; only 0 goes back)
                    canary: {legacy: a, candidate: b, steps: [{}]}                  | canary.steps[0]: an empty step (expected: setPercent or pause)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1, pause: 1h}]} | canary.steps[0]: setPercent and pause in one step (expected: a step for each)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1}, {pause: {for: 1h}}]} | canary.steps[1].pause: a mapping with keys (expected: a duration such as 1h, or {} to wait for a person)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1}, {analysis: x}]} | canary.steps[1].analysis: not supported yet: analysis steps; pause: {} waits for a person who reads the report; remove it
                    canary: {legacy: a, candidate: b, onFailure: rollback, steps: [{setPercent: 1}]} | canary.onFailure: not supported yet: acting on failures; watch the report, and go back by: understudy rollout rollback ROUTE; remove it
                    interleave: {legacy: a, candidate: b, items: /i}                | interleave.percent: missing (expected: a number from 0 to 100)
                    interleave: {legacy: a, candidate: b, percent: 5}               | interleave.items: missing (expected: where the list stands in both answers, such as /items)
                    interleave: {legacy: a, candidate: b, percent: 5, items: i}     | interleave.items: "i" (expected: a JSON pointer, such as "/i")
                    interleave: {legacy: a, candidate: b, percent: 5, items: /i, method: teamdraft} | interleave.method: "teamdraft", did you mean teamDraft? (expected: teamDraft, balanced, probabilistic)
                    interleave: {legacy: a, candidate: b, percent: 5, items: /i}, shadow: {percent: 1} | interleave and shadow in one route (expected: exactly one of model, ab, canary, interleave, shadow)
                    shadow: {legacy: a}                                             | shadow.candidates: missing (expected: a list such as [{model: …, percent: 100}])
                    shadow: {legacy: a, candidates: [{model: b}]}                   | shadow.candidates[0].percent: missing (expected: a number from 0 to 100)
                    shadow: {legacy: a, candidates: [{model: a, percent: 1}]}       | shadow.candidates[0].model: a takes part already (expected: each model once)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], noise: {}} | shadow.noise.percent: missing (expected: a number from 0 to 100)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], noise: 5} | shadow.noise: a number (expected: a mapping with percent)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], limits: {maxBody: 2GiB}} | shadow.limits.maxBody: "2GiB" (expected: a size from 0 to 1GiB, such as 512, 64KiB, 1MiB or 10MB)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], limits: {budget: {}}} | shadow.limits.budget: nothing (expected: tokensPerDay, costPerDay or both)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], limits: {budget: {tokensPerDay: 0}}} | shadow.limits.budget.tokensPerDay: 0 (expected: a whole number from 1 to 1000000000000000)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], limits: {budget: {tokens: 1}}} | shadow.limits.budget: nothing (expected: tokensPerDay, costPerDay or both) & shadow.limits.budget.tokens: unknown key (expected: tokensPerDay, costPerDay)
                    shadow: {legacy: a, candidates: [{model: b, percent: 1}], limits: {budget: {costPerDay: 0}}} | shadow.limits.budget.costPerDay: 0 (expected: a number above 0, at most 1000000000) & shadow.limits.budget.costPerDay: b gets copies and has no price, so that they would cost nothing (expected: price: {inputPerMillion: …, outputPerMillion: …} at models.b)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1}]}, shadow: {direction: toLegacy, percent: 1, limits: {budget: {costPerDay: 1}}} | shadow.limits.budget.costPerDay: a gets copies and has no price, so that they would cost nothing (expected: price: {inputPerMillion: …, outputPerMillion: …} at models.a)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1}]}, shadow: {direction: both} | shadow.percent: missing (expected: a number from 0 to 100)
                    canary: {legacy: a, candidate: b, steps: [{setPercent: 1}]}, shadow: {legacy: a, percent: 1} | shadow.legacy: unknown key (expected: direction, percent, noise, limits)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String experiment, String problems) {
        assertThat(Yaml.problems(Yaml.withExperiment(experiment)))
                .map(problem -> problem.replaceFirst("routes\\[0](\\.|: )", ""))
                .containsExactly(problems.split(" & "));
    }
}
