package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client's connection goes on reading while it may, and ends when it has to, whatever was half done on it. */
@ExtendWith(LeakGuard.class)
class ClientConnectionIT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("no list"));
    private static final String YAML = """
            listen:
              http: "127.0.0.1:0"
              timeouts: {header: 20s, body: 20s, idle: 20s}
            models:
              model: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave:
                  {legacy: model, candidate: candidate, percent: 100, items: /items, itemId: /id, maxBody: 32MiB}
              - {name: all, match: {path: {prefix: /any}}, model: model}
            """.formatted(MODEL.url(), CANDIDATE.url());
    private static final RunningGateway GATEWAY = RunningGateway.with(YAML);

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
        CANDIDATE.close();
    }

    @Test
    void the_rest_of_a_pipelined_request_is_read_when_its_turn_has_come() throws Exception {
        assertRestIsRead("/any");
    }

    @Test
    void the_rest_of_a_pipelined_request_that_is_held_back_is_read_too() throws Exception {
        assertRestIsRead("/mixed");
    }

    @Test
    void a_body_that_goes_bad_after_its_answer_ends_the_connection() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /missing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(client.read().status()).isEqualTo(404);
            client.send("zz\r\n");

            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void an_old_client_is_not_told_to_continue() throws Exception {
        RawResponse response = RawClient.exchange(
                GATEWAY.port(), "POST /any HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(response.interim()).isEmpty();
        assertThat(response.body()).isEqualTo("hello");
    }

    /** The clock is another client of the same event loop, whose half a head is given up later than a lingering client. */
    @Test
    void the_last_answer_reaches_a_client_that_takes_its_time() throws Exception {
        String text = "x".repeat(16 * 1024 * 1024);
        MODEL.becomes(Behaviour.answering("{\"items\":[],\"text\":\"" + text + "\"}"));
        try (RunningGateway hasty = RunningGateway.with(YAML.replace(
                        "timeouts: {header: 20s, body: 20s, idle: 20s}",
                        "threads: 1\n  timeouts: {header: 400ms, body: 20s, idle: 20s, linger: 50ms}"));
                RawClient client = RawClient.connect(hasty.port(), 4096);
                RawClient clock = RawClient.connect(hasty.port())) {
            client.send(RawClient.request("GET", "/mixed", "", "Connection: close"));
            MODEL.request(1);
            client.readHead();
            assertThat(clock.send("GET / HTTP/1.1\r\nHo").read().status()).isEqualTo(408);

            assertThat(client.readAll()).hasSizeGreaterThan(text.length());
        }
    }

    /** Half a head is dropped when all answers are on their way: from then on the gateway waits for readers alone. */
    @Test
    void an_answer_that_is_still_being_read_outlives_the_end_of_its_gateway() throws Exception {
        String text = "x".repeat(16 * 1024 * 1024);
        MODEL.becomes(Behaviour.answering("{\"items\":[],\"text\":\"" + text + "\"}"));
        try (RunningGateway ending = RunningGateway.with(YAML);
                RawClient client = RawClient.connect(ending.port(), 4096);
                RawClient half = RawClient.connect(ending.port())) {
            client.send(RawClient.request("GET", "/mixed", ""));
            Head head = client.readHead();
            half.send("GET / HTTP/1.1\r\nHo");
            Thread stopping = new Thread(ending::stop, "stopping");
            stopping.start();
            assertThat(half.closedSilently()).isTrue();

            assertThat(client.readBytes(
                            Integer.parseInt(head.header("content-length").orElseThrow())))
                    .hasSizeGreaterThan(text.length());
            stopping.join();
        }
    }

    private static void assertRestIsRead(String path) throws Exception {
        Gate first = new Gate();
        MODEL.becomes(exchange -> {
            exchange.readBody();
            if (exchange.request().method().equals("GET")) {
                exchange.hold(first);
            }
            exchange.respond(200, java.util.Map.of(), exchange.request().bodyBytes());
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/any", "") + "POST " + path
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            MODEL.request(1);
            first.open();
            assertThat(client.read().status()).isEqualTo(200);
            client.send("world");

            assertThat(client.read().body()).isEqualTo("helloworld");
        }
    }
}
