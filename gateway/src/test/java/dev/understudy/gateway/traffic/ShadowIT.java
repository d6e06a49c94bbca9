package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.Header;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A shadow is asked, recorded, and never felt. */
@ExtendWith(LeakGuard.class)
class ShadowIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final RunningGateway GATEWAY =
            RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate:
                url: "%s"
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
              gone: {url: "%s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
            routes:
              - name: patient
                match: {path: {prefix: /patient}, methods: [GET, HEAD, POST]}
                shadow:
                  legacy: legacy
                  candidates: [{model: candidate, percent: 100}]
                  limits: {timeout: 30s, maxInFlight: 4, maxBody: 4KiB}
              - name: quick
                match: {path: {prefix: /quick}, methods: [GET, HEAD, POST]}
                shadow:
                  legacy: legacy
                  candidates: [{model: candidate, percent: 100}]
                  limits: {timeout: 200ms}
              - name: gone
                match: {path: {prefix: /gone}, methods: [GET, HEAD, POST]}
                shadow: {legacy: legacy, candidates: [{model: gone, percent: 100}]}
              - name: noisy
                match: {path: {prefix: /noisy}, methods: [GET, POST]}
                shadow:
                  legacy: legacy
                  candidates: [{model: candidate, percent: 100}]
                  noise: {percent: 100}
              - name: v1
                match: {path: {prefix: /v1}, methods: [GET, POST]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
              - name: plain
                match: {path: {prefix: /}}
                model: legacy
            """.formatted(LEGACY.url(), CANDIDATE.url(), FakeModel.refusing()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering("legacy"));
        CANDIDATE.becomes(Behaviour.answering("candidate"));
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_copy_whose_answer_does_not_end_is_cancelled() throws Exception {
        CANDIDATE.becomes(Behaviour.flooding(1L << 40));

        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "the body");

        assertThat(response.body()).isEqualTo("legacy");
        Leg candidate = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(candidate.outcome()).isEqualTo(Outcome.TOO_LARGE);
        Body kept = Objects.requireNonNull(candidate.body());
        assertThat(kept.truncated()).isTrue();
        assertThat(kept.bytes()).hasSizeLessThanOrEqualTo(1024 * 1024);
    }

    @Test
    void both_are_asked_the_same_and_both_answers_are_in_one_record() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/patient?q=1", "the body", "Accept: text/plain");

        assertThat(response.body()).isEqualTo("legacy");
        assertThat(CANDIDATE.request(1).body()).isEqualTo("the body");
        assertThat(CANDIDATE.request(1).target()).isEqualTo("/patient?q=1");
        assertThat(CANDIDATE.request(1).method()).isEqualTo("POST");
        assertThat(CANDIDATE.request(1).header("accept")).contains("text/plain");
        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.strategy()).isEqualTo("shadow");
        assertThat(pair.assigned()).isEqualTo("legacy");
        assertThat(pair.served()).isEqualTo("legacy");
        assertThat(pair.propensity()).isEqualTo(1.0);
        assertThat(Legs.body(Legs.legacy(pair))).isEqualTo("legacy");
        assertThat(Legs.body(Legs.candidate(pair))).isEqualTo("candidate");
        assertThat(Legs.candidate(pair).status()).isEqualTo(200);
        assertThat(Legs.candidate(pair).endpoint()).isEqualTo(CANDIDATE.url());
        assertThat(new String(pair.request().body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("the body");
    }

    @Test
    void a_chunked_request_is_copied_whole() throws Exception {
        RawResponse response = RawClient.exchange(
                GATEWAY.port(),
                "POST /patient HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");

        assertThat(LEGACY.request(1).body()).isEqualTo("hello world");
        assertThat(CANDIDATE.request(1).body()).isEqualTo("hello world");
        assertThat(GATEWAY.pair(response.id()).request().body().length()).isEqualTo(11);
    }

    @Test
    void times_are_in_their_order_and_in_milliseconds_since_the_request_came() throws Exception {
        Gate gate = new Gate();
        LEGACY.becomes(Behaviour.slow(gate, Behaviour.answering("legacy")));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            long before = System.nanoTime();
            client.send(RawClient.request("POST", "/patient", "x"));
            LEGACY.request(1);
            gate.open();
            Pair pair = GATEWAY.pair(client.read().id());
            double passed = (System.nanoTime() - before) / 1e6;

            assertThat(pair.legs()).hasSize(2).allSatisfy(leg -> {
                assertThat(leg.times().sentMs()).isBetween(0.0, passed);
                assertThat(leg.times().firstByteMs()).isBetween(leg.times().sentMs(), passed);
                assertThat(leg.times().lastByteMs()).isBetween(leg.times().firstByteMs(), passed);
            });
        }
    }

    static Stream<Arguments> ailments() {
        return Stream.of(
                Arguments.of("hanging", Behaviour.hanging(), Outcome.TIMEOUT),
                Arguments.of("resetting", Behaviour.resetting(), Outcome.ERROR),
                Arguments.of(
                        "resetting after the head",
                        Behaviour.resettingAfter("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour"),
                        Outcome.ERROR),
                Arguments.of("garbage", Behaviour.garbage(), Outcome.ERROR),
                Arguments.of("closing early", Behaviour.closingEarly(), Outcome.ERROR),
                Arguments.of("closing at once", Behaviour.closingAfter(""), Outcome.ERROR),
                Arguments.of("failing", Behaviour.answering(500, Map.of(), "oops"), Outcome.OK),
                Arguments.of("dripping", Behaviour.dripping(new Gate(), "a long answer"), Outcome.TIMEOUT),
                Arguments.of(
                        "an unasked switch of protocols",
                        Behaviour.closingAfter("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n"),
                        Outcome.ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ailments")
    void an_ailing_candidate_leaves_status_headers_and_bytes_alone(String name, Behaviour ailment, Outcome outcome)
            throws Exception {
        CANDIDATE.becomes(ailment);
        // On a busy machine 200 ms may be over before an error has come.
        String path = outcome == Outcome.TIMEOUT ? "/quick" : "/patient";
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            List<String> plain = exchange(client, "/plain", new ArrayList<>());
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                assertThat(exchange(client, path, ids)).as(name).isEqualTo(plain);
            }
            assertThat(GATEWAY.pairs(Set.copyOf(ids)).values()).allSatisfy(pair -> {
                Leg leg = Legs.candidate(pair);
                assertThat(leg.outcome()).isEqualTo(outcome);
                assertThat(leg.cause() == null).isEqualTo(outcome == Outcome.OK);
            });
        }
    }

    @Test
    void a_candidate_that_is_not_there_leaves_everything_alone() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            List<String> ids = new ArrayList<>();
            assertThat(exchange(client, "/gone", ids)).isEqualTo(exchange(client, "/plain", new ArrayList<>()));

            Leg leg = Legs.candidate(GATEWAY.pair(ids.get(0)));
            assertThat(leg.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(leg.cause()).isNotNull();
        }
    }

    @Test
    void the_client_is_done_while_the_shadow_still_waits() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.slow(gate, Behaviour.answering("late")));

        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "x");

        assertThat(response.body()).isEqualTo("legacy");
        assertThat(CANDIDATE.request(1).answered()).isFalse();
        gate.open();
        assertThat(Legs.body(Legs.candidate(GATEWAY.pair(response.id())))).isEqualTo("late");
    }

    @Test
    void a_slow_shadow_is_cancelled_and_recorded_as_slow() throws Exception {
        CANDIDATE.becomes(Behaviour.hanging());

        RawResponse response = RawClient.post(GATEWAY.port(), "/quick", "x");

        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(leg.cause()).isEqualTo("slow");
        await().atMost(Deadline.PATIENCE).until(() -> CANDIDATE.request(1).cut());
    }

    @Test
    void shadows_beyond_their_limit_are_shed_and_the_client_sees_nothing() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.slow(gate, Behaviour.answering("late")));
        List<String> ids = new ArrayList<>();
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            for (int i = 0; i < 6; i++) {
                exchange(client, "/patient", ids);
            }
        }
        assertThat(Legs.candidate(GATEWAY.pair(ids.get(4))).outcome()).isEqualTo(Outcome.SHED);
        assertThat(Legs.candidate(GATEWAY.pair(ids.get(5))).outcome()).isEqualTo(Outcome.SHED);
        gate.open();

        for (String id : ids.subList(0, 4)) {
            assertThat(Legs.candidate(GATEWAY.pair(id)).outcome()).isEqualTo(Outcome.OK);
        }
        assertThat(CANDIDATE.requests()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_body_beyond_the_limit_is_served_and_not_copied(boolean chunked) throws Exception {
        String body = "x".repeat(5000);
        LEGACY.becomes(Behaviour.echoing());

        RawResponse response = chunked
                ? RawClient.exchange(
                        GATEWAY.port(),
                        "POST /patient HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + body
                                + "\r\n0\r\n\r\n")
                : RawClient.post(GATEWAY.port(), "/patient", body);

        assertThat(response.body()).isEqualTo(body);
        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(CANDIDATE.requests()).noneMatch(request -> request.complete());
    }

    @Test
    void the_noise_leg_is_legacys_second_answer() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/noisy", "x");

        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.legs()).hasSize(3);
        assertThat(Legs.noise(pair).model()).isEqualTo("legacy");
        assertThat(Legs.body(Legs.noise(pair))).isEqualTo("legacy");
        assertThat(LEGACY.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("x"));
    }

    @Test
    void who_opted_out_is_served_and_not_copied() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "x", "X-Understudy-Opt-Out: true");

        assertThat(response.body()).isEqualTo("legacy");
        assertThat(Legs.candidate(GATEWAY.pair(response.id())).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stateKept /v1/responses {\"store\": true}",
                "stateKept /v1/responses {}",
                "stateKept /v1/responses {\"previous_response_id\": \"r1\"}",
                "stateKept /v1/chat/completions {\"store\":true,\"messages\":[]}",
                "serverTools /v1/messages {\"tools\":[{\"type\":\"web_search_20250305\"}]}",
                "statefulPath /v1/files {}",
                "statefulPath /v1/messages/batches {}"
            })
    void a_stateful_call_is_served_and_not_copied(String call) throws Exception {
        String cause = call.substring(0, call.indexOf(' '));
        String path = call.substring(call.indexOf(' ') + 1, call.indexOf(' ', call.indexOf(' ') + 1));
        String body = call.substring(call.indexOf('{'));
        double before = GATEWAY.metric("understudy_leg_failures_total", "failure=\"" + cause + "\"");

        RawResponse response = RawClient.post(GATEWAY.port(), path, body, "Content-Type: application/json");

        assertThat(response.body()).isEqualTo("legacy");
        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(leg.cause()).isEqualTo(cause);
        assertThat(CANDIDATE.requests()).isEmpty();
        await().atMost(Deadline.PATIENCE)
                .untilAsserted(
                        () -> assertThat(GATEWAY.metric("understudy_leg_failures_total", "failure=\"" + cause + "\""))
                                .isGreaterThan(before));
    }

    @Test
    void a_stateless_chat_is_copied() throws Exception {
        RawResponse response = RawClient.post(
                GATEWAY.port(),
                "/v1/chat/completions",
                "{\"store\": false, \"messages\": []}",
                "Content-Type: application/json");

        assertThat(Legs.candidate(GATEWAY.pair(response.id())).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void a_method_the_route_does_not_name_is_not_copied() throws Exception {
        RawResponse response = RawClient.exchange(GATEWAY.port(), RawClient.request("DELETE", "/patient", ""));

        assertThat(response.body()).isEqualTo("legacy");
        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @Test
    void a_streamed_request_is_streamed_on_both_sides() throws Exception {
        String body = "{\"stream\": true, \"messages\": []}";
        LEGACY.becomes(Behaviour.streaming(List.of("data: 1\n\n", "data: [DONE]\n\n"), List.of()));
        CANDIDATE.becomes(Behaviour.streaming(List.of("data: 2\n\n", "data: [DONE]\n\n"), List.of()));

        RawResponse response = RawClient.post(
                GATEWAY.port(),
                "/v1/chat/completions",
                body,
                "Content-Type: application/json",
                "Accept: text/event-stream");

        assertThat(response.body()).isEqualTo("data: 1\n\ndata: [DONE]\n\n");
        assertThat(CANDIDATE.request(1).body()).isEqualTo(body);
        assertThat(CANDIDATE.request(1).header("accept")).contains("text/event-stream");
        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.OK);
        assertThat(leg.times().firstTokenMs()).isNotNull();
    }

    @Test
    void a_large_answer_of_the_shadow_is_cut_in_the_record_and_nowhere_else() throws Exception {
        CANDIDATE.becomes(Behaviour.flooding(3 * 1024 * 1024));

        RawResponse response = RawClient.post(GATEWAY.port(), "/patient", "x");

        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(response.body()).isEqualTo("legacy");
        assertThat(leg.body()).isNotNull().satisfies(body -> {
            assertThat(body.truncated()).isTrue();
            assertThat(body.bytes()).hasSizeLessThanOrEqualTo(1024 * 1024);
        });
    }

    @Test
    void an_answer_before_the_requests_end_keeps_the_copy_and_the_connection() throws Exception {
        LEGACY.becomes(exchange -> exchange.respond(200, Map.of(), new byte[] {'o', 'k'}));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response = client.send("POST /patient HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf")
                    .read();
            assertThat(response.body()).isEqualTo("ok");
            LEGACY.becomes(Behaviour.answering("legacy"));
            client.send("half");

            assertThat(CANDIDATE.request(1).body()).isEqualTo("halfhalf");
            assertThat(Legs.candidate(GATEWAY.pair(response.id())).outcome()).isEqualTo(Outcome.OK);
            assertThat(client.send(RawClient.request("POST", "/patient", "x"))
                            .read()
                            .body())
                    .isEqualTo("legacy");
        }
    }

    @Test
    void an_answer_to_half_a_request_is_a_record_too() throws Exception {
        LEGACY.becomes(exchange -> exchange.respond(200, Map.of(), new byte[] {'o', 'k'}));
        String id;
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            id = client.send("POST /patient HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf")
                    .read()
                    .id();
        }

        assertThat(Legs.candidate(GATEWAY.pair(id)).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @Test
    void a_request_that_was_rejected_here_is_not_copied() throws Exception {
        RawClient.exchange(GATEWAY.port(), "POST /patient HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n");
        RawClient.exchange(GATEWAY.port(), "POST /patient HTTP/1.1\r\n\r\n");

        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @Test
    void a_copy_has_a_connection_of_its_own() throws Exception {
        GATEWAY.pair(RawClient.post(GATEWAY.port(), "/noisy", "x").id());

        assertThat(LEGACY.requests().get(0).connection())
                .isNotEqualTo(LEGACY.requests().get(1).connection());
    }

    /** Status, headers without the changing ones, and body, one string each. */
    private static List<String> exchange(RawClient client, String path, List<String> ids) throws Exception {
        RawResponse response =
                client.send(RawClient.request("POST", path, "the body")).read();
        ids.add(response.id());
        List<String> seen = new ArrayList<>(List.of(response.head().startLine(), response.body()));
        response.head().headers().stream()
                .filter(header -> !List.of("x-understudy-id", "date").contains(header.name()))
                .map(Header::toString)
                .sorted()
                .forEach(seen::add);
        return seen;
    }
}
