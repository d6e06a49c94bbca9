package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model with several endpoints is as well as the best of them, and what is not to be repeated is not. */
@ExtendWith(LeakGuard.class)
class EndpointsIT {
    private static final String NEVER_OPEN = "breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}";

    private final FakeModel one = FakeModel.that(Behaviour.answering("one"));
    private final FakeModel two = FakeModel.that(Behaviour.answering("two"));
    private final FakeModel three = FakeModel.that(Behaviour.answering("three"));
    private final List<FakeModel> models = List.of(one, two, three);
    private final List<RunningGateway> gateways = new ArrayList<>();

    @BeforeEach
    void nothingRuns() {
        assertThat(gateways).isEmpty();
    }

    @AfterEach
    void close() {
        gateways.forEach(RunningGateway::close);
        models.forEach(FakeModel::close);
    }

    @Test
    void one_of_three_dies_under_load_and_no_idempotent_request_fails() throws Exception {
        RunningGateway gateway = gateway("", one.url(), two.url(), three.url());
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread client = new Thread(() -> ask(gateway, done, answered, wrong), "endpoints-client-" + i);
            client.start();
            clients.add(client);
        }
        await().atMost(Deadline.PATIENCE)
                .until(() -> models.stream().allMatch(model -> model.requests().size() > 20));

