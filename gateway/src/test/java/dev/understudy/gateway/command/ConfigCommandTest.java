package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
    private static final String HEAD = """
            version: 1
            listen: {http: "127.0.0.1:0"}
            models:
              old: {url: "http://127.0.0.1:9001"}
              new: {url: "http://127.0.0.1:9002"}
            identity:
              user: [{header: x-user-id}]
            sink: {type: file, path: "%s"}
            routes:
            """;

    @TempDir
    Path directory;

    @Test
    void a_good_file_is_one_line_and_exit_0() throws IOException {
        Typed check = understudy("config", "check", file("a", ab(98, 2)));

        assertThat(check.err()).isEmpty();
        assertThat(check.exitCode()).isZero();
        assertThat(check.out().lines()).singleElement().asString().contains("ok, revision ");
    }

    @Test
    void every_problem_is_a_line_with_its_place_and_exit_2() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "version: 1\nmodls: {}\nroutes: 7\n");
        Typed check = understudy("config", "check", bad);

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.out()).isEmpty();
        assertThat(check.err()).contains(bad + ":2:1: ").contains(bad + ":3:").endsWith(" problems\n");
    }

    @Test
    void the_effective_configuration_reads_as_the_same_again() throws IOException {
        String effective = understudy("config", "check", "--effective", file("a", ab(98, 2)))
                .out();
        Path again = Files.writeString(directory.resolve("again.yaml"), effective);

        assertThat(understudy("config", "check", "--effective", again).out()).isEqualTo(effective);
    }

    @Test
    void the_schema_is_json() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(understudy("config", "schema").out())
                        .has("properties"))
                .isTrue();
    }

    @Test
    void two_equal_files_have_no_changes() throws IOException {
        assertThat(diff(ab(98, 2), ab(98, 2))).isEqualTo("no changes\n");
    }

    @Test
    void a_grown_weight_moves_just_the_difference() throws IOException {
        assertThat(diff(ab(98, 2), ab(95, 5)))
                .contains("~ route r")
                .contains("ab.arms[1].weight: 2 -> 5")
                .contains("exposure: new 2 %, old 98 % -> new 5 %, old 95 %")
                .contains("moves: 3 % of requests from old to new")
                .doesNotContain("from new to old");
    }

    @Test
    void a_new_salt_draws_everybody_anew() throws IOException {
        assertThat(diff(ab(80, 20), ab(80, 20).replace("ab: {", "ab: {salt: another, ")))
                .contains("moves: 16 % of requests from new to old")
                .contains("moves: 16 % of requests from old to new")
                .contains("new salt");
    }

    @Test
    void ending_an_experiment_moves_exactly_the_candidates_units() throws IOException {
        assertThat(diff(ab(98, 2), "  - {name: r, match: {path: {prefix: /}}, model: old}\n"))
                .contains("moves: 2 % of requests from new to old");
    }

    @Test
    void a_canary_shows_the_exposure_that_it_will_have() throws IOException {
        assertThat(diff(canary(1), canary(10)))
                .contains("canary.steps[0].setPercent: 1 -> 10")
                .contains("moves: 9 % of users from old to new");
    }

    @Test
    void added_and_removed_routes_are_named() throws IOException {
        String other = "  - {name: other, match: {path: {exact: /x}}, model: new}\n";

        assertThat(diff(other, ab(98, 2)))
                .contains("+ route r (ab: legacy old, candidates new)")
                .contains("- route other (new)");
    }

    @Test
    void every_section_that_changed_is_named_and_what_needs_a_restart_says_so() throws IOException {
        String more = """
                pressure: {inFlight: 500}
                accessLog: {path: ./access.jsonl}
                dns: {minTtl: 7s}
                guardrails:
                  g: {metrics: [{name: error_rate, direction: increase, maxDelta: 0.01}]}
                """;

        assertThat(diff(ab(98, 2), ab(98, 2) + more))
                .contains("~ pressure\n    inFlight: 10000 -> 500")
                .contains("~ accessLog\n")
                .contains("~ dns (needs a restart)\n")
                .contains("~ guardrails\n");
    }

    @Test
    void another_order_of_routes_is_named() throws IOException {
        String one = "  - {name: one, match: {path: {exact: /x}}, model: new}\n";
        String two = "  - {name: two, match: {path: {exact: /y}}, model: new}\n";

        assertThat(diff(one + two, two + one)).contains("order of routes").contains("one, two -> two, one");
    }

    @Test
    void explain_says_route_unit_bucket_and_arm() throws IOException {
        Typed explain = understudy(
                "config", "explain", file("a", canary(100)), "--path", "/x?y=1", "--header", "X-User-Id: ada");

        assertThat(explain.exitCode()).isZero();
        assertThat(explain.out())
                .containsPattern("route +r \\(path begins with /\\)")
                .containsPattern("unit +user from header:x-user-id")
                .contains("of the space of salt r")
                .containsPattern("assigned +new with propensity 1.0");
    }

    @Test
    void explain_without_a_key_says_legacy_never_chance() throws IOException {
        assertThat(understudy("config", "explain", file("a", canary(100)), "--path", "/x")
                        .out())
                .contains("none: no user key in header:x-user-id")
                .containsPattern("assigned +old with propensity 1.0");
    }

    @Test
    void explain_as_json_has_names_and_numbers_beside_the_words() throws IOException {
        JsonNode drawn = explained(ab(98, 2));
        JsonNode chosen = explained(canary(100), "--header", "x-user-id: ada");

        assertThat(drawn.path("assigned").isNull()).isTrue();
        assertThat(drawn.path("shares").path("new").doubleValue()).isEqualTo(0.02);
        assertThat(drawn.path("facts").path("assigned").textValue()).isEqualTo("old 98 %, new 2 %");
        assertThat(chosen.path("route").textValue()).isEqualTo("r");
        assertThat(chosen.path("assigned").textValue()).isEqualTo("new");
        assertThat(chosen.path("propensity").doubleValue()).isEqualTo(1);
        assertThat(chosen.path("bucket").textValue()).containsOnlyDigits();
    }

    private JsonNode explained(String routes, Object... more) throws IOException {
        List<Object> line = new ArrayList<>(List.of("config", "explain", file("a", routes), "--path", "/x"));
        line.addAll(List.of("--format", "json"));
        line.addAll(List.of(more));
        return new ObjectMapper().readTree(understudy(line.toArray()).out());
    }

    @Test
    void explain_names_the_routes_that_were_passed_over() throws IOException {
        String routes = "  - {name: other, match: {path: {exact: /y}}, model: new}\n" + ab(98, 2);

        assertThat(understudy("config", "explain", file("a", routes), "--path", "/x")
                        .out())
                .containsPattern("passed over +other \\(path\\)");
    }

    @Test
    void a_canary_that_never_ran_begins_at_the_time_asked_for() throws IOException {
        Path file = file("a", canary(10));
        Typed explain = understudy("config", "explain", file, "--path", "/", "--at", "2027-01-01T00:00:00Z");

        assertThat(explain.out()).contains("since 2027-01-01T00:00:00Z");
    }

    @Test
    void a_canary_that_somebody_rolled_back_is_said_to_be_so() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/rollouts.jsonl"), """
                {"event":"rolledBack","route":"r","salt":"r","steps":[{"setPercent":10}],"step":0,"held":0,\
                "at":"2026-01-01T00:00:00Z","rolledBack":true}
                """);

        assertThat(understudy("config", "explain", file("a", canary(10)), "--path", "/")
                        .out())
                .contains("0 %, rolled back since 2026-01-01T00:00:00Z, no change by time alone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config explain FILE | --path",
                "config explain FILE --path x | --path: x (expected: a path that starts with /)",
                "config explain FILE --path /x --header nocolon | --header: nocolon (expected: name:value)",
                "config explain FILE --path /x --at yesterday | yesterday",
                "config check /nowhere.yaml | does not exist",
                "config chek FILE | chek",
                "config | understudy config --help",
                "nonsense | nonsense",
                "run --role sink -c FILE | not supported yet",
                "run | --config",
                "pairs cat --data /nowhere | /nowhere",
                "pairs cat --since yesterday | yesterday",
                "rollout | understudy rollout --help",
                "rollout pause | ROUTE",
                "rollout pause chat --admin 8081 | --admin: 8081 (expected: an address",
                "rollout status -c FILE --admin http://127.0.0.1:1 | -c beside --admin",
                "replay --data x | --model=NAME",
                "dataset run --data x | understudy dataset run --help",
                "config simulate FILE | --pairs",
                "config simulate FILE --pairs /nowhere | /nowhere: does not exist",
                "config simulate FILE --pairs FILE | line 1",
            })
    void wrong_use_is_said_on_standard_error_and_exits_2(String line, String expected) throws IOException {
        String file = file("a", ab(98, 2)).toString();
        Typed typed = understudy((Object[]) line.replace("FILE", file).split(" "));

        assertThat(typed.exitCode()).isEqualTo(2);
        assertThat(typed.err()).contains(expected).doesNotContain("Exception");
        assertThat(typed.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(typed.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "config --help",
                "run --help",
                "pairs --help",
                "report --help",
                "demo --help",
                "pairs cat --help",
                "config diff -h"
            })
    void help_is_help(String line) {
        Typed help = understudy((Object[]) line.split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: understudy");
    }

    @Test
    void what_the_help_lists_is_there_under_its_name() {
        List<String> listed = understudy("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .toList();

        assertThat(listed).contains("run", "pairs", "report", "rollout").hasSizeGreaterThan(10);
        for (String name : listed) {
            Typed alone = understudy(name, "--help");
            assertThat(alone.out() + alone.err()).as(name).contains(name);
            assertThat(alone.err()).as(name).doesNotContain("Unmatched");
        }
    }

    private String diff(String before, String after) throws IOException {
        Typed diff = understudy("config", "diff", file("before", before), file("after", after));
        assertThat(diff.exitCode()).as(diff.err()).isZero();
        return diff.out();
    }

    private static String ab(int legacy, int candidate) {
        return "  - {name: r, match: {path: {prefix: /}}, ab: {arms: [{model: old, weight: " + legacy
                + "}, {model: new, weight: " + candidate + "}]}}\n";
    }

    private static String canary(int percent) {
        return "  - {name: r, match: {path: {prefix: /}}, canary: {legacy: old, candidate: new, assignBy: user, steps:"
                + " [{setPercent: " + percent + "}]}}\n";
    }

    private Path file(String name, String routes) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), HEAD.formatted(directory.resolve("data")) + routes);
    }
}
