package dev.understudy.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AskerTest {
    @Test
    @Timeout(60)
    void a_model_that_stops_in_the_middle_of_a_body_is_a_timeout() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread model = new Thread(() -> sendHalf(server), "half-an-answer");
            model.start();
            Asker asker = new Asker(Duration.ofMillis(300), 0, Duration.ofMillis(1));

            Asker.Outcome outcome = asker.ask(question(server, Map.of()));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Asker.Outcome.Failed.class,
                            failed -> assertThat(failed.cause()).isEqualTo("timeout"));
            model.interrupt();
        }
    }

    @Test
    @Timeout(60)
    void a_token_that_no_header_can_hold_is_refused_at_once_without_being_said() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Asker asker = new Asker(Duration.ofSeconds(5), 3, Duration.ofHours(1));

            Asker.Outcome outcome = asker.ask(question(server, Map.of("authorization", "Bearer s3cret\u201c")));

            assertThat(outcome).isInstanceOfSatisfying(Asker.Outcome.Failed.class, failed -> {
                assertThat(failed.cause()).isEqualTo("request");
                assertThat(failed.detail()).contains("authorization").doesNotContain("s3cret");
            });
        }
    }

    @Test
    void nobody_there_is_a_failure_to_connect() throws Exception {
        Asker asker = new Asker(Duration.ofSeconds(5), 0, Duration.ofMillis(1));
        // Bound, so that nobody else gets the port meanwhile, and never listened at.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI closed = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/");

            Asker.Outcome outcome = asker.ask(new Asker.Question("GET", closed, Map.of(), new byte[0]));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Asker.Outcome.Failed.class,
                            failed -> assertThat(failed.cause()).isEqualTo("connect"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | | 7000",
                "Thu, 26 Nov 2026 20:00:30 GMT | Thu, 26 Nov 2026 20:00:00 GMT | 30000",
                "Thu, 26 Nov 2026 19:00:00 GMT | Thu, 26 Nov 2026 20:00:00 GMT | 0",
                "Thu, 26 Nov 2026 20:00:30 GMT | |",
                "soon | Thu, 26 Nov 2026 20:00:00 GMT |"
            })
    void when_to_ask_again_is_said_in_seconds_or_as_a_date(
            String retryAfter, @Nullable String date, @Nullable Long millis) {
        Map<String, String> headers = new HashMap<>(Map.of("retry-after", retryAfter));
        if (date != null) {
            headers.put("date", date);
        }

        assertThat(Asker.retryAfterMillis(headers))
                .isEqualTo(millis == null ? OptionalLong.empty() : OptionalLong.of(millis));
    }

    private static Asker.Question question(ServerSocket server, Map<String, String> headers) {
        return new Asker.Question("GET", uri(server), headers, new byte[0]);
    }

    private static URI uri(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    /** A head, three of ten bytes, and then nothing, for as long as the other side waits. */
    private static void sendHalf(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {
                // its request, then its end
            }
        } catch (IOException e) {
            // it has left
        }
    }
}
