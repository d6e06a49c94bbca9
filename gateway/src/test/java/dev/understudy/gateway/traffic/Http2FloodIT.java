package dev.understudy.gateway.traffic;

import static dev.understudy.gateway.testing.RawHttp2Client.CONTINUATION;
import static dev.understudy.gateway.testing.RawHttp2Client.DATA;
import static dev.understudy.gateway.testing.RawHttp2Client.END_HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.END_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.GOAWAY;
import static dev.understudy.gateway.testing.RawHttp2Client.HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.PADDED;
import static dev.understudy.gateway.testing.RawHttp2Client.PING;
import static dev.understudy.gateway.testing.RawHttp2Client.PRIORITY;
import static dev.understudy.gateway.testing.RawHttp2Client.RST_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.SETTINGS;
import static dev.understudy.gateway.testing.RawHttp2Client.WINDOW_UPDATE;
import static dev.understudy.gateway.testing.RawHttp2Client.block;
import static dev.understudy.gateway.testing.RawHttp2Client.encoded;
import static dev.understudy.gateway.testing.RawHttp2Client.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawHttp2Client;
import dev.understudy.gateway.testing.RawHttp2Client.Frame;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that keeps us busy with nothing, or takes forever, is cut off, and others are served all the while. */
@ExtendWith(LeakGuard.class)
class Http2FloodIT {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int FLOOD = 20_000;

    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final String YAML = """
            listen:
              http: "127.0.0.1:0"
              http2: true
              timeouts: {%s}
              limits: {headerBytes: 8KiB}
            models: {model: {url: "%s"}}
            routes: [{name: all, match: {path: {prefix: /}}, model: model}]
            """;

    /** Whom nobody keeps waiting: what it cuts off was too much. */
    private static final RunningGateway PATIENT = gateway("header: 1m, body: 1m, idle: 1m");

    private static final RunningGateway GATEWAY = gateway("header: 1s, body: 1s, idle: 2s");

    /** What a client sends over and over again. */
    private interface Round {
        void add(int round, ByteArrayOutputStream bytes) throws IOException;
    }