        two.close();
        int before = answered.get();
        await().atMost(Deadline.PATIENCE).until(() -> answered.get() > before + 300);
        done.set(true);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(gateway.metric("understudy_failures_total", "blame=\"model\""))
                .isZero();
        assertThat(gateway.pairs(answered.get()).stream()
                        .map(pair -> Legs.legacy(pair).attempts())
                        .filter(attempts -> attempts > 1))
                .as("some were sent again")
                .isNotEmpty();
    }

    /** In rounds: what it was asked in one it answers at its end, when the others have answered all of theirs long since. */
    @Test
    void a_slow_endpoint_gets_few() throws Exception {
        AtomicReference<Gate> endOfRound = new AtomicReference<>(new Gate());
        three.becomes(exchange -> exchange.readBody()
                .hold(Objects.requireNonNull(endOfRound.get()))
                .respond(200, Map.of(), new byte[0]));
        RunningGateway gateway = gateway("", one.url(), two.url(), three.url());
        List<RawClient> waiting = new ArrayList<>();
        try {
            for (int sent = 1; sent <= 360; sent++) {
                int slow = three.requests().size();
                RawClient client = RawClient.connect(gateway.port()).send(RawClient.request("GET", "/", ""));
                waiting.add(client);
                awaitRequests(sent);
                if (three.requests().size() == slow) {
                    assertThat(client.read().status()).isEqualTo(200);
                    waiting.remove(client);
                    client.close();
                }
                if (sent % 40 == 0) {
                    Objects.requireNonNull(endOfRound.getAndSet(new Gate())).open();
                    for (RawClient held : waiting) {
                        assertThat(held.read().status()).isEqualTo(200);
                        held.close();
                    }
                    waiting.clear();
                }
            }
        } finally {
            for (RawClient client : waiting) {
                client.close();
            }
        }

        assertThat(three.requests()).hasSizeLessThan(60);
        assertThat(one.requests()).hasSizeGreaterThan(80);
        assertThat(two.requests()).hasSizeGreaterThan(80);
    }

    private void awaitRequests(int sent) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Deadline.PATIENCE)
                .until(() -> models.stream()
                                .mapToInt(model -> model.requests().size())
                                .sum()
                        == sent);
    }

    @Test
    void what_was_never_sent_is_sent_elsewhere_whatever_it_is() throws Exception {
        RunningGateway gateway = gateway("", FakeModel.refusing(), one.url());
        Set<Integer> attempts = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            RawResponse response = RawClient.post(gateway.port(), "/", "charge me once");
            assertThat(response.body()).isEqualTo("one");
            Leg leg = Legs.legacy(gateway.pair(response.id()));
            attempts.add(leg.attempts());
            assertThat(leg.endpoint()).isEqualTo(one.url());
        }

        assertThat(attempts).contains(2);
        assertThat(one.requests())
                .hasSize(20)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("charge me once"));
    }

    @Test
    void a_post_that_was_sent_is_never_sent_again_and_a_put_is_with_its_body() throws Exception {
        one.becomes(Behaviour.resetting());
        RunningGateway gateway = gateway("ejection: {maxPercent: 0}, ", one.url(), two.url());
        int failed = 0;
        for (int i = 0; i < 30; i++) {
            failed += RawClient.post(gateway.port(), "/", "once").status() == 502 ? 1 : 0;
        }
        assertThat(failed).isEqualTo(one.requests().size()).isPositive();
        assertThat(one.requests().size() + two.requests().size()).isEqualTo(30);

        two.forget();
        for (int i = 0; i < 30; i++) {
            String put = RawClient.request("PUT", "/", "again");
            assertThat(RawClient.exchange(gateway.port(), put).body()).isEqualTo("two");
        }
        assertThat(two.requests())
                .hasSize(30)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("again"));
    }

    @Test
    void nothing_is_sent_again_once_an_answer_began() throws Exception {
        one.becomes(Behaviour.resettingAfter("HTTP/1.1 200 O"));
        two.becomes(Behaviour.resettingAfter("HTTP/1.1 200 O"));
        RunningGateway gateway = gateway("", one.url(), two.url());
        for (int i = 0; i < 4; i++) {
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(502);
        }

        assertThat(one.requests().size() + two.requests().size()).isEqualTo(4);
    }

    @Test
    void silence_is_asked_elsewhere_only_where_the_model_says_so() throws Exception {
        one.becomes(Behaviour.hanging());
        RunningGateway gateway = gateway(
                "timeout: {firstByte: 1s}, retry: {on: [firstByteTimeout]}, ejection: {maxPercent: 0}, ",
                one.url(),
                two.url());
        for (int i = 0; i < 60 && one.requests().isEmpty(); i++) {
            assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("two");
        }
        assertThat(one.requests()).isNotEmpty();

        RunningGateway other = gateway("timeout: {firstByte: 1s}, ejection: {maxPercent: 0}, ", one.url(), two.url());
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < 60 && statuses.size() < 2; i++) {
            statuses.add(RawClient.get(other.port(), "/").status());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 504);
    }

    @Test
    void in_a_storm_little_more_is_sent_than_was_asked() throws Exception {
        models.forEach(model -> model.becomes(Behaviour.resetting()));
        RunningGateway gateway = gateway(
                "retry: {attempts: 5, budgetPercent: 20, minPerSecond: 1}, ejection: {maxPercent: 0}, ",
                one.url(),
                two.url(),
                three.url());
        for (int i = 0; i < 200; i++) {
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(502);
        }

        int sent = models.stream().mapToInt(model -> model.requests().size()).sum();
        assertThat(sent).isBetween(220, 200 + 40 + 10 + 60);
        assertThat(sent - 200).isGreaterThan(30);
    }

    @Test
    void an_endpoint_that_keeps_failing_is_left_out() throws Exception {
        one.becomes(Behaviour.answering(500, Map.of(), "no"));
        RunningGateway gateway = gateway(
                "ejection: {consecutiveFailures: 3, baseTime: 1h, maxTime: 1h}, ", one.url(), two.url(), three.url());
        int failed = 0;
        for (int i = 0; i < 60; i++) {
            failed += RawClient.post(gateway.port(), "/", "x").status() == 500 ? 1 : 0;
        }

        assertThat(failed).isEqualTo(one.requests().size()).isBetween(1, 4);
    }

    @Test
    void a_connection_that_is_not_to_wait_is_used_once() throws Exception {
        RunningGateway gateway = gateway("connections: {idle: 0}, ", one.url());
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                client.send(RawClient.request("GET", "/", "")).read();
            }
        }

        assertThat(one.connectionsAccepted()).isEqualTo(5);
    }

    @Test
    void ejection_changes_who_serves_and_never_who_is_assigned() throws Exception {
        RunningGateway gateway = started("""
                models:
                  legacy: {url: "%s"}
                  candidate:
                    endpoints: ["%s", "%s"]
                    ejection: {consecutiveFailures: 1, baseTime: 1h, maxTime: 1h, maxPercent: 100}
                    breaker: {failureRate: 50, minimumCalls: 5, openFor: 1h}
                    balance: {panicPercent: 0}
                routes:
                  - name: split
                    match: {path: {prefix: /}}
                    ab: {unit: user, salt: s, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                identity: {user: [{header: x-user}]}
                """.formatted(one.url(), FakeModel.refusing(), FakeModel.refusing()));
        RunningGateway healthy = started("""
                models:
                  legacy: {url: "%s"}
                  candidate: {endpoints: ["%s", "%s"]}
                routes:
                  - name: split
                    match: {path: {prefix: /}}
                    ab: {unit: user, salt: s, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                identity: {user: [{header: x-user}]}
                """.formatted(one.url(), two.url(), three.url()));
        for (int user = 0; user < 100; user++) {
            assertThat(RawClient.get(gateway.port(), "/", "x-user: " + user).body())
                    .isEqualTo("one");
            RawClient.get(healthy.port(), "/", "x-user: " + user);
        }

        gateway.awaitMetric(100, "understudy_requests_total", "model=\"legacy\"");
        healthy.awaitMetric(100, "understudy_requests_total");
        Map<String, Double> sick = assigned(gateway);
        assertThat(sick).isEqualTo(assigned(healthy));
        assertThat(sick.get("candidate")).isBetween(30.0, 70.0);
    }

    @Test
    void a_model_that_says_when_to_come_back_is_left_alone_by_copies_until_then() throws Exception {
        two.becomes(Behaviour.answering(429, Map.of("retry-after", "3600"), "slow down"));
        RunningGateway gateway = started("""
                models:
                  legacy: {url: "%s"}
                  candidate: {url: "%s"}
                routes:
                  - name: shadowed
                    match: {path: {prefix: /shadowed}}
                    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
                  - {name: plain, match: {path: {prefix: /}}, model: candidate}
                """.formatted(one.url(), two.url()));
        String first = RawClient.get(gateway.port(), "/shadowed").id();
        assertThat(Legs.candidate(gateway.pair(first)).status()).isEqualTo(429);

        RawResponse second = RawClient.get(gateway.port(), "/shadowed");
        assertThat(second.body()).isEqualTo("one");
        Leg copy = Legs.candidate(gateway.pair(second.id()));
        assertThat(copy.outcome()).isEqualTo(Outcome.SHED);
        assertThat(copy.cause()).isEqualTo("backOff");
        assertThat(two.requests()).hasSize(1);

        RawResponse direct = RawClient.get(gateway.port(), "/");
        assertThat(direct.status()).isEqualTo(429);
        assertThat(direct.header("retry-after")).contains("3600");
        assertThat(direct.body()).isEqualTo("slow down");
        assertThat(two.requests()).as("who waits for it is not kept from it").hasSize(2);
        JsonNode candidate = gateway.adminJson("/api/v1/models").at("/models/0");
        assertThat(candidate.path("name").asText()).isEqualTo("candidate");
        assertThat(candidate.path("sparedMs").asLong()).isBetween(1L, 60_000L);
        assertThat(candidate.at("/lanes/shadow/refused/backOff").asLong()).isEqualTo(1);
        assertThat(candidate.at("/lanes/shadow/calls").asLong()).isEqualTo(1);
        assertThat(candidate.at("/lanes/primary/calls").asLong()).isEqualTo(1);
        await().atMost(Deadline.PATIENCE)
                .until(() -> gateway.metric("understudy_model_refused_total", "reason=\"backOff\"") == 1);
    }

    @Test
    void an_endpoint_that_says_when_to_come_back_is_avoided_while_another_is_usable() throws Exception {
        one.becomes(Behaviour.answering(503, Map.of("retry-after", "3600"), "busy"));
        RunningGateway gateway = gateway("", one.url(), two.url());
        for (int i = 0; i < 40; i++) {
            RawClient.post(gateway.port(), "/", "x");
        }

        assertThat(one.requests().size()).isBetween(1, 2);
    }

    private static Map<String, Double> assigned(RunningGateway gateway) {
        return Map.of(
                "legacy", gateway.metric("understudy_assigned_total", "model=\"legacy\""),
                "candidate", gateway.metric("understudy_assigned_total", "model=\"candidate\""));
    }

    private static void ask(RunningGateway gateway, AtomicBoolean done, AtomicInteger answered, Queue<String> wrong) {
        try (RawClient client = RawClient.connect(gateway.port())) {
            while (!done.get()) {
                RawResponse response =
                        client.send(RawClient.request("GET", "/", "")).read();
                answered.incrementAndGet();
                if (response.status() != 200) {
                    wrong.add(response + response.body());
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    private RunningGateway gateway(String settings, String... endpoints) {
        return started("""
                models:
                  model: {endpoints: ["%s"], %s%s}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: model, record: {percent: 100}}
                """.formatted(String.join("\", \"", endpoints), settings, NEVER_OPEN));
    }

    private RunningGateway started(String yaml) {
        RunningGateway gateway = RunningGateway.with(yaml);
        gateways.add(gateway);
        return gateway;
    }
}
