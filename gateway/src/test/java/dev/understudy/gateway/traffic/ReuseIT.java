package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection to a model carries another request only while both sides agree that nothing is left on it. */
@ExtendWith(LeakGuard.class)
class ReuseIT {
    private static final byte[] OK = {'o', 'k'};
    private static final FakeModel MODEL = FakeModel.that(Behaviour.answering("fine"));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen: {http: "127.0.0.1:0", threads: 2}
            models:
              model: {url: "%s", breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
            routes:
              - {name: all, match: {path: {prefix: /}}, model: model}
            """.formatted(MODEL.url()));

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

    @Test
    void a_model_that_says_close_gets_the_next_request_on_another_connection() throws Exception {
        MODEL.becomes(Behaviour.answering(200, Map.of("connection", "close"), "fine"));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("POST", "/", "one")).read();
            client.send(RawClient.request("POST", "/", "two")).read();
        }

        assertThat(MODEL.request(2).connection()).isNotEqualTo(MODEL.request(1).connection());
    }

    @Test
    void a_client_that_says_close_does_not_cost_the_models_connection() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/", "")).read();
        }
        int before = MODEL.connectionsAccepted();
        for (int i = 0; i < 20; i++) {
            RawClient.get(GATEWAY.port(), "/", "Connection: close");
        }

        assertThat(MODEL.connectionsAccepted() - before)
                .as("no more than there are event loops")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void a_kept_connection_that_the_model_reset_meanwhile_is_not_the_clients_trouble() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            assertThat(client.send(RawClient.request("GET", "/", "")).read().status())
                    .isEqualTo(200);
            int kept = MODEL.request(1).connection();
            MODEL.becomes(exchange -> {
                if (exchange.request().connection() == kept) {
                    exchange.reset();
                } else {
                    exchange.readBody().respond(200, Map.of(), OK);
                }
            });

            RawResponse second = client.send(RawClient.request("GET", "/", "")).read();

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).isEqualTo("ok");
        }
    }

    @Test
    void what_a_model_says_too_much_does_not_answer_a_pipelined_request() throws Exception {
        MODEL.becomes(exchange -> {
            exchange.readBody();
            if (exchange.request().target().equals("/one")) {
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            } else {
                exchange.respond(200, Map.of(), OK);
            }
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/one", "") + RawClient.request("GET", "/two", ""));

            assertThat(client.read().body()).isEqualTo("ok");
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void half_a_head_behind_an_answer_is_not_put_before_the_next() throws Exception {
        MODEL.becomes(exchange -> {
            exchange.readBody();
            if (exchange.request().target().equals("/one")) {
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + "HTTP/1.1 201 OK\r\nX-Poison: ");
            } else {
                exchange.respond(200, Map.of(), OK);
            }
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/one", "")).read();
            RawResponse second =
                    client.send(RawClient.request("GET", "/two", "")).read();

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.header("x-poison")).isEmpty();
            assertThat(second.body()).isEqualTo("ok");
        }
    }
}
