package dev.understudy.gateway.traffic;

import static dev.understudy.gateway.testing.RawHttp2Client.ACK;
import static dev.understudy.gateway.testing.RawHttp2Client.DATA;
import static dev.understudy.gateway.testing.RawHttp2Client.END_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.GOAWAY;
import static dev.understudy.gateway.testing.RawHttp2Client.HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.PING;
import static dev.understudy.gateway.testing.RawHttp2Client.RST_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.SETTINGS;
import static dev.understudy.gateway.testing.RawHttp2Client.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Apart;
import dev.understudy.gateway.testing.Authority;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawHttp2Client;
import dev.understudy.gateway.testing.RawHttp2Client.Answer;
import dev.understudy.gateway.testing.RawHttp2Client.Frame;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that speak HTTP/2 get what those get that speak HTTP/1.1, whatever the model speaks. */
@ExtendWith(LeakGuard.class)
class Http2IT {
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.echoing());
    private static final String YAML = """
            listen: {http: "127.0.0.1:0", http2: true, limits: {streams: 20}%s}
            models:
              model: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: mirrored
                match: {path: {prefix: /mirrored}}
                shadow: {legacy: model, candidates: [{model: candidate, percent: 100}]}
              - {name: revealed, match: {path: {prefix: /revealed}}, model: model, reveal: true}
              - {name: all, match: {path: {prefix: /any}}, model: model}
            """;
    private static final RunningGateway GATEWAY = RunningGateway.with(yaml(""));

    @TempDir
    private Path files;

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        CANDIDATE.becomes(Behaviour.echoing());
        MODEL.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
        CANDIDATE.close();
    }

    @Test
    void a_request_becomes_one_of_http_1_and_its_answer_one_of_http_2() throws Exception {
        MODEL.becomes(Behaviour.answering(
                201, Map.of("X-Answer", "Yes", "Connection", "x-hop", "X-Hop", "secret"), "answer"));
        try (RawHttp2Client client = connect()) {
            client.post(1, "/any?q=1", "x-question", "Why", "cookie", "a=1", "cookie", "b=2");
            Answer answer = client.data(1, END_STREAM, "body").answer(1);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("answer");
            assertThat(answer.head())
                    .containsEntry("x-answer", "Yes")
                    .containsEntry("content-length", "6")
                    .containsKey("x-understudy-id")
                    .doesNotContainKeys("connection", "x-hop", "transfer-encoding");
        }
        ReceivedRequest asked = MODEL.request(1);
        assertThat(asked.head().startLine()).isEqualTo("POST /any?q=1 HTTP/1.1");
        assertThat(asked.header("x-question")).contains("Why");
        assertThat(asked.head().all("cookie")).containsExactly("a=1; b=2");
        assertThat(asked.header("transfer-encoding")).contains("chunked");
        assertThat(asked.header("x-forwarded-host")).contains("models.test");
        assertThat(asked.header("x-forwarded-proto")).contains("http");
        assertThat(asked.header("via")).contains("2.0 understudy");
        assertThat(asked.body()).isEqualTo("body");
    }

    @Test
    void a_body_of_known_length_goes_on_with_it_and_none_with_none() throws Exception {
        try (RawHttp2Client client = connect()) {
            client.post(1, "/any", "content-length", "4")
                    .data(1, END_STREAM, "body")
                    .answer(1);
            client.get(3, "/any").answer(3);
        }
        assertThat(MODEL.request(1).header("content-length")).contains("4");
        assertThat(MODEL.request(2).header("content-length")).isEmpty();
        assertThat(MODEL.request(2).header("transfer-encoding")).isEmpty();
    }

    @Test
    void an_answer_without_a_body_ends_with_its_head() throws Exception {
        MODEL.becomes(exchange -> exchange.readBody()
                .send(
                        exchange.request().method().equals("HEAD")
                                ? "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"
                                : "HTTP/1.1 204 No Content\r\n\r\n"));
        try (RawHttp2Client client = connect()) {
            client.headers(1, END_STREAM, request("HEAD", "/any"));
            Frame head = client.next(HEADERS).orElseThrow();
            assertThat(head.has(END_STREAM)).isTrue();
            assertThat(head.fields()).containsEntry("content-length", "5");
            client.get(3, "/any");
            Frame none = client.next(HEADERS).orElseThrow();
            assertThat(none.has(END_STREAM)).isTrue();
            assertThat(none.fields()).containsEntry(":status", "204").doesNotContainKey("content-length");
            client.headers(5, END_STREAM, request("HEAD", "/nowhere"));
            Frame page = client.next(HEADERS).orElseThrow();
            assertThat(page.has(END_STREAM)).isTrue();
            assertThat(page.fields()).containsEntry(":status", "404");
        }
    }

    @Test
    void requests_of_one_connection_do_not_wait_for_each_other() throws Exception {
        Gate first = new Gate();
        MODEL.becomes(exchange -> {
            exchange.readBody();
            if (exchange.request().target().equals("/any/slow")) {
                exchange.hold(first);
            }
            exchange.respond(200, Map.of(), exchange.request().target().getBytes(StandardCharsets.UTF_8));
        });
        try (RawHttp2Client client = connect()) {
            client.get(1, "/any/slow");
            MODEL.begun(1);
            assertThat(client.get(3, "/any/fast").answer(3).body()).isEqualTo("/any/fast");
            first.open();
            assertThat(client.answer(1).body()).isEqualTo("/any/slow");
        }
    }

    @Test
    void more_requests_at_once_than_may_be_are_refused_so_that_they_can_be_sent_again() throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(Behaviour.slow(gate, Behaviour.echoing()));
        double before = GATEWAY.metric("understudy_http2_streams_refused_total", "cause=\"streams\"");
        try (RawHttp2Client client = connect()) {
            for (int i = 0; i <= 20; i++) {
                client.get(1 + 2 * i, "/any");
            }
            Frame refused = client.next(RST_STREAM).orElseThrow();

            assertThat(refused.stream()).isEqualTo(41);
            assertThat(refused.error()).isEqualTo(7);
            assertThat(MODEL.begun(20)).isNotNull();
            gate.open();
            assertThat(client.next(HEADERS)).isPresent();
        }
        GATEWAY.awaitMetric(before + 1, "understudy_http2_streams_refused_total", "cause=\"streams\"");
    }

    @Test
    void what_we_can_take_is_said_at_the_beginning() throws Exception {
        try (RawHttp2Client client = connect()) {
            Frame settings = client.next().orElseThrow();

            assertThat(settings.type()).isEqualTo(SETTINGS);
            assertThat(settings.payload()).containsSequence(0, 3, 0, 0, 0, 20).containsSequence(0, 6, 0, 1, 0, 0);
            assertThat(client.next(SETTINGS).orElseThrow().has(ACK)).isTrue();
            client.frame(PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
            Frame pong = client.next(PING).orElseThrow();
            assertThat(pong.has(ACK)).isTrue();
            assertThat(pong.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void an_answer_comes_in_the_portions_that_the_client_has_room_for() throws Exception {
        String text = IntStream.range(0, 1000).mapToObj(Integer::toString).reduce("", String::concat);
        MODEL.becomes(Behaviour.answering(text));
        try (RawHttp2Client client =
                RawHttp2Client.bare(GATEWAY.port()).preface().setting(4, 1)) {
            client.get(1, "/any");
            StringBuilder read = new StringBuilder();
            Frame first = client.next(DATA).orElseThrow();
            assertThat(first.payload()).hasSize(1);
            read.append((char) first.payload()[0]);
            client.setting(4, 101);
            Frame second = client.next(DATA).orElseThrow();
            assertThat(second.payload()).hasSize(100);
            read.append(new String(second.payload(), StandardCharsets.US_ASCII));
            client.windowUpdate(1, 1_000_000);

            assertThat(read + client.answer(1).body()).isEqualTo(text);
        }
    }

    @Test
    void a_model_that_takes_its_time_keeps_the_clients_window_shut() throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(exchange -> {
            exchange.holdDeaf(gate);
            exchange.readBody().respond(200, Map.of(), exchange.request().bodyBytes());
        });
        byte[] piece = new byte[16384];
        int sent = 0;
        try (RawHttp2Client client = connect()) {
            client.post(1, "/any");
            int window = 65535;
            // As a well-behaved client does: until the window is shut and stays shut.
            while (true) {
                while (window >= piece.length) {
                    client.frame(DATA, 0, 1, piece);
                    window -= piece.length;
                    sent += piece.length;
                }
                int more = grantedSoon(client);
                if (more == 0) {
                    break;
                }
                window += more;
            }
            // What sockets' buffers take on the way to the model, and one window.
            assertThat(sent).isLessThan(32 * 1024 * 1024);
            gate.open();
            while (window < 1) {
                window += grantedSoon(client);
            }
            client.windowUpdate(0, 0x7fff0000).windowUpdate(1, 0x7fff0000);
            client.data(1, END_STREAM, "");
            assertThat(client.answer(1).body()).hasSize(sent);
        }
    }

    @Test
    void a_client_that_leaves_a_stream_cancels_the_models_call_and_no_other() throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(Behaviour.slow(gate, Behaviour.echoing()));
        try (RawHttp2Client client = connect()) {
            client.get(1, "/any/left");
            ReceivedRequest left = MODEL.begun(1);
            client.get(3, "/any/stays");
            MODEL.begun(2);
            client.reset(1, 8);
            await().atMost(Deadline.PATIENCE).until(left::cut);
            gate.open();

            assertThat(client.answer(3).status()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_that_breaks_off_resets_its_stream() throws Exception {
        MODEL.becomes(Behaviour.closingEarly());
        try (RawHttp2Client client = connect()) {
            client.get(1, "/any");

            Frame end = client.next(RST_STREAM, GOAWAY).orElseThrow();
            assertThat(end.type()).isEqualTo(RST_STREAM);
            assertThat(end.error()).isEqualTo(2);
            MODEL.becomes(Behaviour.echoing());
            assertThat(client.get(3, "/any").answer(3).status()).isEqualTo(200);
        }
    }

    @Test
    void the_pair_of_a_mirrored_request_is_like_that_of_http_1() throws Exception {
        String id;
        try (RawHttp2Client client = connect()) {
            Answer answer = client.post(1, "/mirrored", "content-type", "text/plain")
                    .data(1, 0, "to be ")
                    .data(1, END_STREAM, "copied")
                    .answer(1);
            id = Objects.requireNonNull(answer.head().get("x-understudy-id"));
        }
        Pair pair = GATEWAY.pair(id);

        assertThat(CANDIDATE.request(1).body()).isEqualTo("to be copied");
        assertThat(Legs.legacy(pair).outcome()).isEqualTo(Outcome.OK);
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.OK);
        assertThat(pair.request().path()).isEqualTo("/mirrored");
    }

    @Test
    void a_route_reveals_its_model_here_too() throws Exception {
        try (RawHttp2Client client = connect()) {
            assertThat(client.get(1, "/revealed").answer(1).head()).containsEntry("x-understudy-model", "model");
        }
    }

    @Test
    void a_client_that_waits_for_it_is_told_to_go_on() throws Exception {
        try (RawHttp2Client client = connect()) {
            client.post(1, "/any", "expect", "100-continue");
            Frame interim = client.next(HEADERS).orElseThrow();
            assertThat(interim.fields()).containsEntry(":status", "100");
            assertThat(interim.has(END_STREAM)).isFalse();

            assertThat(client.data(1, END_STREAM, "body").answer(1).body()).isEqualTo("body");
        }
    }

    @Test
    void events_arrive_as_they_are_sent() throws Exception {
        Gate second = new Gate();
        MODEL.becomes(Behaviour.streaming(List.of("data: 1\n\n", "data: 2\n\n"), List.of(second)));
        try (RawHttp2Client client = connect()) {
            client.get(1, "/any");
            assertThat(new String(client.next(DATA).orElseThrow().payload(), StandardCharsets.US_ASCII))
                    .isEqualTo("data: 1\n\n");
            second.open();
            assertThat(new String(client.next(DATA).orElseThrow().payload(), StandardCharsets.US_ASCII))
                    .isEqualTo("data: 2\n\n");
        }
    }

    @Test
    void clients_of_http_1_are_served_at_the_same_address() throws Exception {
        assertThat(RawClient.post(GATEWAY.port(), "/any", "hello").body()).isEqualTo("hello");
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\n");
            client.send("XX\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(505);
        }
        try (RawClient slow = RawClient.connect(GATEWAY.port())) {
            for (char c : RawClient.request("PROPFIND", "/any", "").toCharArray()) {
                slow.send(String.valueOf(c));
            }
            assertThat(slow.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_gateway_that_stops_says_so_and_finishes_what_is_under_way() throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(Behaviour.slow(gate, Behaviour.echoing()));
        try (RunningGateway ending = RunningGateway.with(yaml(""));
                RawHttp2Client client = RawHttp2Client.connect(ending.port());
                RawHttp2Client idle = RawHttp2Client.connect(ending.port())) {
            client.post(1, "/any").data(1, END_STREAM, "last words");
            idle.frame(PING, 0, 0, new byte[8]).next(PING);
            MODEL.begun(1);
            CompletableFuture<Void> stopped = Apart.run(ending::stop);
            Frame farewell = client.next(GOAWAY).orElseThrow();
            assertThat(farewell.error()).isZero();
            assertThat(idle.next(GOAWAY).orElseThrow().error()).isZero();
            assertThat(idle.isClosed()).isTrue();
            gate.open();

            assertThat(client.answer(1).body()).isEqualTo("last words");
            assertThat(client.isClosed()).isTrue();
            stopped.join();
        }
    }

    @Test
    void over_tls_both_protocols_can_be_agreed_on() throws Exception {
        Authority authority = Authority.create();
        Authority.write(authority.server(), files, "server");
        String tls = ", tls: {certificate: \"%s\", key: \"%s\"}"
                .formatted(files.resolve("server.crt"), files.resolve("server.key"));
        try (RunningGateway gateway = RunningGateway.with(yaml(tls))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(authority.trust())
                        .version(version)
                        .build();
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/any"))
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_000_000)))
                                .timeout(Deadline.PATIENCE)
                                .build(),
                        BodyHandlers.ofString());

                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body()).hasSize(1_000_000);
            }
            assertThat(MODEL.request(1).header("x-forwarded-proto")).contains("https");
        }
    }

    /** By how much the stream's window grew before a ping that was sent now came back; 0 for not at all. */
    private static int grantedSoon(RawHttp2Client client) throws Exception {
        client.frame(PING, 0, 0, new byte[8]);
        int granted = 0;
        while (true) {
            Frame frame = client.next(RawHttp2Client.WINDOW_UPDATE, PING, RST_STREAM, GOAWAY)
                    .orElseThrow();
            assertThat(frame.type()).as(frame.toString()).isIn(RawHttp2Client.WINDOW_UPDATE, PING);
            if (frame.type() == PING) {
                return granted;
            }
            granted += frame.stream() == 1 ? ByteBuffer.wrap(frame.payload()).getInt() : 0;
        }
    }

    private static RawHttp2Client connect() throws Exception {
        return RawHttp2Client.connect(GATEWAY.port());
    }

    private static String yaml(String tls) {
        return YAML.formatted(tls, MODEL.url(), CANDIDATE.url());
    }
}
