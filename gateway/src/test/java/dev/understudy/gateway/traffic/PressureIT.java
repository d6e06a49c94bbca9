package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes when there is too much: shadows, then interleaving, then new requests, each counted and none waited for. */
@ExtendWith(LeakGuard.class)
class PressureIT {
    private static final String LIST = "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering(LIST));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering(LIST));
    private static final int CONNECTIONS = 40;
    private static final RunningGateway GATEWAY = RunningGateway.with(
            """
            listen:
              http: "127.0.0.1:0"
              limits: {headerBytes: 4KiB, connections: %d}
            models:
              narrow: {url: "%s", maxInFlight: 2}
              wide: {url: "%s"}
              candidate: {url: "%s", maxInFlight: 1}
              flaky: {url: "%s", breaker: {failureRate: 50, minimumCalls: 3, openFor: 1h}}
            routes:
              - {name: narrow, match: {path: {prefix: /narrow}}, model: narrow, record: {percent: 100}}
              - {name: flaky, match: {path: {prefix: /flaky}}, model: flaky, record: {percent: 100}}
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave: {legacy: wide, candidate: candidate, percent: 100, items: /items, itemId: /id, wait: 20s}
              - name: shadowed
                match: {path: {prefix: /shadowed}}
                shadow: {legacy: wide, candidates: [{model: candidate, percent: 100}], limits: {timeout: 30s}}
              - {name: plain, match: {path: {prefix: /}}, model: wide}
            """.formatted(CONNECTIONS, LEGACY.url(), LEGACY.url(), CANDIDATE.url(), CANDIDATE.url()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering(LIST));
        CANDIDATE.becomes(Behaviour.answering(LIST));
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
    void requests_beyond_a_models_limit_are_told_to_come_back() throws Exception {
        Gate gate = new Gate();
        LEGACY.becomes(Behaviour.slow(gate, Behaviour.answering(LIST)));
        try (RawClient one = RawClient.connect(GATEWAY.port());
                RawClient two = RawClient.connect(GATEWAY.port());
                RawClient three = RawClient.connect(GATEWAY.port())) {
            one.send(RawClient.request("GET", "/narrow", ""));
            two.send(RawClient.request("GET", "/narrow", ""));
            LEGACY.request(2);

            RawResponse refused =
                    three.send(RawClient.request("GET", "/narrow", "")).read();
            gate.open();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isPresent();
            assertThat(one.read().status()).isEqualTo(200);
            assertThat(two.read().status()).isEqualTo(200);
            assertThat(three.send(RawClient.request("GET", "/narrow", ""))
                            .read()
                            .status())
                    .isEqualTo(200);
            Pair pair = GATEWAY.pair(refused.id());
            assertThat(Legs.legacy(pair).outcome()).isEqualTo(Outcome.SHED);
            assertThat(pair.request().body().truncated()).isFalse();
            assertThat(pair.served()).isNull();
        }
    }

    @Test
    void interleaving_gives_way_to_legacy_alone() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.slow(gate, Behaviour.answering(LIST)));
        try (RawClient one = RawClient.connect(GATEWAY.port());
                RawClient two = RawClient.connect(GATEWAY.port())) {
            one.send(RawClient.request("GET", "/mixed", ""));
            CANDIDATE.request(1);

            RawResponse alone = two.send(RawClient.request("GET", "/mixed", "")).read();
            gate.open();

            assertThat(alone.body()).isEqualTo(LIST);
            assertThat(Legs.candidate(GATEWAY.pair(alone.id())).outcome()).isEqualTo(Outcome.SHED);
            assertThat(one.read().status()).isEqualTo(200);
        }
    }

    @Test
    void shadows_do_not_take_the_places_of_those_who_wait() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.slow(gate, Behaviour.answering(LIST)));
        String shadowed = RawClient.get(GATEWAY.port(), "/shadowed").id();
        CANDIDATE.request(1);
        CANDIDATE.becomes(Behaviour.answering(LIST));

        RawResponse mixed = RawClient.get(GATEWAY.port(), "/mixed");

        assertThat(Legs.candidate(GATEWAY.pair(mixed.id())).outcome()).isEqualTo(Outcome.OK);
        gate.open();
        assertThat(Legs.candidate(GATEWAY.pair(shadowed)).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void a_model_that_keeps_failing_is_not_asked_for_a_while() throws Exception {
        CANDIDATE.becomes(Behaviour.resetting());
        List<RawResponse> responses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            responses.add(RawClient.post(GATEWAY.port(), "/flaky", "not to be sent twice"));
        }

        assertThat(responses).extracting(RawResponse::status).containsExactly(502, 502, 502, 503, 503, 503);
        assertThat(CANDIDATE.requests()).hasSize(3);
        assertThat(responses.get(5).header("retry-after")).isPresent();
        assertThat(Legs.legacy(GATEWAY.pair(responses.get(5).id())).cause()).isEqualTo("breakerOpen");
    }

    @Test
    void a_head_beyond_the_limit_is_refused_and_one_below_is_not() throws Exception {
        assertThat(RawClient.get(GATEWAY.port(), "/plain", "X: " + "x".repeat(3000))
                        .status())
                .isEqualTo(200);
        RawResponse response = RawClient.get(GATEWAY.port(), "/plain", "X: " + "x".repeat(5000));

        assertThat(response.status()).isEqualTo(431);
        assertThat(response.header("connection")).contains("close");
    }

    @Test
    void one_client_cannot_take_the_places_of_all() throws Exception {
        String yaml = """
                listen: {http: "127.0.0.1:0", limits: {connectionsPerClient: 2}}
                models: {model: {url: "%s"}}
                routes: [{name: all, match: {path: {prefix: /}}, model: model}]
                """.formatted(LEGACY.url());
        try (RunningGateway gateway = RunningGateway.with(yaml);
                RawClient one = RawClient.connect(gateway.port());
                RawClient two = RawClient.connect(gateway.port())) {
            one.send(RawClient.request("GET", "/", "")).read();
            two.send(RawClient.request("GET", "/", "")).read();
            try (RawClient three = RawClient.connect(gateway.port())) {
                assertThat(three.closedSilently()).isTrue();
            }
            Socket neighbour = new Socket();
            neighbour.bind(new InetSocketAddress("127.0.0.2", 0));
            neighbour.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            try (RawClient other = RawClient.over(neighbour)) {
                assertThat(other.send(RawClient.request("GET", "/", "")).read().status())
                        .isEqualTo(200);
            }
            gateway.awaitMetric(1, "understudy_connections_refused_total", "cause=\"connectionsPerClient\"");
        }
    }

    @Test
    void connections_beyond_the_limit_are_closed_at_once_and_counted() throws Exception {
        GATEWAY.awaitMetric(0, "understudy_connections");
        double before = GATEWAY.metric("understudy_connections_refused_total");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawClient client = RawClient.connect(GATEWAY.port());
                clients.add(client);
                assertThat(client.send(RawClient.request("GET", "/plain", ""))
                                .read()
                                .status())
                        .isEqualTo(200);
            }
            RawClient tooMany = RawClient.connect(GATEWAY.port());
            clients.add(tooMany);

            assertThat(tooMany.closedSilently()).isTrue();
            GATEWAY.awaitMetric(before + 1, "understudy_connections_refused_total");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        await().atMost(Deadline.PATIENCE)
                .ignoreExceptions()
                .until(() -> RawClient.get(GATEWAY.port(), "/plain").status() == 200);
    }
}
