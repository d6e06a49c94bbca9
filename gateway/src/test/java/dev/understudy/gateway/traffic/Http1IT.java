package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RawResponse.Ending;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 on both sides, as RFC 9110 and 9112 have it. */
@ExtendWith(LeakGuard.class)
@SuppressWarnings("StringConcatToTextBlock") // on the wire every line end counts
class Http1IT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              model: {url: "%s"}
              based: {url: "%s/base/path/", rewrite: {setHeaders: {x-tier: canary}}}
            routes:
              - {name: based, match: {path: {prefix: /based}}, model: based}
              - {name: only, match: {path: {exact: /only}, methods: [POST], headers: {x-kind: a}}, model: model}
              - {name: nothing-else, match: {path: {prefix: /any}}, model: model}
              - {name: root, match: {path: {exact: /}}, model: model}
              - {name: options, match: {path: {prefix: /}, methods: [OPTIONS]}, model: model}
            """.formatted(MODEL.url(), MODEL.url()));

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
    }

    @Test
    void a_connection_is_kept_on_both_sides() throws Exception {
        int before = MODEL.connectionsAccepted();
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(RawClient.request("POST", "/any", "body " + i))
                                .read()
                                .body())
                        .isEqualTo("body " + i);
            }
        }
        assertThat(MODEL.connectionsAccepted() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws Exception {
        Gate first = new Gate();
        MODEL.becomes(exchange -> {
            exchange.readBody();
            if (exchange.request().body().equals("one")) {
                exchange.hold(first);
            }
            exchange.respond(200, Map.of(), exchange.request().bodyBytes());
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("POST", "/any", "one")
                    + RawClient.request("POST", "/any", "two")
                    + RawClient.request("GET", "/missing", "")
                    + RawClient.request("POST", "/any", "four"));
            MODEL.request(1);
            first.open();

            assertThat(client.read().body()).isEqualTo("one");
            assertThat(client.read().body()).isEqualTo("two");
            assertThat(client.read().status()).isEqualTo(404);
            assertThat(client.read().body()).isEqualTo("four");
        }
    }

    @Test
    void a_hundred_pipelined_requests_are_answered_one_by_one() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            all.append(RawClient.request("POST", "/any", "body " + i));
        }
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(all.toString());
            for (int i = 0; i < 100; i++) {
                assertThat(client.read().body()).isEqualTo("body " + i);
            }
        }
    }

    @Test
    void an_error_page_has_no_body_for_head() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse missing =
                    client.send(RawClient.request("HEAD", "/missing", "")).read("HEAD");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(client.send(RawClient.request("POST", "/any", "next"))
                            .read()
                            .body())
                    .isEqualTo("next");
        }
    }

    @Test
    void who_expects_100_continue_where_no_route_is_gets_the_answer_alone() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response = client.send(
                            "POST /missing HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.interim()).isEmpty();
            assertThat(response.header("connection"))
                    .as("whether the body follows nobody knows")
                    .contains("close");
        }
    }

    @Test
    void a_request_may_come_byte_by_byte() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            for (byte b : RawClient.request("POST", "/any", "slowly").getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
            assertThat(client.read().body()).isEqualTo("slowly");
        }
    }

    @Test
    void a_chunked_request_arrives_whole_and_without_its_trailers() throws Exception {
        RawResponse response = RawClient.exchange(
                GATEWAY.port(),
                "POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
                        + "5\r\nhello\r\n1;ext=\"v\"\r\n \r\n5\r\nworld\r\n0\r\nX-Sum: 7\r\n\r\n");

        assertThat(response.body()).isEqualTo("hello world");
        assertThat(MODEL.request(1).header("x-sum")).isEmpty();
    }

    @Test
    void a_chunked_response_arrives_whole() throws Exception {
        MODEL.becomes(Behaviour.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 7\r\n\r\n"));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response =
                    client.send(RawClient.request("GET", "/any", "")).read();
            assertThat(response.body()).isEqualTo("hello world");
            assertThat(response.ending()).isEqualTo(Ending.COMPLETE);

            MODEL.becomes(Behaviour.echoing());
            assertThat(client.send(RawClient.request("POST", "/any", "next"))
                            .read()
                            .body())
                    .isEqualTo("next");
        }
    }

    @Test
    void a_response_that_ends_with_its_connection_arrives_whole() throws Exception {
        MODEL.becomes(Behaviour.closingAfter("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end"));

        RawResponse response = RawClient.get(GATEWAY.port(), "/any");

        assertThat(response.body()).isEqualTo("until the end");
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.head().startLine()).startsWith("HTTP/1.1 200");
    }

    @Test
    void an_answer_to_head_has_the_length_and_no_body() throws Exception {
        MODEL.becomes(Behaviour.answering(200, Map.of("content-length", "1234"), ""));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response =
                    client.send(RawClient.request("HEAD", "/any", "")).read("HEAD");
            assertThat(response.header("content-length")).contains("1234");

            MODEL.becomes(Behaviour.echoing());
            assertThat(client.send(RawClient.request("POST", "/any", "next"))
                            .read()
                            .body())
                    .isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void a_status_that_has_no_body_leaves_the_connection_usable(int status) throws Exception {
        MODEL.becomes(Behaviour.answering(status, Map.of("etag", "\"e\""), ""));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response =
                    client.send(RawClient.request("GET", "/any", "")).read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.header("transfer-encoding")).isEmpty();
            assertThat(response.header("etag")).contains("\"e\"");

            MODEL.becomes(Behaviour.echoing());
            assertThat(client.send(RawClient.request("POST", "/any", "next"))
                            .read()
                            .body())
                    .isEqualTo("next");
        }
    }

    @Test
    void who_expects_100_continue_is_told_to() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /any HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.readHead().startLine()).startsWith("HTTP/1.1 100");
            RawResponse response = client.send("body").read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("body");
            assertThat(MODEL.request(1).header("expect")).isEmpty();
        }
    }

    @Test
    void who_expects_something_else_is_refused() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/any", "body", "Expect: 200-ok");

        assertThat(response.status()).isEqualTo(417);
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void an_old_client_gets_what_it_understands() throws Exception {
        MODEL.becomes(Behaviour.streaming(List.of("one", "two"), List.of()));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String answer = client.send("GET /any HTTP/1.0\r\n\r\n").readAll();

            assertThat(answer).startsWith("HTTP/1.").endsWith("\r\n\r\nonetwo");
            assertThat(answer).doesNotContainIgnoringCase("transfer-encoding");
            assertThat(MODEL.request(1).head().startLine()).endsWith("HTTP/1.1");
        }
    }

    @Test
    void an_old_client_that_asks_for_it_keeps_its_connection() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /any HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\none");
            RawResponse response = client.read();
            assertThat(response.header("connection").orElse("")).isEqualToIgnoringCase("keep-alive");
            client.send("POST /any HTTP/1.0\r\nContent-Length: 3\r\n\r\ntwo");

            assertThat(client.readAll()).endsWith("two");
        }
    }

    @Test
    void who_asks_to_close_is_closed() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            RawResponse response = client.send(RawClient.request("POST", "/any", "x", "Connection: close"))
                    .read();

            assertThat(response.header("connection")).contains("close");
            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void what_concerns_one_connection_alone_does_not_go_on() throws Exception {
        MODEL.becomes(
                Behaviour.saying(
                        "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Inner\r\nKeep-Alive: timeout=5\r\n"
                                + "X-Inner: 1\r\nProxy-Connection: keep-alive\r\nUpgrade: h2c\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n"));
        RawResponse response = RawClient.get(
                GATEWAY.port(),
                "/any",
                "Connection: keep-alive, X-Mine",
                "X-Mine: 1",
                "Keep-Alive: timeout=1",
                "Proxy-Connection: keep-alive",
                "TE: trailers",
                "Upgrade: websocket",
                "X-Kept: 1");

        ReceivedRequest request = MODEL.request(1);
        for (String name : List.of("x-mine", "keep-alive", "proxy-connection", "te", "upgrade")) {
            assertThat(request.header(name)).as("request: " + name).isEmpty();
        }
        assertThat(request.header("x-kept")).contains("1");
        assertThat(request.header("connection").orElse("keep-alive")).isEqualToIgnoringCase("keep-alive");
        for (String name : List.of("x-inner", "keep-alive", "proxy-connection", "upgrade")) {
            assertThat(response.header(name)).as("response: " + name).isEmpty();
        }
        assertThat(response.header("x-kept")).contains("1");
    }

    @Test
    void naming_framing_in_connection_does_not_unframe() throws Exception {
        RawResponse response = RawClient.post(
                GATEWAY.port(), "/any", "the body", "Connection: content-length, host, transfer-encoding");

        assertThat(response.status()).isIn(200, 400);
        if (response.status() == 200) {
            assertThat(MODEL.request(1).body()).isEqualTo("the body");
        }
    }

    @Test
    void a_model_is_told_who_asked_by_us_and_by_nobody_else() throws Exception {
        RawClient.get(
                GATEWAY.port(),
                "/any",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.test",
                "X-Forwarded-Port: 1",
                "X-Real-Ip: 6.6.6.6",
                "Forwarded: for=6.6.6.6");

        ReceivedRequest request = MODEL.request(1);
        assertThat(request.head().all("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(request.head().all("x-forwarded-proto")).containsExactly("http");
        assertThat(request.head().all("x-forwarded-host")).containsExactly("models.test");
        assertThat(request.head().toString()).doesNotContain("6.6.6.6").doesNotContain("evil.test");
        assertThat(request.header("host")).contains("127.0.0.1:" + MODEL.port());
    }

    @Test
    void header_lines_and_the_target_go_through_as_they_are() throws Exception {
        String target = "/any/x/%2e%2e/a%20b//c;d=1?x=%00&y=ü".replace("ü", "%C3%BC") + "&z=[]|";
        RawClient.get(GATEWAY.port(), target, "X-Many: 1", "X-Many: 2", "X-Empty:", "X-High: \u00e9");

        ReceivedRequest request = MODEL.request(1);
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.head().all("x-many")).containsExactly("1", "2");
        assertThat(request.header("x-empty")).contains("");
    }

    @Test
    void an_absolute_target_reaches_the_model_as_a_path() throws Exception {
        RawClient.exchange(GATEWAY.port(), "GET http://models.test/any?q HTTP/1.1\r\nHost: models.test\r\n\r\n");

        assertThat(MODEL.request(1).target()).isEqualTo("/any?q");
    }

    @Test
    void a_base_path_goes_before_the_target_and_set_headers_replace_the_clients() throws Exception {
        RawClient.get(GATEWAY.port(), "/based/x?y", "X-Tier: mine");

        assertThat(MODEL.request(1).target()).isEqualTo("/base/path/based/x?y");
        assertThat(MODEL.request(1).head().all("x-tier")).containsExactly("canary");
    }

    @Test
    void the_first_route_that_matches_in_all_it_says_takes_the_request() throws Exception {
        assertThat(RawClient.post(GATEWAY.port(), "/only", "x", "X-Kind: a").status())
                .isEqualTo(200);
        assertThat(RawClient.post(GATEWAY.port(), "/only", "x", "X-Kind: b").status())
                .isEqualTo(404);
        assertThat(RawClient.get(GATEWAY.port(), "/only", "X-Kind: a").status()).isEqualTo(404);
        assertThat(RawClient.get(GATEWAY.port(), "/anyone").status()).isEqualTo(404);
        assertThat(RawClient.get(GATEWAY.port(), "/any/more").status()).isEqualTo(200);
    }

    @Test
    void early_hints_of_a_model_never_confuse_the_answer() throws Exception {
        MODEL.becomes(Behaviour.saying("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            assertThat(client.send(RawClient.request("GET", "/any", "")).read().body())
                    .isEqualTo("ok");
            assertThat(client.send(RawClient.request("GET", "/any", "")).read().body())
                    .isEqualTo("ok");
        }
    }

    @Test
    void many_header_lines_of_an_answer_come_through_in_their_order() throws Exception {
        MODEL.becomes(Behaviour.saying(
                "HTTP/1.1 299 Odd but fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n"));

        RawResponse response = RawClient.get(GATEWAY.port(), "/any");

        assertThat(response.status()).isEqualTo(299);
        assertThat(response.head().all("set-cookie")).containsExactly("a=1", "b=2");
    }
}
