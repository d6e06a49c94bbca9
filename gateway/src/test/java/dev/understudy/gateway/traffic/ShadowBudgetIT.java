package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Copies stop when they have used what they may use in a day; the client never notices. */
@ExtendWith(LeakGuard.class)
class ShadowBudgetIT {
    private static final String USING_1100 =
            "{\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}";
    private static final String PATH = "/v1/chat/completions";
    private static final String ASKED = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello?\"}]}";

    @TempDir
    private Path directory;

    private final FakeModel legacy = FakeModel.that(Behaviour.answering(USING_1100));
    private final FakeModel candidate = FakeModel.that(Behaviour.answering(USING_1100));

    @AfterEach
    void close() {
        legacy.close();
        candidate.close();
    }

    @Test
    void copies_stop_when_their_tokens_are_used_up_and_the_client_is_answered_all_the_same() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 2000}"))) {
            assertThat(copied(gateway).outcome()).isEqualTo(Outcome.OK);
            assertThat(budget(gateway).at("/tokens").toString())
                    .isEqualTo("{\"perDay\":2000,\"spent\":1100,\"left\":900}");
            assertThat(copied(gateway).outcome()).isEqualTo(Outcome.OK);

            Leg third = copied(gateway);
            assertThat(third.outcome()).isEqualTo(Outcome.SHED);
            assertThat(third.cause()).isEqualTo("budget");
            assertThat(candidate.requests()).hasSize(2);
            assertThat(budget(gateway).at("/tokens/left").intValue()).isZero();
            assertThat(budget(gateway).path("day").textValue())
                    .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
            await().atMost(Deadline.PATIENCE)
                    .until(() -> gateway.metric("understudy_shadow_budget_spent", "budget=\"tokens\"") == 2200);
            assertThat(gateway.metric("understudy_shadow_budget_left", "route=\"chat\"", "budget=\"tokens\""))
                    .isZero();
            assertThat(gateway.metric("understudy_leg_failures_total", "failure=\"budget\"", "role=\"candidate\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void cost_is_held_against_its_own_budget_and_a_noise_leg_costs_too() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(
                yaml("budget: {costPerDay: 0.004}").replace("limits:", "noise: {percent: 100}, limits:"))) {
            Pair first = ask(gateway);
            assertThat(Legs.candidate(first).outcome()).isEqualTo(Outcome.OK);
            assertThat(Legs.noise(first).outcome()).isEqualTo(Outcome.OK);
            // 1000 × 2 + 100 × 4 millionths for each of the two
            JsonNode cost = budget(gateway).path("cost");
            assertThat(cost.path("spent").doubleValue()).isCloseTo(0.0048, within(1e-9));
            assertThat(cost.path("left").doubleValue()).isZero();
            assertThat(cost.path("currency").textValue()).isEqualTo("EUR");

            Pair second = ask(gateway);
            assertThat(Legs.candidate(second).cause()).isEqualTo("budget");
            assertThat(Legs.noise(second).cause()).isEqualTo("budget");
            JsonNode usage = gateway.adminJson("/api/v1/routes").at("/routes/0/usage");
            assertThat(usage.at("/0/model").textValue()).isEqualTo("legacy");
            assertThat(usage.at("/0/inputTokens").intValue()).isEqualTo(2000);
        }
    }

    @Test
    void what_a_model_does_not_say_is_reckoned() throws Exception {
        candidate.becomes(
                Behaviour.answering("{\"choices\":[{\"message\":{\"content\":\"" + "word ".repeat(80) + "\"}}]}"));
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 100}"))) {
            copied(gateway);
            int bytes = ASKED.length() + 37 + 400 + 5;
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isBetween(bytes / 4 - 5, bytes / 4 + 5);
            assertThat(copied(gateway).cause()).isEqualTo("budget");
        }
    }

    @Test
    void a_stream_that_says_no_usage_is_reckoned_by_its_pieces() throws Exception {
        String piece =
                "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                        + "\"finish_reason\":null}]}\n\n";
        candidate.becomes(Behaviour.streaming(List.of(piece, piece, piece, "data: [DONE]\n\n"), List.of()));
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 1000}"))) {
            copied(gateway);
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isEqualTo((ASKED.length() + 3) / 4 + 3);
        }
    }

    @Test
    void a_stream_that_cannot_be_read_is_reckoned_by_its_bytes() throws Exception {
        candidate.becomes(Behaviour.answering(
                200,
                Map.of("content-type", "text/event-stream", "content-encoding", "gzip"),
                "data: not compressed at all\n\n".repeat(100)));
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 100}"))) {
            copied(gateway);
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isEqualTo((ASKED.length() + 3) / 4 + 725);
            assertThat(copied(gateway).cause()).isEqualTo("budget");
        }
    }

    @Test
    void a_copy_whose_client_left_has_used_its_question() throws Exception {
        legacy.becomes(Behaviour.hanging());
        candidate.becomes(Behaviour.hanging());
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 1000}"))) {
            RawClient client = RawClient.connect(gateway.port())
                    .send(RawClient.request("POST", PATH, ASKED, "Content-Type: application/json"));
            candidate.request(1);
            client.reset();

            await().atMost(Deadline.PATIENCE)
                    .until(() -> budget(gateway).at("/tokens/spent").intValue() == (ASKED.length() + 3) / 4);
        }
    }

    @Test
    void what_was_refused_used_nothing() throws Exception {
        candidate.becomes(Behaviour.answering(500, Map.of("content-type", "application/json"), "x".repeat(8000)));
        try (RunningGateway gateway = RunningGateway.with(yaml("budget: {tokensPerDay: 100}"))) {
            copied(gateway);
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isZero();
        }
    }

    @Test
    void neither_a_reload_nor_a_restart_begins_the_day_anew() throws Exception {
        try (RunningGateway gateway = RunningGateway.in(directory, yaml("budget: {tokensPerDay: 1000}"))) {
            copied(gateway);
            gateway.reload(yaml("budget: {tokensPerDay: 2000}"));
            assertThat(budget(gateway).at("/tokens").toString())
                    .isEqualTo("{\"perDay\":2000,\"spent\":1100,\"left\":900}");
        }
        try (RunningGateway gateway = RunningGateway.in(directory, yaml("budget: {tokensPerDay: 1000}"))) {
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isEqualTo(1100);
            assertThat(copied(gateway).cause()).isEqualTo("budget");
        }
    }

    @Test
    void a_file_that_cannot_be_read_begins_the_day_anew() throws Exception {
        try (RunningGateway gateway = RunningGateway.in(directory, yaml("budget: {tokensPerDay: 1000}"))) {
            copied(gateway);
        }
        try (var files = Files.list(directory.resolve("data/budgets"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{\"routes\":{\"chat\":{\"day\":\"to");
        }
        try (RunningGateway gateway = RunningGateway.in(directory, yaml("budget: {tokensPerDay: 1000}"))) {
            assertThat(budget(gateway).at("/tokens/spent").intValue()).isZero();
        }
    }

    @Test
    void without_a_budget_there_is_nothing_to_see() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(yaml(""))) {
            copied(gateway);
            assertThat(gateway.adminJson("/api/v1/routes").at("/routes/0").has("shadowBudget"))
                    .isFalse();
            assertThat(gateway.admin("/metrics").body()).doesNotContain("understudy_shadow_budget");
        }
    }

    @Test
    void a_model_that_is_asked_too_much_gets_no_copies_for_a_while_also_when_it_does_not_say_for_how_long()
            throws Exception {
        candidate.becomes(Behaviour.answering(429, Map.of("content-type", "application/json"), "{}"));
        try (RunningGateway gateway = RunningGateway.with(yaml("").replace("max: 1m", "max: 1m, default: 1m"))) {
            assertThat(copied(gateway).status()).isEqualTo(429);
            assertThat(copied(gateway).cause()).isEqualTo("backOff");
        }
        try (RunningGateway gateway = RunningGateway.with(yaml("").replace("max: 1m", "max: 1m, default: 0ms"))) {
            assertThat(copied(gateway).status()).isEqualTo(429);
            assertThat(copied(gateway).status()).isEqualTo(429);
        }
    }

    private Leg copied(RunningGateway gateway) throws Exception {
        return Legs.candidate(ask(gateway));
    }

    private static Pair ask(RunningGateway gateway) throws Exception {
        RawResponse response = RawClient.post(gateway.port(), PATH, ASKED, "Content-Type: application/json");
        assertThat(response.status()).isEqualTo(200);
        return gateway.pair(response.id());
    }

    private static JsonNode budget(RunningGateway gateway) {
        return gateway.adminJson("/api/v1/routes").at("/routes/0/shadowBudget");
    }

    private String yaml(String budget) {
        return """
                models:
                  legacy: {url: "%s", price: {inputPerMillion: 2, outputPerMillion: 4, currency: EUR}}
                  candidate:
                    url: "%s"
                    price: {inputPerMillion: 2, outputPerMillion: 4, currency: EUR}
                    retryAfter: {max: 1m}
                routes:
                  - name: chat
                    match: {path: {exact: %s}, methods: [POST]}
                    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {%s}}
                """.formatted(legacy.url(), candidate.url(), PATH, budget);
    }
}
