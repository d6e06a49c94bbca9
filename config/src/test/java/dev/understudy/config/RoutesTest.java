package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Match.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @Test
    void a_route_to_a_model_records_nothing_and_reveals_nothing() {
        Route route = Yaml.parse(Yaml.withExperiment("model: a")).routes().get(0);

        assertThat(route)
                .isEqualTo(new Route(
                        "r",
                        new Match(new Path.Prefix("/"), Set.of(), Map.of()),
                        new Experiment.Plain("a"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    @Test
    void a_route_with_an_experiment_records_everything_until_the_file_says_less() {
        String shadow = "shadow: {legacy: a, candidates: [{model: b, percent: 1}]}";

        assertThat(Yaml.parse(Yaml.withExperiment(shadow)).routes().get(0).record())
                .contains(Recording.DEFAULT);
        assertThat(Yaml.parse(Yaml.withExperiment(shadow + ", record: {percent: 2.5}"))
                        .routes()
                        .get(0)
                        .record())
                .contains(new Recording(new Percent(2.5), Recording.DEFAULT.maxBody(), Set.of(), List.of()));
    }

    @Test
    void every_setting_is_taken_from_the_file() {
        Route route = Yaml.parse(Yaml.withRoute(
                        "{name: r, match: {path: {exact: /x}, methods: [GET, POST], headers: {X-Tier: gold}}, model: a,"
                                + " reveal: true, record: {percent: 10, maxBody: 5, redact: {headers: [X-Key],"
                                + " jsonPointers: [/a, \"\"]}}}"))
                .routes()
                .get(0);

        assertThat(route.match())
                .isEqualTo(new Match(new Path.Exact("/x"), Set.of("GET", "POST"), Map.of("x-tier", "gold")));
        assertThat(route.reveal()).isTrue();
        assertThat(route.record())
                .contains(new Recording(
                        new Percent(10), 5, Set.of("x-key"), List.of(new Pointer("/a"), new Pointer(""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {match: {path: {prefix: /}}, model: a}                       | routes[0].name: missing (expected: the route's name)
                    {name: r, model: a}                                          | routes[0].match: missing (expected: a path, such as {path: {prefix: /}})
                    {name: r, match: {}, model: a}                               | routes[0].match.path: missing (expected: {prefix: /…} or {exact: /…})
                    {name: r, match: {path: /x}, model: a}                       | routes[0].match.path: a string (expected: a mapping with prefix, exact)
                    {name: r, match: {path: {}}, model: a}                       | routes[0].match.path: neither prefix nor exact (expected: one of the two)
                    {name: r, match: {path: {prefix: /, exact: /}}, model: a}    | routes[0].match.path: prefix and exact (expected: one of the two)
                    {name: r, match: {path: {prefix: x}}, model: a}              | routes[0].match.path.prefix: "x" (expected: a path that begins with /, without ? and #)
                    {name: r, match: {path: {prefix: "/a?b"}}, model: a}         | routes[0].match.path.prefix: "/a?b" (expected: a path that begins with /, without ? and #)
                    {name: r, match: {path: {prefix: /}, methods: [post]}, model: a} | routes[0].match.methods[0]: "post", did you mean POST? (expected: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS)
                    {name: r, match: {path: {prefix: /}, methods: []}, model: a} | routes[0].match.methods: 0 elements (expected: 1..1000)
                    {name: r, match: {path: {prefix: /}, headers: {a: 1}}, model: a} | routes[0].match.headers.a: 1, a number (expected: a string; quote it: "1")
                    {name: r, match: {path: {prefix: /}}}                        | routes[0]: no model and no experiment (expected: exactly one of model, ab, canary, interleave, shadow)
                    {name: r, match: {path: {prefix: /}}, model: a, ab: {}}      | routes[0]: model and ab in one route (expected: exactly one of model, ab, canary, interleave, shadow)
                    {name: r, match: {path: {prefix: /}}, model: a, shadow: {}}  | routes[0]: model and shadow in one route (expected: exactly one of model, ab, canary, interleave, shadow; a model with a shadow is shadow: {legacy: …, candidates: …} without model)
                    {name: r, match: {path: {prefix: /}}, model: aa}             | routes[0].model: no model is called "aa", did you mean a? (expected: one of a, b, c)
                    {name: r, match: {path: {prefix: /}}, model: a, compare: {profile: json}} | routes[0].compare: the route has one model and records nothing (expected: an experiment, or record)
                    {name: r, match: {path: {prefix: /}}, model: a, record: {percent: 5%}} | routes[0].record.percent: "5%" (expected: a number from 0 to 100 without the sign, such as 5)
                    {name: r, match: {path: {prefix: /}}, model: a, record: {redact: {headers: ["a b"]}}} | routes[0].record.redact.headers[0]: "a b" (expected: a header's name: letters, digits and hyphens)
                    {name: r, match: {path: {prefix: /}}, model: a, reveal: yes} | routes[0].reveal: "yes" (expected: true or false)
                    {name: a b, match: {path: {prefix: /}}, model: a}            | routes[0].name: "a b" (expected: 1 to 63 letters, digits, dots, underscores and hyphens, beginning with a letter or digit)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String route, String problem) {
        assertThat(Yaml.problems(Yaml.withRoute(route))).containsExactly(problem);
    }

    @Test
    void two_routes_of_one_name_are_refused_with_both_places() {
        assertThat(Yaml.problems(Yaml.withRoutes(
                        "{name: r, match: {path: {prefix: /a}}, model: a}",
                        "{name: r, match: {path: {prefix: /b}}, model: a}")))
                .containsExactly("routes[1].name: a route in line 5 is called r already (expected: another name)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{path: {prefix: /a}}",
                "{path: {prefix: /a/b}, methods: [GET]}",
                "{path: {exact: /a/b}, headers: {x: y}}"
            })
    void a_route_behind_one_that_takes_all_its_requests_is_refused(String match) {
        assertThat(Yaml.problems(Yaml.withRoutes(
                        "{name: wide, match: {path: {prefix: /a}}, model: a}",
                        "{name: narrow, match: " + match + ", model: a}")))
                .containsExactly("routes[1].match: no request gets here: route wide in line 5 takes them all"
                        + " (expected: the narrower match first)");
    }

    @Test
    void an_earlier_route_that_is_wrong_elsewhere_still_hides_a_later_one() {
        assertThat(Yaml.problems(Yaml.withRoutes(
                        "{name: wide, match: {path: {prefix: /}}, model: zzzzzz}",
                        "{name: narrow, match: {path: {prefix: /a}}, model: a}")))
                .hasSize(2);
    }

    @Test
    void routes_that_share_only_some_requests_stand_beside_each_other() {
        assertThat(Yaml.problems(Yaml.withRoutes(
                        "{name: a, match: {path: {prefix: /a}, methods: [POST]}, model: a}",
                        "{name: b, match: {path: {prefix: /a}, methods: [POST, GET]}, model: a}",
                        "{name: c, match: {path: {prefix: /a}, headers: {x: y}}, model: a}",
                        "{name: d, match: {path: {prefix: /a}, headers: {x: z}}, model: a}",
                        "{name: e, match: {path: {prefix: /ab}}, model: a}",
                        "{name: f, match: {path: {prefix: /}}, model: a}")))
                .isEmpty();
    }
}
