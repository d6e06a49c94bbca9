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
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams of language models are timed by their content, counted, priced, and replaced only before it. */
@ExtendWith(LeakGuard.class)
class LlmStreamIT {
    private static final String KEEP_ALIVE = ": keep-alive\n\n";
    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
    private static final String THERE = chunk("{\"content\":\" there\"}", "null");
    private static final String STOP = chunk("{}", "\"stop\"");
    private static final String USAGE =
            "data: {\"object\":\"chat.completion.chunk\",\"model\":\"m-2026\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"prompt_tokens_details\":{\"cached_tokens\":400},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":60}}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR = "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n";
    private static final List<String> FULL = List.of(ROLE, HELLO, THERE, STOP, USAGE, DONE);

    private static final FakeModel LEGACY = FakeModel.that(Behaviour.streaming(FULL, List.of()));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.streaming(FULL, List.of()));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy:
                url: "%1$s"
                price: {inputPerMillion: 0.15, outputPerMillion: 0.6, cachedInputPerMillion: 0.075}
                timeout: {total: 30s}
              hasty:
                url: "%2$s"
                timeout: {firstByte: 20s, firstToken: 1500ms, idle: 20s, total: 30s}
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
              candidate:
                url: "%2$s"
                timeout: {total: 30s}
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
            routes:
              - {name: plain, match: {path: {prefix: /plain}}, model: legacy, record: {percent: 100}}
              - {name: unrecorded, match: {path: {prefix: /unrecorded}}, model: legacy}
              - {name: hasty, match: {path: {prefix: /hasty}}, model: hasty, record: {percent: 100}}
              - name: guarded
                match: {path: {prefix: /guarded}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: hasty, weight: 100}]
                  fallback: {on: [firstTokenTimeout, streamError], maxHeld: 1KiB}
              - name: unguarded
                match: {path: {prefix: /unguarded}}
                ab: {arms: [{model: legacy, weight: 0}, {model: candidate, weight: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.streaming(FULL, List.of()));
        CANDIDATE.becomes(Behaviour.streaming(FULL, List.of()));
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
    void the_leg_says_what_the_answer_took_and_cost() throws Exception {
        RawResponse response = RawClient.exchange(GATEWAY.port(), ask("/plain"));

        assertThat(response.body()).isEqualTo(String.join("", FULL));
        Leg leg = Legs.legacy(GATEWAY.pair(response.id()));
        assertThat(leg.tokens()).isEqualTo(new Leg.Tokens(1000, 100, 400L, 60L, false, false));
        assertThat(leg.generation().reportedModel()).isEqualTo("m-2026");
        assertThat(leg.generation().finishReason()).isEqualTo("stop");
        assertThat(leg.generation().cost()).isEqualTo(new Leg.Cost(0.00018, "USD"));
        assertThat(Objects.requireNonNull(leg.generation().interToken()).gaps()).isEqualTo(1);
    }

    @Test
    void keep_alives_roles_and_pings_are_no_first_token() throws Exception {
        Gate gate = new Gate();
        List<String> events = List.of(KEEP_ALIVE, ROLE, HELLO, STOP, DONE);
        Gate open = new Gate();
        open.open();
        LEGACY.becomes(Behaviour.streaming(events, List.of(open, gate)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String id = client.send(ask("/plain"))
                    .readHead()
                    .header("x-understudy-id")
                    .orElseThrow();
            assertThat(client.readChunk()).contains(KEEP_ALIVE);
            assertThat(client.readChunk()).contains(ROLE);
            pass(100);
            gate.open();
            rest(client);

            Leg.Times times = Legs.legacy(GATEWAY.pair(id)).times();
            assertThat(Objects.requireNonNull(times.firstTokenMs()) - Objects.requireNonNull(times.firstByteMs()))
                    .isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void a_model_that_does_not_say_what_it_used_is_counted_for_and_marked() throws Exception {
        String text = chunk("{\"content\":\"one two three four five six\"}", "null");
        LEGACY.becomes(Behaviour.streaming(List.of(ROLE, text, STOP, DONE), List.of()));

        RawResponse response = RawClient.exchange(GATEWAY.port(), ask("/plain"));

        Leg leg = Legs.legacy(GATEWAY.pair(response.id()));
        Leg.Tokens tokens = Objects.requireNonNull(leg.tokens());
        assertThat(tokens.output()).isEqualTo(6);
        assertThat(tokens.estimated()).isTrue();
        assertThat(tokens.partial()).isFalse();
        assertThat(leg.generation().cost()).isNotNull();
        await().atMost(Deadline.PATIENCE)
                .untilAsserted(() -> assertThat(GATEWAY.metric(
                                "understudy_llm_tokens_total",
                                "route=\"plain\"",
                                "tokens=\"output\"",
                                "source=\"estimated\""))
                        .isGreaterThanOrEqualTo(6));
    }

    @Test
    void of_a_stream_that_was_cut_counts_what_came() throws Exception {
        LEGACY.becomes(exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                    .sendChunk(ROLE)
                    .sendChunk(HELLO);
            exchange.close();
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String id = client.send(ask("/plain"))
                    .readHead()
                    .header("x-understudy-id")
                    .orElseThrow();
            client.readAll();

            Leg.Tokens tokens =
                    Objects.requireNonNull(Legs.legacy(GATEWAY.pair(id)).tokens());
            assertThat(tokens.output()).isEqualTo(1);
            assertThat(tokens.estimated()).isTrue();
            assertThat(tokens.partial()).isTrue();
        }
    }

    @Test
    void metrics_count_all_traffic_recorded_or_not() throws Exception {
        double before = GATEWAY.metric("understudy_llm_tokens_total", "route=\"unrecorded\"", "tokens=\"output\"");

        RawClient.exchange(GATEWAY.port(), ask("/unrecorded"));
        LEGACY.becomes(
                Behaviour.answering(
                        "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":7}}"));
        RawClient.exchange(GATEWAY.port(), ask("/unrecorded"));

        await().atMost(Deadline.PATIENCE)
                .untilAsserted(() -> assertThat(GATEWAY.metric(
                                "understudy_llm_tokens_total",
                                "route=\"unrecorded\"",
                                "tokens=\"output\"",
                                "source=\"reported\""))
                        .isEqualTo(before + 107));
        await().atMost(Deadline.PATIENCE)
                .untilAsserted(() -> assertThat(
                                GATEWAY.metric("understudy_llm_cost_total", "route=\"unrecorded\"", "currency=\"USD\""))
                        .isBetween(0.00018, 0.0002));
        GATEWAY.awaitMetric(1, "understudy_llm_first_token_seconds_count", "route=\"unrecorded\"");
        assertThat(GATEWAY.metric("understudy_llm_time_per_token_seconds_count", "route=\"unrecorded\""))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void a_stream_that_says_nothing_is_given_up_however_alive_it_is() throws Exception {
        CANDIDATE.becomes(exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                    .sendChunk(ROLE);
            while (!exchange.request().cut()) {
                exchange.sendChunk(KEEP_ALIVE);
                pass(20);
            }
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String id = client.send(ask("/hasty"))
                    .readHead()
                    .header("x-understudy-id")
                    .orElseThrow();
            assertThat(client.readAll()).contains(ROLE.strip());

            Leg leg = Legs.legacy(GATEWAY.pair(id));
            assertThat(leg.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(leg.cause()).isEqualTo("firstToken");
            assertThat(leg.times().firstTokenMs()).isNull();
        }
    }

    @Test
    void what_begins_in_time_may_take_its_time() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.streaming(List.of(HELLO, THERE, DONE), List.of(gate)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(ask("/hasty")).readHead();
            assertThat(client.readChunk()).contains(HELLO);
            pass(2000);
            gate.open();

            assertThat(rest(client)).contains(THERE);
        }
    }

    @Test
    void before_its_first_content_a_stream_may_fail_and_nobody_sees_it() throws Exception {
        List<Behaviour> failures = List.of(
                Behaviour.streaming(List.of(KEEP_ALIVE, ROLE, ERROR, DONE), List.of()),
                exchange -> {
                    exchange.readBody()
                            .send(
                                    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                            .sendChunk(ROLE);
                    exchange.reset();
                },
                exchange -> exchange.readBody()
                        .send(
                                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                        .sendChunk(ROLE)
                        .hang());
        List<String> causes = new ArrayList<>();

        for (Behaviour failure : failures) {
            CANDIDATE.becomes(failure);
            RawResponse response = RawClient.exchange(GATEWAY.port(), ask("/guarded"));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(String.join("", FULL));
            Pair pair = GATEWAY.pair(response.id());
            assertThat(pair.assigned()).isEqualTo("hasty");
            assertThat(pair.served()).isEqualTo("legacy");
            causes.add(String.valueOf(Legs.candidate(pair).cause()));
        }
        assertThat(causes).containsExactly("streamError", "reset", "firstToken");
    }

    @Test
    void with_its_first_content_a_held_stream_goes_out_whole_and_there_is_no_way_back() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.streaming(List.of(KEEP_ALIVE, ROLE, HELLO, ERROR), List.of(gate)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(ask("/guarded"));
            CANDIDATE.request(1);
            gate.open();

            String id = client.readHead().header("x-understudy-id").orElseThrow();
            assertThat(rest(client)).isEqualTo(KEEP_ALIVE + ROLE + HELLO + ERROR);
            Pair pair = GATEWAY.pair(id);
            assertThat(pair.served()).isEqualTo("hasty");
            assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.ERROR);
            assertThat(Legs.candidate(pair).cause()).isEqualTo("streamError");
        }
        assertThat(LEGACY.requests()).isEmpty();
    }

    @Test
    void no_more_is_held_than_the_route_says() throws Exception {
        String comment = ": " + "x".repeat(1500) + "\n\n";
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.streaming(List.of(comment, HELLO), List.of(gate)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(ask("/guarded")).readHead();
            assertThat(client.readChunk()).contains(comment);
            gate.open();

            assertThat(rest(client)).isEqualTo(HELLO);
        }
    }

    @Test
    void a_client_that_leaves_while_a_stream_is_held_is_let_go() throws Exception {
        CANDIDATE.becomes(exchange -> exchange.readBody()
                .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                .sendChunk(ROLE)
                .hang());
        RawClient client = RawClient.connect(GATEWAY.port()).send(ask("/guarded"));
        CANDIDATE.request(1);
        client.close();

        await().atMost(Deadline.PATIENCE).until(() -> CANDIDATE.request(1).cut());
    }

    @Test
    void a_route_that_does_not_ask_for_it_holds_nothing_back() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(Behaviour.streaming(List.of(ROLE, ERROR), List.of(gate)));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(ask("/unguarded")).readHead();
            assertThat(client.readChunk()).contains(ROLE);
            gate.open();
            assertThat(rest(client)).isEqualTo(ERROR);
        }
        assertThat(LEGACY.requests()).isEmpty();
    }

    @Test
    void a_stream_that_only_says_that_it_is_compressed_passes_unread() throws Exception {
        CANDIDATE.becomes(Behaviour.answering(
                200, Map.of("content-type", "text/event-stream", "content-encoding", "gzip"), "not really"));

        RawResponse response = RawClient.exchange(GATEWAY.port(), ask("/guarded"));

        assertThat(response.body()).isEqualTo("not really");
        Leg leg = Legs.candidate(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.OK);
        assertThat(leg.tokens()).isNull();
    }

    private static String rest(RawClient client) throws IOException {
        StringBuilder rest = new StringBuilder();
        for (Optional<String> chunk = client.readChunk(); chunk.isPresent(); chunk = client.readChunk()) {
            rest.append(chunk.get());
        }
        return rest.toString();
    }

    /** Lets at least that much time go by: what is tested is a clock. */
    private static void pass(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static String ask(String prefix) {
        return RawClient.request(
                "POST",
                prefix + "/v1/chat/completions",
                "{\"stream\": true, \"messages\": []}",
                "Content-Type: application/json");
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
