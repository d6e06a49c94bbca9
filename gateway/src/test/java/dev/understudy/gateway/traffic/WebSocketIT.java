package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Apart;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.gateway.testing.WebSocketModel;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that becomes a WebSocket belongs to one model, and nobody looks into it. */
@ExtendWith(LeakGuard.class)
class WebSocketIT {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final WebSocketModel MODEL = WebSocketModel.that(WebSocketModel.echoing());
    private static final WebSocketModel CANDIDATE = WebSocketModel.that(WebSocketModel.echoing());
    private static final String YAML = """
            listen: {http: "127.0.0.1:0", timeouts: {idle: 2s}}
            models:
              model: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: mirrored
                match: {path: {prefix: /mirrored}}
                shadow: {legacy: model, candidates: [{model: candidate, percent: 100}]}
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave: {legacy: model, candidate: candidate, percent: 100, items: /items, itemId: /id}
              - {name: all, match: {path: {prefix: /any}}, model: model}
            """.formatted(MODEL.url(), CANDIDATE.url());
    private static final RunningGateway GATEWAY = RunningGateway.with(YAML);

    @BeforeEach
    void restore() {
        MODEL.becomes(WebSocketModel.echoing());
    }

    @AfterAll
    static void close() throws IOException {
        GATEWAY.close();
        MODEL.close();
        CANDIDATE.close();
    }

    @Test
    void bytes_pass_in_both_directions_once_the_model_has_agreed() throws Exception {
        GATEWAY.awaitMetric(0, "understudy_websockets");
        try (RawClient client = connect()) {
            Head head = client.send(handshake("/any")).readHead();

            assertThat(head.startLine()).startsWith("HTTP/1.1 101 ");
            assertThat(head.header("upgrade")).contains("websocket");
            assertThat(head.header("connection")).contains("upgrade");
            assertThat(head.header("sec-websocket-accept")).contains(ACCEPT);
            assertThat(head.header("x-understudy-id")).isPresent();
            assertThat(head.has("content-length") || head.has("transfer-encoding"))
                    .isFalse();
            for (int i = 0; i < 3; i++) {
                client.send("\u0081\u0085 frame " + i);
                assertThat(client.readBytes("\u0081\u0085 frame 0".getBytes(StandardCharsets.UTF_8).length))
                        .isEqualTo(("\u0081\u0085 frame " + i).getBytes(StandardCharsets.UTF_8));
            }
            GATEWAY.awaitMetric(1, "understudy_websockets");
        }
        assertThat(last(MODEL))
                .contains("upgrade: websocket\r\n")
                .contains("connection: upgrade\r\n")
                .contains(KEY);
        GATEWAY.awaitMetric(0, "understudy_websockets");
    }

    @Test
    void the_pair_says_how_much_was_said_and_that_no_copy_was_sent() throws Exception {
        int before = CANDIDATE.heads().size();
        String id;
        try (RawClient client = connect()) {
            id = client.send(handshake("/mirrored"))
                    .readHead()
                    .header("x-understudy-id")
                    .orElseThrow();
            client.send("12345");
            client.readBytes(5);
        }
        Pair pair = GATEWAY.pair(id);

        assertThat(Legs.legacy(pair).outcome()).isEqualTo(Outcome.OK);
        assertThat(Legs.legacy(pair).status()).isEqualTo(101);
        assertThat(Objects.requireNonNull(Legs.legacy(pair).body()).length()).isEqualTo(5);
        assertThat(pair.request().body().length()).isEqualTo(5);
        assertThat(pair.request().body().bytes()).isEmpty();
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(Legs.candidate(pair).cause()).isEqualTo("webSocket");
        assertThat(CANDIDATE.heads()).hasSize(before);
    }

    @Test
    void where_answers_are_mixed_legacy_alone_is_asked() throws Exception {
        int before = CANDIDATE.heads().size();
        try (RawClient client = connect()) {
            assertThat(client.send(handshake("/mixed")).readHead().startLine()).contains(" 101 ");
        }
        assertThat(CANDIDATE.heads()).hasSize(before);
    }

    @Test
    void what_comes_with_the_agreement_is_not_lost_on_either_side() throws Exception {
        MODEL.becomes((socket, accept) -> {
            WebSocketModel.send(socket, WebSocketModel.granting(accept, "Sec-WebSocket-Protocol: chat") + "welcome");
            byte[] heard = socket.getInputStream().readNBytes(5);
            socket.getOutputStream().write(heard);
        });
        try (RawClient client = connect()) {
            client.send(handshake("/any", "Sec-WebSocket-Protocol: superchat, chat") + "early");
            Head head = client.readHead();

            assertThat(head.header("sec-websocket-protocol")).contains("chat");
            assertThat(client.readBytes(12)).isEqualTo("welcomeearly".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.closedSilently()).isTrue();
        }
    }

