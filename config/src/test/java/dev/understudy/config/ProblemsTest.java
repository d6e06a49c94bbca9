package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    @Test
    void everything_that_is_wrong_is_reported_at_once_in_the_order_of_the_file() {
        String yaml = """
                sink: {type: kafka}
                version: 2
                lisen: {}
                models:
                  a: {url: "ftp://h:1"}
                  a: {url: "http://h:2", maxInFlight: many}
                routes:
                  - name: one
                    match: {path: {prefix: /}}
                    ab: {arms: [{model: a, weight: 98}, {model: bb, weigth: 2}]}
                  - name: one
                    match: {path: {exact: /x}}
                    model: a
                """;

        assertThatThrownBy(() -> ConfigLoader.parse("test.yaml", yaml))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("""
                        test.yaml:1:14: sink.type: kafka: not supported yet: Kafka; use type: file, and ship the segments from its directory
                        test.yaml:2:10: version: 2 (expected: 1)
                        test.yaml:3:1: lisen: unknown key, did you mean listen? (expected: version, listen, admin, models, dns, identity, routes, guardrails, judges, sink, pressure, tracing, accessLog)
                        test.yaml:5:12: models.a.url: "ftp://h:1" (expected: an address such as http://127.0.0.1:9001; a host's name has letters, digits, dots and hyphens)
                        test.yaml:6:3: models.a: repeated key, first in line 5 (expected: once)
                        test.yaml:10:41: routes[0].ab.arms[1].weight: missing (expected: a number from 0 to 100; the weights add up to 100)
                        test.yaml:10:49: routes[0].ab.arms[1].model: no model is called "bb" (expected: one of a)
                        test.yaml:10:53: routes[0].ab.arms[1].weigth: unknown key, did you mean weight? (expected: model, weight)
                        test.yaml:11:11: routes[1].name: a route in line 8 is called one already (expected: another name)
                        test.yaml:12:12: routes[1].match: no request gets here: route one in line 9 takes them all (expected: the narrower match first)""".stripIndent());
    }

    @Test
    void thousands_of_problems_are_cut_to_a_readable_number() {
        String yaml =
                IntStream.range(0, 5000).mapToObj(key -> "key" + key + ": 1\n").collect(Collectors.joining());

        List<Problem> problems = Yaml.found(yaml);

        assertThat(problems).hasSize(201);
        assertThat(problems.get(200)).hasToString("test.yaml: 4803 more problems are not listed; correct these first");
    }

    @Test
    void what_the_user_wrote_is_shown_in_one_short_line() {
        assertThat(Yaml.problems(Yaml.with("\"\\e[2J\\n\u202e" + "k".repeat(500) + "\": 1")))
                .singleElement()
                .asString()
                .startsWith("[\"\\u001b[2J\\u000a\\u202ekkkkk")
                .contains("k…\"]: unknown key")
                .hasSizeLessThan(250);
    }

    @ParameterizedTest
    @CsvSource({
        "listn, 'listen, limits', listen",
        "LISTEN, 'listen, limits', listen",
        "lsiten, 'listen, limits', listen",
        "limit, 'listen, limits', limits",
        "weigth, 'model, weight', weight"
    })
    void the_nearest_word_is_offered(String word, String possible, String nearest) {
        assertThat(DidYouMean.hint(word, List.of(possible.split(", ")))).isEqualTo(", did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({"xyz, 'listen, limits'", "'', 'listen, limits'", "guard, 'listen, limits'"})
    void a_word_that_is_near_to_nothing_is_not_guessed_at(String word, String possible) {
        assertThat(DidYouMean.hint(word, List.of(possible.split(", ")))).isEmpty();
    }
}
