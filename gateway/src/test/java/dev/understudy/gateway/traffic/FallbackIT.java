package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Legacy steps in only before the first byte, only for what the route names, and the record keeps both legs. */
@ExtendWith(LeakGuard.class)
class FallbackIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final RunningGateway GATEWAY =
            RunningGateway.with("""
            models:
              legacy: {url: "%2$s"}
              candidate: {url: "%1$s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              hasty:
                url: "%1$s"
                timeout: {connect: 20s, firstByte: 300ms, idle: 20s, total: 20s}
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
              brief: {url: "%1$s", timeout: 300ms, breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              gone: {url: "%3$s"}
            routes:
              - name: brief
                match: {path: {prefix: /brief}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: brief, weight: 100}]
                  fallback: {on: [firstByteTimeout]}
              - name: all-causes
                match: {path: {prefix: /all}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: candidate, weight: 100}]
                  fallback: {on: [connectError, status5xx, firstByteTimeout]}
              - name: hasty
                match: {path: {prefix: /hasty}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: hasty, weight: 100}]
                  fallback: {on: [connectError, status5xx, firstByteTimeout]}
              - name: no-cause
                match: {path: {prefix: /none}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: candidate, weight: 100}]
                  fallback: {on: []}
              - name: gone
                match: {path: {prefix: /gone}}
                ab: {arms: [{model: legacy, weight: 0}, {model: gone, weight: 100}]}
            """.formatted(CANDIDATE.url(), LEGACY.url(), FakeModel.refusing()));

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
    void a_candidate_that_cannot_be_reached_is_stood_in_for_by_default() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/gone", "the body");

        assertFellBack(response, "gone");
        assertThat(LEGACY.request(1).body()).isEqualTo("the body");
    }

    @Test
    void a_server_error_of_the_candidate_is_not_shown() throws Exception {
        CANDIDATE.becomes(Behaviour.answering(500, Map.of("x-from", "candidate"), "oops"));

        RawResponse response = RawClient.post(GATEWAY.port(), "/all", "the body");

        Pair pair = assertFellBack(response, "candidate");
        assertThat(response.header("x-from")).isEmpty();
        assertThat(Legs.candidate(pair).status()).isEqualTo(500);
        assertThat(CANDIDATE.request(1).body()).isEqualTo("the body");
        assertThat(LEGACY.request(1).body()).isEqualTo("the body");
    }

    @Test
    void a_first_byte_that_does_not_come_is_not_waited_for() throws Exception {
        CANDIDATE.becomes(Behaviour.hanging());

        RawResponse response = RawClient.post(GATEWAY.port(), "/hasty", "the body");

        Pair pair = assertFellBack(response, "hasty");
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(Legs.candidate(pair).cause()).isEqualTo("firstByte");
        await().atMost(Deadline.PATIENCE).until(() -> CANDIDATE.request(1).cut());
    }

    @Test
    void one_timeout_for_everything_is_one_for_the_first_byte_too() throws Exception {
        CANDIDATE.becomes(Behaviour.hanging());

        RawResponse response = RawClient.post(GATEWAY.port(), "/brief", "the body");

        Pair pair = assertFellBack(response, "brief");
        assertThat(Legs.candidate(pair).cause()).isEqualTo("firstByte");
    }

    @Test
    void what_the_route_does_not_name_reaches_the_client() throws Exception {
        CANDIDATE.becomes(Behaviour.answering(500, Map.of("x-from", "candidate"), "oops"));

        RawResponse response = RawClient.post(GATEWAY.port(), "/none", "the body");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("oops");
        assertThat(response.header("x-from")).contains("candidate");
        assertThat(GATEWAY.pair(response.id()).served()).isEqualTo("candidate");
        assertThat(LEGACY.requests()).isEmpty();
    }

    @Test
    void after_the_first_byte_there_is_no_way_back() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour")
                    .hold(gate);
            exchange.close();
        });
        Pair pair;
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            Head head =
                    client.send(RawClient.request("POST", "/all", "the body")).readHead();
            gate.open();

            assertThat(client.readAll()).doesNotContain("legacy");
            pair = GATEWAY.pair(head.header("x-understudy-id").orElseThrow());
        }
        assertThat(LEGACY.requests()).isEmpty();
        assertThat(pair.legs()).hasSize(1);
        assertThat(pair.assigned()).isEqualTo("candidate");
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void a_request_of_several_attempts_is_one_record() throws Exception {
        CANDIDATE.becomes(Behaviour.answering(503, Map.of(), "busy"));
        String id = RawClient.post(GATEWAY.port(), "/all", "x").id();

        GATEWAY.pair(id);

        assertThat(GATEWAY.pairs()).filteredOn(pair -> pair.id().equals(id)).hasSize(1);
    }

    private static Pair assertFellBack(RawResponse response, String assigned) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("legacy");
        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.assigned()).isEqualTo(assigned);
        assertThat(pair.served()).isEqualTo("legacy");
        assertThat(pair.legs()).hasSize(2);
        assertThat(Legs.legacy(pair).outcome()).isEqualTo(Outcome.OK);
        assertThat(Legs.legacy(pair).status()).isEqualTo(200);
        return pair;
    }
}
