package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgingTest {
    private static final String SHADOW = "shadow: {legacy: a, candidates: [{model: b, percent: 1}]}, compare: ";
    private static final String GUARDS = """
            guardrails:
              g:
                minSamples: 500
                metrics:
                - {name: error_rate, direction: increase, maxDelta: 0.005, critical: true}
                - {name: agreement, min: 0.85, minSamples: 30}
            """;

    @Test
    void a_file_that_says_nothing_is_judged_by_the_defaults() {
        assertThat(judging("{profile: json}")).isEqualTo(Judging.DEFAULT);
    }

    @Test
    void primaries_guardrails_slices_and_sizes_are_read() {
        Judging judging =
                judging("{profile: json, primaries: [accuracy, {metric: reward, goal: nonInferior, margin: 2}], "
                        + "guardrails: g, slice: [{request: /country, name: country, values: 3}, {header: X-Tier}, {unit: hash}], "
                        + "plannedPairs: 5000, alpha: 0.01}");

        assertThat(judging.primaries())
                .containsExactly(
                        new Primary("accuracy", Primary.Goal.SUPERIOR, Optional.empty(), Optional.empty()),
                        new Primary("reward", Primary.Goal.NON_INFERIOR, Optional.of(2.0), Optional.empty()));
        assertThat(judging.slices())
                .containsExactly(
                        new Slice("country", Slice.Source.REQUEST, "/country", 3),
                        new Slice("x-tier", Slice.Source.HEADER, "x-tier", Slice.VALUES_DEFAULT),
                        new Slice("hash", Slice.Source.UNIT, "hash", Slice.VALUES_DEFAULT));
        assertThat(judging.plannedPairs()).isEqualTo(5000);
        assertThat(judging.alpha()).isEqualTo(0.01);
        Guardrails guardrails = judging.guardrails().orElseThrow();
        assertThat(guardrails.minSamples()).isEqualTo(500);
        assertThat(guardrails.metrics()).hasSize(2);
        assertThat(guardrails.metrics().get(0))
                .isEqualTo(new Guardrails.Guardrail(
                        "error_rate",
                        Optional.of(Guardrails.Direction.INCREASE),
                        Optional.of(0.005),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Optional.empty()));
    }

    @Test
    void one_primary_is_short_for_a_list_of_one() {
        assertThat(judging("{profile: json, primary: reward}").primaries())
                .isEqualTo(List.of(new Primary("reward", Primary.Goal.SUPERIOR, Optional.empty(), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    primary: a, primaries: [b]                       | primary: primary and primaries (expected: one of them)
                    primaries: [a, a]                                | primaries: a stands in this list twice (expected: each metric once)
                    primaries: []                                    | primaries: 0 elements (expected: 1..1000)
                    primaries: [{metric: a, margin: 1}]              | primaries[0].margin: a margin for superior (expected: goal: nonInferior, or no margin)
                    'primaries: [{metric: a, goal: nonInferior, margin: 1, marginRatio: 1}]' | primaries[0].marginRatio: margin and marginRatio (expected: one of them)
                    primaries: [{metric: a, goal: beter}]            | primaries[0].goal: "beter" (expected: superior, nonInferior)
                    guardrails: h                                    | guardrails: no guardrails are called "h", did you mean g? (expected: one of g)
                    slice: [{}]                                      | slice[0]: nothing to slice by (expected: one of request, answer, header, unit)
                    slice: [{header: a, unit: hash}]                 | slice[0]: more than one thing to slice by (expected: one of request, answer, header, unit)
                    slice: [{unit: name}]                            | slice[0].unit: "name" (expected: kind, source or hash)
                    'slice: [{header: a, values: 51}]'               | slice[0].values: 51 (expected: a whole number from 1 to 50)
                    alpha: 0                                         | alpha: 0 (expected: a number from 0.000001 to 0.5)
                    plannedPairs: 0                                  | plannedPairs: 0 (expected: a whole number from 1 to 1000000000)
                    """)
    void what_is_wrong_with_judging_is_said(String keys, String problem) {
        assertThat(Yaml.problems(GUARDS + Yaml.withExperiment(SHADOW + "{profile: json, " + keys + "}")))
                .containsExactly("routes[0].compare." + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {metrics: []}                              | .metrics: 0 elements (expected: 1..1000)
                    {}                                         | .metrics: missing (expected: at least one of {name: …, maxDelta: …})
                    {metrics: [{name: a}]}                     | .metrics[0]: no limit (expected: maxDelta, maxRatio, min or max)
                    {metrics: [{maxDelta: 1}]}                 | .metrics[0].name: missing (expected: a metric's name, such as error_rate)
                    {metrics: [{name: a, maxRatio: 0.5}]}      | .metrics[0].maxRatio: 0.5 (expected: a number, at least 1)
                    {metrics: [{name: a, min: 2, max: 1}]}     | .metrics[0].min: min above max (expected: min at most max)
                    {minSamples: 0, metrics: [{name: a, min: 2}]} | .minSamples: 0 (expected: a whole number from 1 to 1000000000)
                    """)
    void what_is_wrong_with_guardrails_is_said(String set, String problem) {
        String yaml = "guardrails: {g: " + set + "}\n" + Yaml.withExperiment(SHADOW + "{profile: json}");

        assertThat(Yaml.problems(yaml)).containsExactly("guardrails.g" + problem);
    }

    @Test
    void more_than_ten_slices_are_refused() {
        StringBuilder slices = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            slices.append(i == 0 ? "" : ", ").append("{header: h").append(i).append('}');
        }

        assertThat(Yaml.problems(Yaml.withExperiment(SHADOW + "{profile: json, slice: [" + slices + "]}")))
                .containsExactly("routes[0].compare.slice: 11 elements (expected: at most 10)");
    }

    private static Judging judging(String compare) {
        return Yaml.parse(GUARDS + Yaml.withExperiment(SHADOW + compare))
                .routes()
                .get(0)
                .compare()
                .orElseThrow()
                .judging();
    }
}