    @Test
    void a_slow_reader_slows_its_sender_and_loses_nothing() throws Exception {
        byte[] bytes = new byte[16 * 1024 * 1024];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i * 31) >> 3);
        }
        try (RawClient client = RawClient.connect(GATEWAY.port(), 4096)) {
            client.send(handshake("/any")).readHead();
            CompletableFuture<Void> sending = Apart.run(() -> {
                try {
                    client.send(bytes);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(Arrays.equals(client.readBytes(bytes.length), bytes)).isTrue();
            sending.join();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + ACCEPT
                        + "\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + ACCEPT + "\r\n\r\n",
                "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + ACCEPT
                        + "\r\nSec-WebSocket-Protocol: unasked\r\n\r\n"
            })
    void an_agreement_to_something_else_is_a_bad_answer(String answer) throws Exception {
        MODEL.becomes((socket, accept) -> {
            WebSocketModel.send(socket, answer + "smuggled");
            socket.getInputStream().read();
        });
        try (RawClient client = connect()) {
            RawResponse response = client.send(handshake("/any")).read();

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.body()).contains("badResponse").doesNotContain("smuggled");
        }
    }

    @Test
    void a_refusal_is_an_answer_like_others_and_the_connection_goes_on() throws Exception {
        MODEL.becomes((socket, accept) -> {
            WebSocketModel.send(socket, "HTTP/1.1 403 No\r\ncontent-length: 2\r\n\r\nno");
            socket.getInputStream().read();
        });
        try (RawClient client = connect()) {
            assertThat(client.send(handshake("/any")).read().body()).isEqualTo("no");
            assertThat(client.send(handshake("/any")).read().status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\nSec-WebSocket-Key: " + KEY
                        + "\r\n",
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n",
                "Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n"
            })
    void any_other_wish_to_upgrade_does_not_reach_the_model(String fields) throws Exception {
        MODEL.becomes((socket, accept) -> WebSocketModel.send(socket, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
        try (RawClient client = connect()) {
            client.send("GET /any HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");

            assertThat(client.read().status()).isEqualTo(200);
        }
        assertThat(last(MODEL).toLowerCase(Locale.ROOT))
                .doesNotContain("\r\nupgrade:")
                .doesNotContain("\r\nconnection:");
    }

    @Test
    void a_client_that_leaves_takes_the_models_connection_with_it() throws Exception {
        try (RawClient client = connect()) {
            client.send(handshake("/any")).readHead();
            assertThat(MODEL.connectionsOpen()).isPositive();
            client.reset();
        }
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() == 0);
    }

    @Test
    void a_client_that_has_said_all_can_still_listen() throws Exception {
        MODEL.becomes((socket, accept) -> {
            WebSocketModel.send(socket, WebSocketModel.granting(accept));
            int heard = socket.getInputStream().readAllBytes().length;
            WebSocketModel.send(socket, "heard " + heard);
        });
        try (RawClient client = connect()) {
            client.send(handshake("/any")).readHead();
            client.send("12345").finishSending();

            assertThat(client.readAll()).isEqualTo("heard 5");
        }
    }

    @Test
    void a_silence_on_both_sides_ends_it() throws Exception {
        try (RawClient client = connect()) {
            client.send(handshake("/any")).readHead();

            assertThat(client.closedSilently()).isTrue();
        }
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() == 0);
    }

    @Test
    void a_gateway_that_stops_does_not_wait_for_it() throws Exception {
        try (RunningGateway ending = RunningGateway.with(YAML.replace("idle: 2s", "idle: 60s"));
                RawClient client = RawClient.connect(ending.port())) {
            client.send(handshake("/mirrored")).readHead();
            CompletableFuture<Void> stopped = Apart.run(ending::stop);

            assertThat(client.closedSilently()).isTrue();
            stopped.join();
            assertThat(Legs.legacy(ending.pairs(1).get(0)).cause()).isEqualTo("shutdown");
        }
    }

    private static RawClient connect() throws IOException {
        return RawClient.connect(GATEWAY.port());
    }

    private static String last(WebSocketModel model) {
        return model.heads().get(model.heads().size() - 1);
    }

    private static String handshake(String target, String... fields) {
        StringBuilder head = new StringBuilder("GET " + target
                + " HTTP/1.1\r\nHost: models.test\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }
}