    private record Flood(String name, Round round) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        PATIENT.close();
        MODEL.close();
    }

    private static RunningGateway gateway(String timeouts) {
        return RunningGateway.with(YAML.formatted(timeouts, MODEL.url()));
    }

    @ParameterizedTest
    @MethodSource
    void a_flood_is_cut_off_and_others_are_served(Flood flood) throws Exception {
        double before = PATIENT.metric("understudy_http2_connections_cut_total", "cause=\"flood\"");
        MODEL.becomes(Behaviour.hanging());
        try (RawHttp2Client client = RawHttp2Client.connect(PATIENT.port())) {
            Optional<Integer> error = sent(client, flood.round());

            // A farewell may be lost where the client goes on sending to a closed socket.
            error.ifPresent(code -> assertThat(code).isEqualTo(ENHANCE_YOUR_CALM));
        }
        PATIENT.awaitMetric(before + 1, "understudy_http2_connections_cut_total", "cause=\"flood\"");
        MODEL.becomes(Behaviour.echoing());
        try (RawHttp2Client other = RawHttp2Client.connect(PATIENT.port())) {
            assertThat(other.get(1, "/").answer(1))
                    .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
        }
        assertThat(MODEL.requests().size()).isLessThan(1000);
    }

    static Stream<Flood> a_flood_is_cut_off_and_others_are_served() {
        byte[] head = block(request("GET", "/"));
        byte[] post = block(request("POST", "/"));
        return Stream.of(
                new Flood("rapid reset", (round, bytes) -> {
                    int stream = 1 + 2 * round;
                    bytes.write(encoded(HEADERS, END_HEADERS | END_STREAM, stream, head));
                    bytes.write(encoded(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
                }),
                new Flood("resets that we are made to send (MadeYouReset)", (round, bytes) -> {
                    int stream = 1 + 2 * round;
                    bytes.write(encoded(HEADERS, END_HEADERS | END_STREAM, stream, head));
                    bytes.write(encoded(WINDOW_UPDATE, 0, stream, new byte[4]));
                }),
                new Flood(
                        "heads that make no sense",
                        (round, bytes) -> bytes.write(
                                encoded(HEADERS, END_HEADERS | END_STREAM, 1 + 2 * round, block("X", "y")))),
                new Flood("pings", (round, bytes) -> bytes.write(encoded(PING, 0, 0, new byte[8]))),
                new Flood("settings", (round, bytes) -> bytes.write(encoded(SETTINGS, 0, 0, new byte[0]))),
                new Flood(
                        "settings of the table",
                        (round, bytes) ->
                                bytes.write(encoded(SETTINGS, 0, 0, new byte[] {0, 1, 0, 0, (byte) (round % 2), 0}))),
                new Flood(
                        "priorities",
                        (round, bytes) ->
                                bytes.write(encoded(PRIORITY, 0, 1 + 2 * (round % 1000), new byte[] {0, 0, 0, 0, 1}))),
                new Flood(
                        "updates of a window",
                        (round, bytes) -> bytes.write(encoded(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}))),
                new Flood(
                        "updates of a stream's window",
                        (round, bytes) -> bytes.write(
                                round == 0
                                        ? encoded(HEADERS, END_HEADERS, 1, post)
                                        : encoded(WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 1}))),
                new Flood(
                        "answers to pings that nobody sent",
                        (round, bytes) -> bytes.write(encoded(PING, 1, 0, new byte[8]))),
                new Flood(
                        "data of padding alone",
                        (round, bytes) -> bytes.write(
                                round == 0
                                        ? encoded(HEADERS, END_HEADERS, 1, post)
                                        : encoded(DATA, PADDED, 1, new byte[] {3, 0, 0, 0}))),
                new Flood("frames of no known type", (round, bytes) -> bytes.write(encoded(0xee, 0, 0, new byte[1]))),
                new Flood(
                        "data without a byte",
                        (round, bytes) -> bytes.write(
                                round == 0
                                        ? encoded(HEADERS, END_HEADERS, 1, post)
                                        : encoded(DATA, 0, 1, new byte[0]))),
                new Flood(
                        "continuations without a byte",
                        (round, bytes) -> bytes.write(
                                round == 0
                                        ? encoded(HEADERS, END_STREAM, 1, head)
                                        : encoded(CONTINUATION, 0, 1, new byte[0]))),
                new Flood(
                        "small continuations",
                        (round, bytes) -> bytes.write(
                                round == 0
                                        ? encoded(HEADERS, END_STREAM, 1, head)
                                        : encoded(CONTINUATION, 0, 1, block("a", "b")))));
    }

    @Test
    void a_head_without_an_end_is_cut_off_before_it_is_kept() throws Exception {
        byte[] field = block("x".repeat(100), "y".repeat(8000));
        try (RawHttp2Client client = RawHttp2Client.connect(PATIENT.port())) {
            Optional<Integer> error = sent(
                    client,
                    (round, bytes) -> bytes.write(
                            round == 0
                                    ? encoded(HEADERS, END_STREAM, 1, block(request("GET", "/")))
                                    : encoded(CONTINUATION, 0, 1, field)));

            error.ifPresent(code -> assertThat(code).isIn(1, ENHANCE_YOUR_CALM));
        }
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void a_table_that_makes_much_of_little_is_bounded_by_the_size_of_heads() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(block(request("GET", "/")));
        bomb.write(0x40);
        byte[] value = block("x", "y".repeat(3000));
        bomb.write(value, 1, value.length - 1);
        for (int i = 0; i < 10_000; i++) {
            bomb.write(0x80 | 62);
        }
        try (RawHttp2Client client = RawHttp2Client.connect(PATIENT.port())) {
            client.frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray());

            Frame end = client.next(HEADERS, RST_STREAM, GOAWAY).orElseThrow();
            if (end.type() == HEADERS) {
                assertThat(end.fields()).containsEntry(":status", "431");
            }
        }
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void a_head_that_drips_is_cut_off_when_its_time_is_over() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.frame(HEADERS, END_STREAM, 1, block(request("GET", "/")));

            assertThat(client.next(GOAWAY)).isPresent();
            assertThat(client.isClosed()).isTrue();
        }
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.bytes(new byte[] {0, 0, 50, HEADERS, 5, 0, 0, 0, 1, 0});

            assertThat(client.isClosed()).isTrue();
        }
        try (RawHttp2Client client = RawHttp2Client.bare(GATEWAY.port())) {
            client.preface();

            assertThat(client.isClosed()).isTrue();
        }
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void a_preface_that_drips_is_cut_off_when_its_time_is_over() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.bare(GATEWAY.port())) {
            client.bytes(new byte[] {'P', 'R', 'I'});

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_body_that_stops_is_answered_for_and_its_stream_reset() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.post(1, "/").data(1, 0, "half");

            assertThat(client.answer(1).status()).isEqualTo(408);
            Frame end = client.next(RST_STREAM).orElseThrow();
            assertThat(end.error()).isZero();
        }
    }

    @Test
    void a_body_that_drips_has_no_more_time_than_one_that_stops() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.post(1, "/");
            again(() -> client.data(1, 0, "x"));

            assertThat(client.answer(1).status()).isEqualTo(408);
        }
    }

    @Test
    void the_rest_of_a_request_that_is_answered_already_has_no_more_time_when_it_drips() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.post(1, "/", "expect", "the unexpected");
            assertThat(client.answer(1).status()).isEqualTo(417);
            again(() -> client.data(1, 0, "x"));

            Frame end = client.next(RST_STREAM, GOAWAY).orElseThrow();
            assertThat(end.type()).isEqualTo(RST_STREAM);
            assertThat(end.error()).isZero();
        }
        assertThat(MODEL.requests()).isEmpty();
    }

    @Test
    void an_early_answer_is_whole_however_much_the_client_goes_on_sending() throws Exception {
        byte[] piece = new byte[16 * 1024];
        try (RawHttp2Client client =
                RawHttp2Client.bare(PATIENT.port()).preface().setting(4, 1)) {
            client.post(1, "/", "expect", "the unexpected");
            Frame head = client.next(HEADERS).orElseThrow();
            assertThat(head.fields()).containsEntry(":status", "417");
            assertThat(client.next(DATA).orElseThrow().payload()).hasSize(1);
            int window = 65_535;
            for (int sent = 0; sent < 40; sent++) {
                while (window < piece.length) {
                    Frame frame = client.next(WINDOW_UPDATE, RST_STREAM, GOAWAY).orElseThrow();
                    assertThat(frame.type()).as(frame.toString()).isEqualTo(WINDOW_UPDATE);
                    window += frame.stream() == 1
                            ? ByteBuffer.wrap(frame.payload()).getInt()
                            : 0;
                }
                client.frame(DATA, 0, 1, piece);
                window -= piece.length;
            }
            client.windowUpdate(1, 10_000);

            int length = Integer.parseInt(head.fields().getOrDefault("content-length", ""));
            assertThat(client.answer(1).body()).hasSize(length - 1);
        }
    }

    @Test
    void a_connection_that_is_not_used_is_closed_with_a_farewell() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.get(1, "/").answer(1);

            assertThat(client.next(GOAWAY).orElseThrow().error()).isZero();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void an_answer_for_which_the_client_has_no_room_is_given_up() throws Exception {
        MODEL.becomes(Behaviour.answering(200, Map.of(), new byte[100_000]));
        double before = GATEWAY.metric("understudy_http2_streams_refused_total", "cause=\"slow\"");
        try (RawHttp2Client client =
                RawHttp2Client.bare(GATEWAY.port()).preface().setting(4, 0)) {
            client.get(1, "/");

            Frame end = client.next(RST_STREAM, GOAWAY).orElseThrow();
            assertThat(end.type()).isEqualTo(RST_STREAM);
        }
        GATEWAY.awaitMetric(before + 1, "understudy_http2_streams_refused_total", "cause=\"slow\"");
    }

    @Test
    void a_client_that_takes_a_byte_at_a_time_is_given_up_too() throws Exception {
        MODEL.becomes(Behaviour.answering(200, Map.of(), new byte[100_000]));
        try (RawHttp2Client client =
                RawHttp2Client.bare(GATEWAY.port()).preface().setting(4, 0)) {
            client.get(1, "/");
            int taken = 0;
            Optional<Frame> end = Optional.empty();
            while (end.isEmpty() && taken < 1000) {
                client.windowUpdate(1, 1);
                Frame frame = client.next(DATA, RST_STREAM, GOAWAY).orElseThrow();
                taken++;
                end = frame.type() == DATA ? Optional.empty() : Optional.of(frame);
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }

            assertThat(end).isPresent();
            assertThat(end.get().type()).isEqualTo(RST_STREAM);
        }
    }

    @Test
    void a_client_that_has_room_for_other_answers_alone_is_given_up_too() throws Exception {
        MODEL.becomes(Behaviour.answering(200, Map.of(), new byte[100_000]));
        try (RawHttp2Client client =
                RawHttp2Client.bare(GATEWAY.port()).preface().setting(4, 0)) {
            client.get(1, "/");
            again(() -> client.windowUpdate(0, 1024));

            assertThat(client.next(RST_STREAM, GOAWAY).orElseThrow().type()).isEqualTo(RST_STREAM);
        }
    }

    @Test
    void a_client_that_reads_nothing_at_all_is_cut_off() throws Exception {
        MODEL.becomes(Behaviour.flooding(64L * 1024 * 1024));
        try (RawHttp2Client client = RawHttp2Client.bare(GATEWAY.port(), 4096)
                .preface()
                .setting(4, 0x7fffffff)
                .windowUpdate(0, 0x7fff0000)) {
            client.get(1, "/");
            MODEL.begun(1);

            await().atMost(Deadline.PATIENCE)
                    .until(() -> MODEL.requests().get(0).cut());
        }
    }

    /** What a client does every now and then, until its connection is closed. */
    private interface Habit {
        void follow() throws IOException;
    }

    private static void again(Habit habit) {
        Thread client = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < 2000; i++) {
                            habit.follow();
                            LockSupport.parkNanos(50_000_000);
                        }
                    } catch (IOException closed) {
                        // the test is over
                    }
                },
                "habit");
        client.setDaemon(true);
        client.start();
    }

    /** Floods until the connection is cut, and then reads the farewell's error, if it can still be read. */
    private static Optional<Integer> sent(RawHttp2Client client, Round round) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int i = 0; i < FLOOD; i++) {
                round.add(i, bytes);
                if (bytes.size() > 32 * 1024) {
                    client.bytes(bytes.toByteArray());
                    bytes.reset();
                }
            }
            client.bytes(bytes.toByteArray());
        } catch (IOException cut) {
            // that is what is expected
        }
        return client.next(GOAWAY).map(Frame::error);
    }
}
