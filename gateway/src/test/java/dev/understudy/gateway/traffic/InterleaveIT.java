package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two lists become one answer, or legacy's own bytes go out. */
@ExtendWith(LeakGuard.class)
class InterleaveIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LEGACY_LIST =
            "{ \"took\" : 1.50, \"hits\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}] ,\"next\":null}";
    private static final String CANDIDATE_LIST =
            "{\"took\":9,\"hits\":[{\"id\":\"x\"},{\"id\":\"b\"},{\"id\":\"y\"}],\"next\":\"n\"}";
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering(LEGACY_LIST));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering(CANDIDATE_LIST));
    private static final RunningGateway GATEWAY =
            RunningGateway.with("""
            identity: {user: [{header: x-user-id}]}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              late: {url: "%s", timeout: {connect: 500ms, firstByte: 1s, idle: 1s, total: 1s}}
              gone: {url: "%s"}
            routes:
              - name: patient
                match: {path: {prefix: /patient}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /hits, itemId: /id, wait: 20s, maxBody: 8KiB}
              - name: hurried
                match: {path: {prefix: /hurried}}
                interleave: {legacy: legacy, candidate: late, percent: 100, items: /hits, itemId: /id, wait: 50ms}
              - name: balanced
                match: {path: {prefix: /balanced}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, method: balanced, items: /hits, itemId: /id, wait: 20s}
              - name: probabilistic
                match: {path: {prefix: /probabilistic}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, method: probabilistic, items: /hits, itemId: /id, wait: 20s}
              - name: some
                match: {path: {prefix: /some}}
                interleave: {legacy: legacy, candidate: candidate, percent: 30, unit: user, items: /hits, itemId: /id, wait: 20s}
              - name: gone
                match: {path: {prefix: /gone}}
                interleave: {legacy: legacy, candidate: gone, percent: 100, items: /hits, itemId: /id, wait: 20s}
              - name: once
                match: {path: {prefix: /once}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /hits, itemId: /id, wait: 20s}
              - name: chat
                match: {path: {prefix: /chat}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /choices, wait: 20s}
            """.formatted(LEGACY.url(), CANDIDATE.url(), CANDIDATE.url(), FakeModel.refusing()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering(LEGACY_LIST));
        CANDIDATE.becomes(Behaviour.answering(CANDIDATE_LIST));
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patient", "/balanced", "/probabilistic"})
    void the_answer_is_legacys_with_a_list_of_both(String path) throws Exception {
        boolean foreign = false;
        for (int i = 0; i < 20; i++) {
            RawResponse response = RawClient.post(GATEWAY.port(), path, "{}", "Content-Type: application/json");
            JsonNode answer = JSON.readTree(response.body());
            List<String> ids = ids(answer);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .startsWith("{ \"took\" : 1.50, \"hits\":[")
                    .endsWith("] ,\"next\":null}");
            assertThat(ids).hasSize(3).doesNotHaveDuplicates().isSubsetOf("a", "b", "c", "x", "y");
            foreign |= ids.contains("x");
            if (i == 0) {
                assertRecorded(GATEWAY.pair(response.id()), ids);
            }
        }
        assertThat(foreign)
                .as("of 20 answers at least one holds an item of the candidate")
                .isTrue();
        assertThat(CANDIDATE.requests()).hasSize(20);
    }

    @Test
    void nothing_in_the_answer_tells_whose_an_item_is() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "{}");

        assertThat(response.head().toString() + response.body())
                .doesNotContainIgnoringCase("candidate")
                .doesNotContainIgnoringCase("legacy");
    }

    @Test
    void both_are_asked_for_something_that_can_be_mixed() throws Exception {
        RawClient.post(GATEWAY.port(), "/patient", "{\"q\": 1}", "Accept-Encoding: gzip, br", "If-None-Match: \"x\"");

        for (FakeModel model : List.of(LEGACY, CANDIDATE)) {
            assertThat(model.request(1).body()).isEqualTo("{\"q\": 1}");
            assertThat(model.request(1).header("accept-encoding").orElse("identity"))
                    .isEqualTo("identity");
        }
    }

    @Test
    void a_client_that_leaves_cancels_both() throws Exception {
        LEGACY.becomes(Behaviour.hanging());
        CANDIDATE.becomes(Behaviour.hanging());
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("POST", "/patient?left", "{}"));
            LEGACY.request(1);
            CANDIDATE.request(1);
        }

        await().atMost(Deadline.PATIENCE)
                .until(() -> LEGACY.request(1).cut() && CANDIDATE.request(1).cut());
        assertThat(GATEWAY.pair(pair -> pair.request().path().endsWith("?left")).legs())
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(Outcome.CANCELLED));
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("an error", Behaviour.answering(500, Map.of(), CANDIDATE_LIST)),
                Arguments.of("no JSON", Behaviour.answering("not json")),
                Arguments.of("no list", Behaviour.answering("{\"hits\":{}}")),
                Arguments.of("no ids", Behaviour.answering("{\"hits\":[{},{}]}")),
                Arguments.of("nothing", Behaviour.answering("")),
                Arguments.of("a short body", Behaviour.closingEarly()),
                Arguments.of("a reset", Behaviour.resetting()),
                Arguments.of("garbage", Behaviour.garbage()),
                Arguments.of("too much", Behaviour.flooding(100_000)),
                Arguments.of(
                        "something compressed",
                        Behaviour.answering(200, Map.of("content-encoding", "gzip"), CANDIDATE_LIST)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void a_candidate_that_answers_with_it_leaves_legacys_bytes(String name, Behaviour behaviour) throws Exception {
        CANDIDATE.becomes(behaviour);

        assertDegraded(RawClient.post(GATEWAY.port(), "/patient", "{}"));
    }

    @Test
    void a_candidate_that_is_not_there_leaves_legacys_bytes() throws Exception {
        assertDegraded(RawClient.post(GATEWAY.port(), "/gone", "{}"));
    }

    @Test
    void a_late_candidate_leaves_legacys_bytes_and_is_not_waited_for() throws Exception {
        CANDIDATE.becomes(Behaviour.hanging());

        Pair pair = assertDegraded(RawClient.post(GATEWAY.port(), "/hurried", "{}"));

        assertThat(Legs.candidate(pair).outcome()).isNotEqualTo(Outcome.OK);
    }

    @Test
    void a_candidate_whose_answer_has_no_end_is_let_go() throws Exception {
        CANDIDATE.becomes(Behaviour.flooding(1L << 40));

        Pair pair = assertDegraded(RawClient.post(GATEWAY.port(), "/hurried", "{}"));

        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void a_list_of_legacy_that_cannot_be_mixed_goes_out_as_it_is() throws Exception {
        for (String body : List.of("", "[]", "{\"hits\": 1}", "no json", "{\"hits\":[{\"id\":1}" /* unfinished */)) {
            LEGACY.becomes(Behaviour.answering(200, Map.of("content-type", "application/json", "x-a", "b"), body));

            RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "{}");

            assertThat(response.body()).isEqualTo(body);
            assertThat(response.header("x-a")).contains("b");
            assertThat(GATEWAY.pair(response.id()).interleaving())
                    .isNotNull()
                    .satisfies(mix -> assertThat(mix.degraded()).isTrue());
        }
    }

    @Test
    void an_answer_of_legacy_that_breaks_off_is_counted_once() throws Exception {
        LEGACY.becomes(Behaviour.closingEarly());
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/once", "", "Connection: close"))
                    .readAll();
        }
        GATEWAY.pair(pair -> pair.request().path().equals("/once"));

        GATEWAY.awaitMetric(1, "understudy_interleaved_total", "route=\"once\"");
    }

    @Test
    void an_error_of_legacy_is_shown_as_it_is() throws Exception {
        LEGACY.becomes(Behaviour.answering(503, Map.of("retry-after", "7"), LEGACY_LIST));

        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "{}");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).contains("7");
        assertThat(response.body()).isEqualTo(LEGACY_LIST);
        assertThat(GATEWAY.pair(response.id()).legs()).hasSize(2);
    }

    @Test
    void a_large_answer_of_legacy_goes_out_as_it_is() throws Exception {
        String large = LEGACY_LIST.replace("1.50", "\"" + "x".repeat(50_000) + "\"");
        LEGACY.becomes(Behaviour.answering(large));

        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "{}");

        assertThat(response.body()).isEqualTo(large);
        assertThat(Legs.legacy(GATEWAY.pair(response.id())).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void legacys_answer_does_not_wait_for_longer_than_the_candidates_end() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.slow(gate, Behaviour.answering(CANDIDATE_LIST)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("POST", "/patient", "{}"));
            LEGACY.request(1);
            CANDIDATE.request(1);
            gate.open();

            assertThat(ids(JSON.readTree(client.read().body()))).hasSize(3);
        }
    }

    @Test
    void units_outside_the_share_get_legacys_bytes_and_always_do() throws Exception {
        int mixed = 0;
        for (int user = 0; user < 60; user++) {
            CANDIDATE.forget();
            RawResponse response = RawClient.post(GATEWAY.port(), "/some", "{}", "X-User-Id: u" + user);
            boolean asked = !CANDIDATE.requests().isEmpty();
            mixed += asked ? 1 : 0;
            if (!asked) {
                assertThat(response.body()).isEqualTo(LEGACY_LIST);
                RawResponse again = RawClient.post(GATEWAY.port(), "/some", "{}", "X-User-Id: u" + user);
                assertThat(again.body()).isEqualTo(LEGACY_LIST);
                assertThat(CANDIDATE.requests()).isEmpty();
            }
        }
        assertThat(mixed).isBetween(5, 40);
    }

    @Test
    void two_chat_answers_stand_side_by_side() throws Exception {
        LEGACY.becomes(
                Behaviour.answering("{\"id\":\"l\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"L\"}}]}"));
        CANDIDATE.becomes(
                Behaviour.answering("{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"C\"}}]}"));

        RawResponse response = RawClient.post(GATEWAY.port(), "/chat", "{}");
        JsonNode choices = JSON.readTree(response.body()).path("choices");

        assertThat(choices).hasSize(2);
        assertThat(choices.path(0).path("index").asInt()).isZero();
        assertThat(choices.path(1).path("index").asInt()).isEqualTo(1);
        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.interleaving()).isNotNull().satisfies(mix -> {
            assertThat(mix.items()).extracting(Pair.Item::id).containsExactly("0", "1");
            for (int i = 0; i < 2; i++) {
                String from =
                        choices.path(i).path("message").path("content").asText().equals("L") ? "legacy" : "candidate";
                assertThat(mix.items().get(i).from()).isEqualTo(from);
            }
        });
    }

    @Test
    void a_click_on_a_mixed_item_is_credited_to_the_model_it_came_from() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "{}");
        Pair pair = GATEWAY.pair(response.id());
        Pair.Item first = Objects.requireNonNull(pair.interleaving()).items().get(0);
        String click = "{\"id\": \"%s\", \"event\": \"click\", \"item\": \"%s\"}".formatted(pair.id(), first.id());
        double before = credited(first.from());

        assertThat(GATEWAY.postAdmin("/api/v1/feedback", click).statusCode()).isEqualTo(202);

        await().atMost(Deadline.PATIENCE).until(() -> credited(first.from()) == before + 1);
    }

    @Test
    void feedback_is_taken_beside_the_traffic_too() throws Exception {
        String id = RawClient.post(GATEWAY.port(), "/patient", "{}").id();

        RawResponse response = RawClient.post(
                GATEWAY.port(),
                "/_understudy/feedback",
                "{\"id\": \"" + id + "\", \"event\": \"label\", \"label\": \"x\"}",
                "Content-Type: application/json");

        assertThat(response.status()).isEqualTo(202);
        assertThat(LEGACY.requests()).hasSize(1);
    }

    private static double credited(String from) {
        return GATEWAY.metric("understudy_feedback_total", "route=\"patient\"", "credit=\"" + from + "\"");
    }

    private static void assertRecorded(Pair pair, List<String> ids) {
        assertThat(pair.strategy()).isEqualTo("interleave");
        assertThat(Legs.body(Legs.legacy(pair))).isEqualTo(LEGACY_LIST);
        assertThat(Legs.body(Legs.candidate(pair))).isEqualTo(CANDIDATE_LIST);
        assertThat(pair.interleaving()).isNotNull().satisfies(mix -> {
            assertThat(mix.degraded()).isFalse();
            assertThat(mix.items()).extracting(Pair.Item::id).containsExactlyElementsOf(ids);
            assertThat(mix.items()).extracting(Pair.Item::from).isSubsetOf("legacy", "candidate");
        });
    }

    private static Pair assertDegraded(RawResponse response) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(LEGACY_LIST);
        assertThat(response.header("content-type")).contains("application/json");
        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.served()).isEqualTo("legacy");
        assertThat(pair.legs()).hasSize(2);
        assertThat(pair.interleaving())
                .isNotNull()
                .satisfies(mix -> assertThat(mix.degraded()).isTrue());
        return pair;
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("hits").forEach(hit -> ids.add(hit.path("id").asText()));
        return ids;
    }
}
