package dev.understudy.gateway.traffic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Apart;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model must not do on an HTTP/2 connection costs it the connection, and its client gets an answer. */
@ExtendWith(LeakGuard.class)
class HostileHttp2ModelIT {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PUSH = 5;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte[] NOTHING = {};
    private static final byte[] STATUS_200 = {(byte) 0x88};

    /** What it says once a request has come. */
    @FunctionalInterface
    private interface Attack {
        void on(OutputStream out, int stream) throws IOException;
    }

    private static Stream<Arguments> attacks() {
        return Stream.of(
                attack("settings without end", (out, stream) -> repeat(out, frame(SETTINGS, 0, 0, NOTHING))),
                attack("pings without end", (out, stream) -> repeat(out, frame(PING, 0, 0, new byte[8]))),
                attack("unasked ping answers", (out, stream) -> repeat(out, frame(PING, 1, 0, new byte[8]))),
                attack("data that is nothing", (out, stream) -> {
                    out.write(frame(HEADERS, END_HEADERS, stream, STATUS_200));
                    repeat(out, frame(DATA, 0, stream, NOTHING));
                }),
                attack("a head without end", (out, stream) -> {
                    out.write(frame(HEADERS, 0, stream, STATUS_200));
                    repeat(out, frame(CONTINUATION, 0, stream, new byte[] {0, 1, 'a', 1, 'b'}));
                }),
                attack("a head of empty pieces", (out, stream) -> {
                    out.write(frame(HEADERS, 0, stream, STATUS_200));
                    repeat(out, frame(CONTINUATION, 0, stream, NOTHING));
                }),
                attack(
                        "a frame that is too long",
                        (out, stream) -> out.write(frame(DATA, 0, stream, new byte[20_000]))),
                attack("more than the window", (out, stream) -> {
                    out.write(frame(HEADERS, END_HEADERS, stream, STATUS_200));
                    repeat(out, frame(DATA, 0, stream, new byte[16_384]), 4000);
                }),
                attack("a window that overflows", (out, stream) -> {
                    repeat(
                            out,
                            frame(
                                    WINDOW,
                                    0,
                                    0,
                                    ByteBuffer.allocate(4)
                                            .putInt(Integer.MAX_VALUE)
                                            .array()),
                            2);
                }),
                attack(
                        "a push that nobody wants",
                        (out, stream) ->
                                out.write(frame(PUSH, END_HEADERS, stream, new byte[] {0, 0, 0, 2, (byte) 0x82}))),
                attack("data for a stream that never was", (out, stream) -> out.write(frame(DATA, 0, 77, new byte[1]))),
                attack(
                        "a compression that breaks",
                        (out, stream) -> out.write(frame(
                                HEADERS, END_HEADERS, stream, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff}))),
                attack(
                        "HTTP/1.1 in between",
                        (out, stream) ->
                                repeat(out, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(US_ASCII), 1000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void a_hostile_model_loses_its_connection(String name, Attack attack) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(server, "connect: 20s, firstByte: 20s"))) {
            CompletableFuture<Boolean> cut = Apart.supply(() -> {
                try (Socket socket = server.accept()) {
                    int stream = untilRequest(socket);
                    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
                    attack.on(out, stream);
                    out.flush();
                    socket.setSoTimeout((int) Deadline.PATIENCE.toMillis());
                    while (socket.getInputStream().read() >= 0) {}
                    return true;
                } catch (java.net.SocketTimeoutException e) {
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            try (RawClient client = RawClient.connect(gateway.port())) {
                client.send(RawClient.request("POST", "/ask", "x", "Connection: close"))
                        .readAll();
            }

            assertThat(cut.get(30, TimeUnit.SECONDS)).as("cut").isTrue();
            Leg leg = gateway.pairs(1).get(0).legs().get(0);
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.ERROR);
            assertThat(leg.cause()).isIn("badResponse", "reset");
        }
    }

    @Test
    void what_goaway_says_was_not_looked_at_is_asked_again_elsewhere() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(server, "connect: 20s, firstByte: 20s"))) {
            CompletableFuture<Void> model = Apart.run(() -> {
                try (Socket first = server.accept()) {
                    connections.incrementAndGet();
                    untilRequest(first);
                    first.getOutputStream().write(frame(GOAWAY, 0, 0, new byte[8]));
                    try (Socket second = server.accept()) {
                        connections.incrementAndGet();
                        int stream = untilRequest(second);
                        second.getOutputStream().write(frame(HEADERS, END_HEADERS | END_STREAM, stream, STATUS_200));
                        while (second.getInputStream().read() >= 0) {}
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            RawResponse response = RawClient.post(gateway.port(), "/ask", "once");

            assertThat(response.status()).isEqualTo(200);
            assertThat(connections).hasValue(2);
            assertThat(gateway.pair(response.id()).legs().get(0).attempts()).isEqualTo(2);
            gateway.stop();
            model.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_model_that_speaks_http1_is_told_apart_at_once() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(server, "connect: 20s, firstByte: 20s"))) {
            CompletableFuture<Void> model = Apart.run(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().readNBytes(24);
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".getBytes(US_ASCII));
                    while (socket.getInputStream().read() >= 0) {}
                } catch (IOException e) {
                    // the gateway broke off
                }
            });
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x");

            assertThat(response.status()).isEqualTo(502);
            assertThat(gateway.pair(response.id()).legs().get(0).cause()).isEqualTo("noHttp2");
            model.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_model_that_never_says_its_settings_is_not_waited_for_longer_than_a_connection() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(silent, "connect: 500ms, firstByte: 20s"))) {
            RawResponse response = RawClient.post(gateway.port(), "/ask", "x");

            assertThat(response.status()).isEqualTo(504);
            assertThat(gateway.pair(response.id()).legs().get(0).cause()).isEqualTo("connect");
        }
    }

    @Test
    void a_connection_on_which_nothing_comes_any_more_is_found_out() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.with(serving(server, "connect: 20s, firstByte: 2s"))) {
            CompletableFuture<Integer> second = Apart.supply(() -> {
                try (Socket dead = server.accept()) {
                    untilRequest(dead);
                    try (Socket alive = server.accept()) {
                        int stream = untilRequest(alive);
                        alive.getOutputStream().write(frame(HEADERS, END_HEADERS | END_STREAM, stream, STATUS_200));
                        while (alive.getInputStream().read() >= 0) {}
                        return stream;
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(RawClient.post(gateway.port(), "/ask", "x").status()).isEqualTo(504);
            assertThat(RawClient.post(gateway.port(), "/ask", "x").status()).isEqualTo(200);
            gateway.stop();
            assertThat(second.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }

    /** Says the settings, and reads as far as a request's head; returns its stream. */
    private static int untilRequest(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(24);
        socket.getOutputStream().write(frame(SETTINGS, 0, 0, NOTHING));
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int stream = in.readInt();
            in.readNBytes(length);
            if (type == HEADERS) {
                return stream;
            }
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static void repeat(OutputStream out, byte[] frame) throws IOException {
        repeat(out, frame, 20_000);
    }

    private static void repeat(OutputStream out, byte[] frame, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            out.write(frame);
        }
    }

    private static Arguments attack(String name, Attack attack) {
        return Arguments.of(name, attack);
    }

    private static String serving(ServerSocket server, String timeouts) {
        return """
                listen: {http: "127.0.0.1:0", threads: 1}
                models:
                  model:
                    url: "http://127.0.0.1:%d"
                    http2: true
                    timeout: {%s, idle: 30s, total: 5m}
                    breaker: {minimumCalls: 1000}
                  other: {url: "http://127.0.0.1:1"}
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    ab: {arms: [{model: model, weight: 100}, {model: other, weight: 0}]}
                """.formatted(server.getLocalPort(), timeouts);
    }
}
