package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are under way push out, one thing after the other, what can be done without; each is counted. */
@ExtendWith(LeakGuard.class)
class SheddingIT {
    private static final String LIST = "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
              slow: {url: "%s"}
            routes:
              - name: shadowed
                match: {path: {prefix: /shadowed}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /items, itemId: /id, wait: 20s}
              - {name: slow, match: {path: {prefix: /slow}}, model: slow}
            pressure: {loopLag: 1m, %s}
            """;

    private final FakeModel legacy = FakeModel.that(Behaviour.answering(LIST));
    private final FakeModel candidate = FakeModel.that(Behaviour.answering(LIST));
    private final Gate gate = new Gate();
    private final FakeModel slow = FakeModel.that(Behaviour.slow(gate, Behaviour.answering("late")));
    private final List<RawClient> waiting = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        gate.open();
        for (RawClient client : waiting) {
            client.close();
        }
        legacy.close();
        candidate.close();
        slow.close();
    }

    @Test
    void first_go_shadows_then_bodies_then_interleaving_then_requests() throws Exception {
        try (RunningGateway gateway =
                start("inFlight: 20, shed: {shadows: 25, bodies: 50, interleaving: 75, requests: 90}, calmAfter: 1h")) {
            RawResponse calm = RawClient.post(gateway.port(), "/shadowed", "question");
            assertThat(Legs.candidate(gateway.pair(calm.id())).outcome()).isEqualTo(Outcome.OK);

            fill(gateway, 5, 1);
            Pair unshadowed = pair(gateway, "/shadowed");
            assertThat(Legs.candidate(unshadowed).outcome()).isEqualTo(Outcome.SHED);
            assertThat(Legs.candidate(unshadowed).cause()).isEqualTo("pressure");
            assertThat(body(unshadowed).length()).isEqualTo(LIST.length());
            assertThat(unshadowed.request().body().truncated()).isFalse();

            fill(gateway, 5, 2);
            Pair bodiless = pair(gateway, "/shadowed");
            assertThat(bodiless.request().body().truncated()).isTrue();
            assertThat(bodiless.request().body().length()).isEqualTo(8);
            assertThat(body(bodiless).truncated()).isTrue();
            assertThat(pair(gateway, "/mixed").interleaving()).isNotNull().matches(mix -> !mix.degraded());

            fill(gateway, 5, 3);
            RawResponse alone = RawClient.post(gateway.port(), "/mixed", "{}");
            assertThat(alone.body()).isEqualTo(LIST);
            Pair unmixed = gateway.pair(alone.id());
            assertThat(unmixed.interleaving()).isNotNull().matches(mix -> mix.degraded());
            assertThat(Legs.candidate(unmixed).cause()).isEqualTo("pressure");
            gateway.awaitMetric(1, "understudy_interleaved_total", "result=\"pressure\"");

            fill(gateway, 3, 4);
            RawResponse refused = RawClient.post(gateway.port(), "/shadowed", "question");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isPresent();

            awaitShed(gateway, 2, "shadows");
            awaitShed(gateway, 3, "bodies");
            awaitShed(gateway, 1, "interleaving");
            awaitShed(gateway, 1, "requests");
            gate.open();
            gateway.stop();
            assertThat(gateway.pulses().stream()
                            .filter(pulse -> pulse.route().equals("shadowed"))
                            .mapToLong(pulse -> pulse.dropped().getOrDefault("shed", 0L))
                            .sum())
                    .isEqualTo(1);
            assertThat(gateway.pulses().stream()
                            .filter(pulse -> pulse.route().equals("shadowed"))
                            .mapToLong(Pulse::eligible)
                            .sum())
                    .isEqualTo(4);
        }
    }

    @Test
    void a_connection_whose_request_was_refused_carries_the_next_when_it_is_calm_again() throws Exception {
        try (RunningGateway gateway = start("inFlight: 1, calmAfter: 1ms");
                RawClient client = RawClient.connect(gateway.port())) {
            fill(gateway, 1, 4);
            assertThat(client.send(RawClient.request("GET", "/slow", "")).read().status())
                    .isEqualTo(503);

            gate.open();
            gateway.awaitMetric(0, "understudy_pressure_level");

            assertThat(client.send(RawClient.request("GET", "/slow", "")).read().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void one_request_more_than_the_limit_is_refused_before_anything_was_measured() throws Exception {
        try (RunningGateway gateway =
                start("inFlight: 3, shed: {shadows: 100, bodies: 100, interleaving: 100, requests: 100}")) {
            for (int i = 0; i < 3; i++) {
                waiting.add(RawClient.connect(gateway.port()).send(RawClient.request("GET", "/slow", "")));
            }
            slow.request(3);

            assertThat(RawClient.get(gateway.port(), "/shadowed").status()).isEqualTo(503);
        }
    }

    @Test
    void bodies_beyond_the_bound_of_all_requests_are_neither_copied_nor_recorded_but_answered() throws Exception {
        String body = "x".repeat(200_000);
        legacy.becomes(Behaviour.echoing());
        try (RunningGateway gateway =
                start("bodies: 0.01, shed: {shadows: 100, bodies: 100, interleaving: 100, requests: 100}")) {
            RawResponse response = RawClient.post(gateway.port(), "/shadowed", body);

            assertThat(response.body()).isEqualTo(body);
            Pair pair = gateway.pair(response.id());
            assertThat(pair.request().body().truncated()).isTrue();
            assertThat(pair.request().body().length()).isEqualTo(200_000);
            assertThat(Legs.candidate(pair).cause()).isEqualTo("pressure");
            gateway.awaitMetric(0, "understudy_bodies_held_bytes");
            assertThat(Legs.candidate(pair(gateway, "/shadowed")).outcome()).isEqualTo(Outcome.OK);
        }
    }

    private RunningGateway start(String pressure) {
        return RunningGateway.with(YAML.formatted(legacy.url(), candidate.url(), slow.url(), pressure));
    }

    /** So many more requests under way, and the level that follows. */
    private void fill(RunningGateway gateway, int more, int level) throws Exception {
        for (int i = 0; i < more; i++) {
            waiting.add(RawClient.connect(gateway.port()).send(RawClient.request("GET", "/slow", "")));
        }
        slow.request(waiting.size());
        gateway.awaitMetric(level, "understudy_pressure_level");
    }

    private static Pair pair(RunningGateway gateway, String path) throws Exception {
        return gateway.pair(RawClient.post(gateway.port(), path, "question").id());
    }

    private static Body body(Pair pair) {
        return Objects.requireNonNull(Legs.legacy(pair).body());
    }

    private static void awaitShed(RunningGateway gateway, double expected, String what) {
        gateway.awaitMetric(expected, "understudy_pressure_shed_total", "what=\"" + what + "\"");
    }
}
