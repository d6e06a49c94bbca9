package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private static final String TOO_MANY = "more than 50000 values, aliases written out (expected: fewer;"
            + " split the file's work over several gateways, or use fewer aliases)";

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# a comment\n", "---\n...\n"})
    void an_empty_file_says_what_belongs_there(String yaml) {
        assertThat(Yaml.problems(yaml)).singleElement().asString().contains("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "- a", "12", "~"})
    void a_file_that_is_no_mapping_is_one_problem(String yaml) {
        assertThat(Yaml.problems(yaml))
                .singleElement()
                .asString()
                .endsWith(
                        "(expected: a mapping with version, listen, admin, models, dns, identity, routes, guardrails, judges, sink, pressure, tracing, accessLog)");
    }

    @Test
    void a_syntax_error_is_one_problem_at_its_place() {
        assertThat(Yaml.found("version: 1\nmodels: [a\nroutes: b\n"))
                .containsExactly(new Problem(
                        "test.yaml",
                        3,
                        7,
                        "",
                        "not YAML: expected ',' or ']', but got :, while parsing a flow sequence"));
    }

    @Test
    void a_character_that_no_editor_shows_is_one_problem_at_its_place() {
        assertThat(Yaml.found("version: 1\nname: a\u0007b\n"))
                .containsExactly(new Problem(
                        "test.yaml", 2, 8, "", "character U+0007 (expected: printable text; write it as an escape)"));
    }

    @Test
    void a_second_document_is_refused() {
        assertThat(Yaml.found(Yaml.withRoute(Yaml.ROUTE) + "---\nversion: 1\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("a second document begins here (expected: one document in the file)"))
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!int 1", "!!javax.script.ScriptEngineManager [a]", "!custom {a: 1}", "! 1", "!!str 1"})
    void tags_are_refused(String value) {
        assertThat(Yaml.found("version: " + value))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("tag !"))
                .satisfies(problem -> assertThat(problem.column()).isEqualTo(10));
    }

    @Test
    void variables_are_not_replaced_and_it_says_so() {
        assertThat(Yaml.problems(Yaml.withModel("{url: ${HOME}}"))).isNotEmpty();
        assertThat(Yaml.problems(Yaml.with("sink:\n  path: ${HOME}")))
                .containsExactly(
                        "sink.path: a variable, and variables are not replaced here (expected: the value itself)");
    }

    @Test
    void a_repeated_key_is_reported_with_both_places() {
        assertThat(Yaml.found(Yaml.with("sink: {path: a,\n  path: b}")))
                .containsExactly(
                        new Problem("test.yaml", 2, 3, "sink.path", "repeated key, first in line 1 (expected: once)"));
        assertThat(Yaml.problems("version: 1\n" + Yaml.withRoute(Yaml.ROUTE)))
                .containsExactly("version: repeated key, first in line 1 (expected: once)");
    }

    @Test
    void a_key_that_is_a_list_is_refused() {
        assertThat(Yaml.problems(Yaml.with("? [a, b]\n: c")))
                .containsExactly("a list or mapping as a key (expected: a name)");
    }

    @Test
    void a_key_without_a_value_says_what_is_missing() {
        assertThat(Yaml.problems(Yaml.with("sink:\nlisten: {threads: }")))
                .containsExactly(
                        "sink: nothing (expected: a mapping with type, path, retention, maxBytes, segmentBytes,"
                                + " segmentAge, queue)",
                        "listen.threads: nothing (expected: a whole number from 1 to 1024)");
    }

    @Test
    void aliases_and_merge_keys_stand_for_what_they_name() {
        Config config = Yaml.parse("""
                version: 1
                models:
                  a: &a {url: "http://h:1", timeout: &short 100ms, maxInFlight: 5}
                  b: {<<: *a, url: "http://h:2"}
                  c: {url: "http://h:3", timeout: *short}
                routes: [{name: r, match: {path: {prefix: /}}, model: a}]
                """);

        assertThat(config.model("b").maxInFlight()).isEqualTo(5);
        assertThat(config.model("b").endpoints().get(0)).hasToString("http://h:2");
        assertThat(config.model("c").timeouts()).isEqualTo(config.model("a").timeouts());
    }

    @Test
    void an_alias_within_what_it_names_is_refused() {
        assertThat(Yaml.problems("models: &m\n  a: *m\n"))
                .containsExactly("alias *m stands inside what it names (expected: no cycles)");
    }

    @Test
    void an_alias_of_nothing_is_a_syntax_error() {
        assertThat(Yaml.problems("models: *nope")).containsExactly("not YAML: found undefined alias nope");
    }

    @Test
    void a_billion_laughs_are_refused() {
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
                + IntStream.rangeClosed(1, 10)
                        .mapToObj(level -> "a" + level + ": &a" + level + " [" + ("*a" + (level - 1) + ", ").repeat(8)
                                + "*a" + (level - 1) + "]\n")
                        .collect(Collectors.joining());

        assertThat(Yaml.problems(bomb)).containsExactly(TOO_MANY);
    }

    @Test
    void merge_keys_that_multiply_are_refused() {
        String keys =
                IntStream.range(0, 1000).mapToObj(key -> "k" + key + ": 1").collect(Collectors.joining(", "));
        String bomb = "a: &a {" + keys + "}\n"
                + IntStream.range(0, 1000)
                        .mapToObj(copy -> "b" + copy + ": {<<: *a}\n")
                        .collect(Collectors.joining());

        assertThat(Yaml.problems(bomb)).containsExactly(TOO_MANY);
    }

    @Test
    void more_values_than_a_configuration_needs_are_refused() {
        assertThat(Yaml.problems("[" + "a,".repeat(60_000) + "]")).containsExactly(TOO_MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{a: "})
    void what_is_nested_too_deeply_is_refused_before_it_overflows_a_stack(String opening) {
        assertThat(Yaml.problems(opening.repeat(100_000)))
                .singleElement()
                .asString()
                .isEqualTo("nested deeper than 50 levels (expected: a configuration)");
    }

    @Test
    void fifty_levels_are_not_too_deep_for_yaml() {
        assertThat(Yaml.problems("[".repeat(50) + "]".repeat(50)))
                .singleElement()
                .asString()
                .startsWith("a list (expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "*", "&", "%", "!", ": ", "#\n", "\n", "|", "a", "\t", "'", "- a\n ", ",", "}"})
    void a_megabyte_of_anything_is_refused(String piece) {
        assertThat(Yaml.problems(piece.repeat(1_000_000 / piece.length()))).isNotEmpty();
    }
}
