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
import dev.understudy.gateway.testing.RawResponse.Ending;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every wait has an end, a status or an abort of its own, and a count. */
@ExtendWith(LeakGuard.class)
class TimeoutsIT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.answering("fine"));
    private static final String MODELS = """
            models:
              first: {url: "%1$s", timeout: {connect: 20s, firstByte: 300ms, idle: 20s, total: 20s}}
              idle: {url: "%1$s", timeout: {connect: 20s, firstByte: 20s, idle: 300ms, total: 20s}}
              total: {url: "%1$s", timeout: {connect: 2s, firstByte: 2s, idle: 2s, total: 2s}}
              all: {url: "%1$s", timeout: {connect: 500ms, firstByte: 500ms, idle: 500ms, total: 500ms}}
              patient: {url: "%1$s", timeout: {connect: 20s, firstByte: 3s, idle: 20s, total: 20s}}
              endless: {url: "%1$s", timeout: {connect: 20s, firstByte: 1h, idle: 1h, total: 1h}}
              brittle: {url: "%1$s", timeout: {total: 3s}, breaker: {failureRate: 1, minimumCalls: 1, openFor: 1h}}
              far: {url: "http://192.0.2.1:9", timeout: {connect: 200ms, firstByte: 20s, idle: 20s, total: 20s}}
            routes:
              - {name: first, match: {path: {prefix: /first}}, model: first, record: {percent: 100}}
              - {name: idle, match: {path: {prefix: /idle}}, model: idle, record: {percent: 100}}
              - {name: total, match: {path: {prefix: /total}}, model: total, record: {percent: 100}}
              - {name: all, match: {path: {prefix: /all}}, model: all, record: {percent: 100}}
              - {name: endless, match: {path: {prefix: /endless}}, model: endless, record: {percent: 100}}
              - {name: patient, match: {path: {prefix: /patient}}, model: patient, record: {percent: 100}}
              - {name: brittle, match: {path: {prefix: /brittle}}, model: brittle, record: {percent: 100}}
              - {name: far, match: {path: {prefix: /far}}, model: far, record: {percent: 100}}
            """.formatted(MODEL.url());

    /** Waits for its models no longer than they are allowed to take, and for its clients for ever. */
    private static final RunningGateway GATEWAY = RunningGateway.with(MODELS);

    /** Waits for its clients no longer than they are allowed to take. */
    private static final RunningGateway STRICT = RunningGateway.with(
            "listen: {http: \"127.0.0.1:0\", timeouts: {header: 500ms, body: 500ms, idle: 2s}}\n" + MODELS);

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.answering("fine"));
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        STRICT.close();
        MODEL.close();
    }

    @Test
    void a_head_that_does_not_end_is_a_request_timeout() throws Exception {
        double before = failures(STRICT, "requestTimeout");
        try (RawClient client = RawClient.connect(STRICT.port())) {
            RawResponse response = client.send("GET /first HTTP/1.1\r\nHo").read();

            assertThat(response.status()).isEqualTo(408);
            assertThat(response.header("connection")).contains("close");
            assertThat(client.closedSilently()).isTrue();
        }
        await().atMost(Deadline.PATIENCE).until(() -> failures(STRICT, "requestTimeout") > before);
    }

    @Test
    void a_head_that_drips_is_not_given_more_time() throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            client.send("GET /first HTTP/1.1\r\n");
            Thread dripper = new Thread(() -> drip(client), "head-dripper");
            dripper.setDaemon(true);
            dripper.start();

            assertThat(client.read().status()).isEqualTo(408);
        }
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void a_body_that_stops_is_a_request_timeout_and_the_model_is_let_go() throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            RawResponse response = client.send("POST /patient HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
                    .read();

            assertThat(response.status()).isEqualTo(408);
            assertThat(client.closedSilently()).isTrue();
        }
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.begun(1).cut());
        assertThat(MODEL.requests()).noneMatch(request -> request.complete());
    }

    @Test
    void a_body_that_drips_has_no_more_time_than_one_that_stops() throws Exception {
        double before = failures(STRICT, "requestTimeout");

        assertThat(dripped("/endless").status()).isEqualTo(408);

        await().atMost(Deadline.PATIENCE).until(() -> failures(STRICT, "requestTimeout") > before);
    }

    @Test
    void nor_has_one_that_no_model_waits_for_yet() throws Exception {
        assertThat(dripped("/_understudy/feedback").status()).isEqualTo(408);
    }

    @Test
    void a_body_that_takes_longer_than_a_whole_call_is_late_itself_and_nothing_against_the_model() throws Exception {
        for (int i = 0; i < 2; i++) { // the breaker would be open by the second
            try (RawClient client = RawClient.connect(GATEWAY.port())) {
                RawResponse response = client.send(
                                "POST /brittle HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
                        .read();

                assertThat(response.status()).isEqualTo(408);
                assertThat(response.header("connection")).contains("close");
                assertThat(Legs.legacy(GATEWAY.pair(response.id())).cause()).isEqualTo("requestTimeout");
            }
        }
    }

    @Test
    void a_model_that_takes_no_body_is_late_itself_and_its_breaker_hears_of_it() throws Exception {
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (RunningGateway gateway = RunningGateway.with("""
                            models:
                              deaf:
                                url: "http://127.0.0.1:%d"
                                timeout: {total: 500ms}
                                breaker: {failureRate: 1, minimumCalls: 1, openFor: 1h}
                            routes: [{name: deaf, match: {path: {prefix: /}}, model: deaf, record: {percent: 100}}]
                            """.formatted(deaf.getLocalPort()));
                    RawClient client = RawClient.connect(gateway.port())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n");
                Thread sender = new Thread(() -> fill(client), "body-sender");
                sender.setDaemon(true);
                sender.start();

                assertThat(Legs.legacy(gateway.pair(client.read().id())).cause())
                        .isIn("total", "idle");
                assertThat(Legs.legacy(gateway.pair(
                                        RawClient.get(gateway.port(), "/").id()))
                                .cause())
                        .isEqualTo("breakerOpen");
            }
        }
    }

    @Test
    void the_rest_of_a_body_that_is_answered_already_has_no_more_time_when_it_drips() throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(404);
            Thread dripper = new Thread(() -> drip(client), "body-dripper");
            dripper.setDaemon(true);
            dripper.start();

            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void a_connection_that_is_not_used_is_closed_without_a_word() throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            client.send(RawClient.request("GET", "/patient", "")).read();

            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void a_connection_that_was_never_used_is_closed_too() throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void a_slow_model_does_not_make_the_client_idle() throws Exception {
        Gate never = new Gate();
        MODEL.becomes(Behaviour.slow(never, Behaviour.answering("late")));

        RawResponse response = RawClient.get(STRICT.port(), "/patient");

        assertThat(response.status())
                .as("the model's own deadline, not the client's")
                .isEqualTo(504);
    }

    @Test
    void a_model_that_does_not_begin_is_a_gateway_timeout() throws Exception {
        double before = failures(GATEWAY, "firstByte");
        MODEL.becomes(Behaviour.hanging());

        RawResponse response = RawClient.get(GATEWAY.port(), "/first");

        assertThat(response.status()).isEqualTo(504);
        assertLeg(response, "firstByte");
        await().atMost(Deadline.PATIENCE).until(() -> failures(GATEWAY, "firstByte") > before);
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.request(1).cut());
    }

    @Test
    void a_model_that_stops_in_its_answer_is_an_abort() throws Exception {
        MODEL.becomes(Behaviour.dripping(new Gate(), "a long answer"));

        RawResponse response = RawClient.get(GATEWAY.port(), "/idle");

        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertLeg(response, "idle");
    }

    @Test
    void a_model_that_never_ends_is_an_abort() throws Exception {
        MODEL.becomes(exchange -> {
            exchange.readBody().send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            while (true) {
                exchange.sendChunk("drop");
                LockSupport.parkNanos(10_000_000);
            }
        });

        RawResponse response = RawClient.get(GATEWAY.port(), "/total");

        assertThat(response.ending()).isEqualTo(Ending.CUT);
        assertLeg(response, "total");
    }

    @Test
    void a_model_that_never_begins_is_timed_out_in_total() throws Exception {
        MODEL.becomes(Behaviour.hanging());

        RawResponse response = RawClient.get(GATEWAY.port(), "/all");

        assertThat(response.status()).isEqualTo(504);
        assertThat(Legs.legacy(GATEWAY.pair(response.id())).cause()).isIn("total", "firstByte");
    }

    @Test
    void a_model_that_cannot_be_connected_in_time_is_a_gateway_error() throws Exception {
        RawResponse response = RawClient.get(GATEWAY.port(), "/far");

        assertThat(response.status())
                .as("502 where the network refuses at once")
                .isIn(502, 504);
        Leg leg = Legs.legacy(GATEWAY.pair(response.id()));
        assertThat(leg.cause()).isEqualTo("connect");
    }

    /** What comes of a body of which little comes, though again and again. */
    private static RawResponse dripped(String path) throws Exception {
        try (RawClient client = RawClient.connect(STRICT.port())) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
            Thread dripper = new Thread(() -> drip(client), "body-dripper");
            dripper.setDaemon(true);
            dripper.start();
            return client.read();
        }
    }

    private static void fill(RawClient client) {
        String piece = "x".repeat(65_536);
        try {
            for (int i = 0; i < 512; i++) {
                client.send(piece);
            }
        } catch (IOException closed) {
            // it was answered before it was whole
        }
    }

    private static void drip(RawClient client) {
        try {
            for (int i = 0; i < 10_000; i++) {
                client.send("x");
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException closed) {
            // what the test waits for
        }
    }

    private static void assertLeg(RawResponse response, String cause) {
        Leg leg = Legs.legacy(GATEWAY.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(leg.cause()).isEqualTo(cause);
    }

    private static double failures(RunningGateway gateway, String cause) {
        return gateway.metric("understudy_failures_total", "failure=\"" + cause + "\"");
    }
}
