package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgesTest {
    @Test
    void a_judge_needs_an_address_and_a_model_and_has_defaults_for_the_rest() {
        Judge judge = judge("{url: \"http://127.0.0.1:9/v1\", model: m}");

        assertThat(judge)
                .isEqualTo(new Judge(
                        "strict",
                        URI.create("http://127.0.0.1:9/v1"),
                        "m",
                        Optional.empty(),
                        Judge.Kind.PAIRWISE,
                        Optional.empty(),
                        0,
                        1024,
                        4,
                        Duration.ofSeconds(60),
                        2,
                        new Judge.Budget(10_000, 10_000_000, 100),
                        Optional.empty()));
    }

    @Test
    void everything_can_be_said() {
        Judge judge = judge("{url: \"https://j/v1\", model: m, credentials: {bearer: {env: T}}, kind: rubric,"
                + " promptFile: p.txt, temperature: 0.5, maxTokens: 7, concurrency: 2, timeout: 3s, retries: 0,"
                + " budget: {calls: 1, tokens: 2, cost: 0.5}, price: {inputPerMillion: 1, outputPerMillion: 2}}");

        assertThat(judge)
                .isEqualTo(new Judge(
                        "strict",
                        URI.create("https://j/v1"),
                        "m",
                        Optional.of(new Secret.FromEnvironment("T")),
                        Judge.Kind.RUBRIC,
                        Optional.of(Path.of("p.txt")),
                        0.5,
                        7,
                        2,
                        Duration.ofSeconds(3),
                        0,
                        new Judge.Budget(1, 2, 0.5),
                        Optional.of(new Model.Price(1, 2, 1, "USD"))));
    }

    @Test
    void what_is_wrong_is_named() {
        assertThat(Yaml.problems(yaml("{model: m}"))).anyMatch(it -> it.contains("judges.strict.url: missing"));
        assertThat(Yaml.problems(yaml("{url: \"http://h/v1\"}")))
                .anyMatch(it -> it.contains("judges.strict.model: missing"));
        assertThat(Yaml.problems(yaml("{url: \"http://h/v1\", model: m, credentials: {bearer: abc}}")))
                .anyMatch(it -> it.contains("a secret in the file itself, not shown here"));
        assertThat(Yaml.problems(yaml("{url: \"http://h/v1\", model: m, temperature: 3}")))
                .anyMatch(it -> it.contains("expected: a number from 0 to 2"));
        assertThat(Yaml.problems(yaml("{url: \"http://h/v1\", model: m, budget: {cost: 0}}")))
                .anyMatch(it -> it.contains("judges.strict.budget.cost: 0"));
        assertThat(Yaml.problems(yaml("{url: \"http://h/v1\", model: m, kind: vote}")))
                .anyMatch(it -> it.contains("expected: pairwise, rubric"));
    }

    private static Judge judge(String yaml) {
        return Objects.requireNonNull(Yaml.parse(yaml(yaml)).judges().get("strict"));
    }

    private static String yaml(String judge) {
        return "version: 1\nmodels: {m: {url: \"http://127.0.0.1:9001\"}}\n"
                + "routes: [{name: all, match: {path: {prefix: /}}, model: m}]\njudges:\n  strict: " + judge + "\n";
    }
}
