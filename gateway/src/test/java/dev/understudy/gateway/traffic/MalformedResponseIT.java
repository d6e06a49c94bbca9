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
import dev.understudy.gateway.testing.RawResponse.Ending;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model's broken answer is an error or an abort for the client, never something that looks complete and is not. */
@ExtendWith(LeakGuard.class)
class MalformedResponseIT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.answering("fine"));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              model: {url: "%s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              gone: {url: "%s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
            routes:
              - {name: gone, match: {path: {prefix: /gone}}, model: gone, record: {percent: 100}}
              - {name: all, match: {path: {prefix: /}}, model: model, record: {percent: 100}}
            """.formatted(MODEL.url(), FakeModel.refusing()));

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.answering("fine"));
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
    }

    static Stream<Arguments> badHeads() {
        return Stream.of(
                        "no HTTP at all\r\n\r\n",
                        "HTTP/1.1\r\n\r\n",
                        "HTTP/1.1 abc OK\r\n\r\n",
                        "HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTQ/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "\u0000HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nNonsense\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: cow\r\n\r\nhello",
                        "HTTP/1.1 200 OK\r\nX: " + "x".repeat(200_000) + "\r\n\r\n",
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\nraw",
                        "HTTP/1.1 100 Continue\r\n\r\n",
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Le")
                .map(raw -> Arguments.of(raw.length() > 60 ? raw.substring(0, 60) : raw, raw));
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("badHeads")
    void a_head_that_makes_no_sense_is_a_bad_gateway(String shown, String raw) throws Exception {
        MODEL.becomes(Behaviour.closingAfter(raw));

        RawResponse response = RawClient.get(GATEWAY.port(), "/");

        assertThat(response.status()).as(shown).isEqualTo(502);
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        Leg leg = leg(response);
        assertThat(leg.outcome()).isEqualTo(Outcome.ERROR);
        assertThat(leg.cause()).isIn("badResponse", "reset");
        assertThat(GATEWAY.pair(response.id()).served()).isNull();
    }

    static Stream<Arguments> badBodies() {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "5\r\nhello\r\n";
        return Stream.of(
                Arguments.of("a short body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "hello", ""),
                Arguments.of("no last chunk", chunked, chunk, ""),
                Arguments.of("half a chunk", chunked, chunk, "7\r\nwo"),
                Arguments.of("a chunk size that is no number", chunked, chunk, "zz\r\nworld\r\n0\r\n\r\n"),
                Arguments.of("a chunk that is longer than its size", chunked, chunk, "2\r\nworld\r\n0\r\n\r\n"),
                Arguments.of("a wrapping chunk size", chunked, chunk, "100000005\r\nworld\r\n0\r\n\r\n"),
                Arguments.of("trailers without an end", chunked, chunk, "0\r\nX-Sum: 1\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void a_body_that_breaks_off_is_cut_for_the_client(String name, String head, String good, String bad)
            throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(exchange -> {
            exchange.readBody().send(head + good).hold(gate).send(bad);
            exchange.close();
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            Head seen = client.send(RawClient.request("GET", "/", "")).readHead();
            gate.open();

            assertThat(client.readAll()).as(name).doesNotEndWith("0\r\n\r\n").doesNotContain("world");
            Leg leg = Legs.legacy(GATEWAY.pair(seen.header("x-understudy-id").orElseThrow()));
            assertThat(leg.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(leg.cause()).isIn("badResponse", "reset");
        }
    }

    @Test
    void a_body_that_is_longer_than_promised_poisons_nobody() throws Exception {
        MODEL.becomes(Behaviour.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"));
        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("ok");
        MODEL.becomes(Behaviour.answering("fine"));

        for (int i = 0; i < 5; i++) {
            assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("fine");
        }
    }

    @Test
    void unasked_bytes_on_an_idle_connection_poison_nobody() throws Exception {
        Gate late = new Gate();
        MODEL.becomes(exchange -> {
            exchange.readBody().respond(200, Map.of(), new byte[] {'o', 'k'});
            exchange.holdDeaf(late).send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        });
        assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("ok");
        MODEL.becomes(Behaviour.answering("fine"));
        int open = MODEL.connectionsOpen();
        late.open();
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() < open);

        for (int i = 0; i < 5; i++) {
            assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("fine");
        }
    }

    @Test
    void a_kept_connection_that_the_model_closed_meanwhile_is_not_the_clients_trouble() throws Exception {
        MODEL.becomes(exchange -> {
            exchange.readBody().respond(200, Map.of(), new byte[] {'o', 'k'});
            exchange.close();
        });
        for (int i = 0; i < 20; i++) {
            assertThat(RawClient.get(GATEWAY.port(), "/").body()).isEqualTo("ok");
        }
    }

    @Test
    void an_answer_before_the_requests_end_reaches_the_client() throws Exception {
        MODEL.becomes(exchange -> {
            exchange.respond(413, Map.of("connection", "close"), new byte[] {'n', 'o'});
            exchange.close();
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\npart");
            RawResponse response = client.read();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).isEqualTo("no");
        }
    }

    @Test
    void a_model_that_is_not_there_is_a_bad_gateway() throws Exception {
        RawResponse response = RawClient.get(GATEWAY.port(), "/gone");

        assertThat(response.status()).isEqualTo(502);
        assertThat(leg(response).cause()).isEqualTo("connect");
    }

    @Test
    void a_reset_before_the_answer_is_a_bad_gateway() throws Exception {
        MODEL.becomes(Behaviour.resetting());

        RawResponse response = RawClient.post(GATEWAY.port(), "/", "not to be sent twice");

        assertThat(response.status()).isEqualTo(502);
        assertThat(leg(response).cause()).isEqualTo("reset");
        assertThat(MODEL.requests()).hasSize(1);
    }

    @Test
    void the_client_can_go_on_after_an_error_of_the_model() throws Exception {
        MODEL.becomes(Behaviour.resetting());
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            assertThat(client.send(RawClient.request("POST", "/", "x")).read().status())
                    .isEqualTo(502);
            MODEL.becomes(Behaviour.answering("fine"));
            assertThat(client.send(RawClient.request("POST", "/", "x")).read().body())
                    .isEqualTo("fine");
        }
    }

    private static Leg leg(RawResponse response) {
        return Legs.legacy(GATEWAY.pair(response.id()));
    }
}
