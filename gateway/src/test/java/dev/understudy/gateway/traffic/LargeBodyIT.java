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
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is large passes through; what cannot go on stops its source and never piles up here. */
@ExtendWith(LeakGuard.class)
class LargeBodyIT {
    private static final int LARGE = 20 * 1024 * 1024;
    private static final long HUGE = 400L * 1024 * 1024;

    /** What the sockets' buffers of both hops may hold, with room to spare. */
    private static final long IN_SOCKETS_MAX = 64L * 1024 * 1024;

    private static final FakeModel LEGACY = FakeModel.that(Behaviour.echoing());
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: shadowed
                match: {path: {prefix: /shadowed}, methods: [POST, GET]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {timeout: 30s}}
              - {name: plain, match: {path: {prefix: /}}, model: legacy}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.echoing());
        CANDIDATE.becomes(Behaviour.echoing());
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
    void twenty_megabytes_come_back_as_they_went() throws Exception {
        byte[] body = random(LARGE);
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n")
                    .send(body);

            assertThat(client.read().bodyBytes()).isEqualTo(body);
        }
        assertThat(LEGACY.request(1).bodyBytes()).isEqualTo(body);
    }

    @Test
    void a_large_request_beside_a_shadow_is_served_whole_and_kept_in_part() throws Exception {
        byte[] body = random(LARGE);
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response = client.send(
                            "POST /shadowed HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n")
                    .send(body)
                    .read();

            assertThat(response.bodyBytes()).isEqualTo(body);
            Pair pair = GATEWAY.pair(response.id());
            assertThat(pair.request().body().truncated()).isTrue();
            assertThat(pair.request().body().length()).isEqualTo(LARGE);
            assertThat(pair.request().body().bytes()).hasSizeLessThanOrEqualTo(1024 * 1024);
            assertThat(Legs.legacy(pair).body()).isNotNull().satisfies(kept -> {
                assertThat(kept.truncated()).isTrue();
                assertThat(kept.length()).isEqualTo(LARGE);
            });
        }
    }

    @Test
    void a_client_that_does_not_read_stops_the_model() throws Exception {
        LEGACY.becomes(Behaviour.flooding(HUGE));
        try (RawClient client = RawClient.connect(GATEWAY.port(), 64 * 1024)) {
            client.send(RawClient.request("GET", "/plain", "")).readHead();
            ReceivedRequest request = LEGACY.begun(1);

            awaitStandstill(request::bytesSent);

            assertThat(request.bytesSent()).isLessThan(IN_SOCKETS_MAX);
            assertThat(request.answered()).isFalse();
        }
    }

    @Test
    void a_model_that_does_not_read_stops_the_client() throws Exception {
        Gate gate = new Gate();
        LEGACY.becomes(exchange -> exchange.holdDeaf(gate).readBody().respond(200, Map.of(), new byte[0]));
        AtomicLong sent = new AtomicLong();
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: " + HUGE + "\r\n\r\n");
            Thread sender = new Thread(() -> sendUntilRefused(client, sent), "large-body-sender");
            sender.setDaemon(true);
            sender.start();
            LEGACY.begun(1);

            awaitStandstill(sent::get);

            assertThat(sent.get()).isLessThan(IN_SOCKETS_MAX);
        } finally {
            gate.open();
        }
    }

    @Test
    void a_shadow_that_does_not_read_stops_nobody() throws Exception {
        Gate gate = new Gate();
        CANDIDATE.becomes(exchange -> exchange.holdDeaf(gate).readBody().respond(200, Map.of(), new byte[0]));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            byte[] body = random(1024 * 1024);
            client.send("POST /shadowed HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .send(body);

            assertThat(client.read().bodyBytes()).isEqualTo(body);
        } finally {
            gate.open();
        }
    }

    private static void sendUntilRefused(RawClient client, AtomicLong sent) {
        byte[] piece = new byte[64 * 1024];
        try {
            while (sent.get() < HUGE) {
                client.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException closed) {
            // the test has seen enough
        }
    }

    /** Waits until a count has begun and does not change any more. */
    private static void awaitStandstill(LongSupplier count) {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(Deadline.PATIENCE.multipliedBy(2))
                .pollInterval(Duration.ofMillis(400))
                .until(() -> {
                    long now = count.getAsLong();
                    return now > 0 && last.getAndSet(now) == now;
                });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }
}
