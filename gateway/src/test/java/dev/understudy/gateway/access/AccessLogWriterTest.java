package dev.understudy.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.config.AccessLog;
import dev.understudy.gateway.observe.Deliveries;
import dev.understudy.gateway.observe.ExchangeView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Deliveries lines = Deliveries.ofLines(registry);

    @Test
    void a_line_says_who_asked_what_and_what_came_of_it() throws Exception {
        Path file = directory.resolve("access.log");
        try (AccessLogWriter log = AccessLogWriter.open(new AccessLog(file.toString(), 10), lines)) {
            log.accept(view("/search?q=tents&api_key=hush", "curl/8"));
        }

        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"time\":\"2026-11-26T00:00:00.001Z\",\"id\":\"01K\",\"client\":\"10.0.0.7\","
                                + "\"protocol\":\"HTTP/1.1\",\"method\":\"POST\",\"path\":\"/search\","
                                + "\"query\":\"q=tents&api_key=REDACTED\",\"route\":\"search\",\"status\":200,\"outcome\":\"ok\","
                                + "\"assigned\":\"v1\",\"served\":\"v1\",\"bytesIn\":12,\"bytesOut\":34,\"durationMs\":5.678,"
                                + "\"ownMs\":0.042,\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"userAgent\":\"curl/8\"}\n");
        assertThat(lines("written")).isEqualTo(1);
    }

    @Test
    void nothing_a_client_sends_breaks_the_line_or_reaches_a_terminal_raw() throws Exception {
        Path file = directory.resolve("access.log");
        String hostile = "a\r\n{\"forged\":1}\u001b[2J\u007f\u0085\u2028\"\\é";
        try (AccessLogWriter log = AccessLogWriter.open(new AccessLog(file.toString(), 10), lines)) {
            log.accept(view("/" + hostile, hostile));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).matches("[\\x20-\\x7e]+");
        JsonNode line = JSON.readTree(lines.get(0));
        assertThat(line.path("userAgent").textValue()).isEqualTo(hostile);
        assertThat(line.has("forged")).isFalse();
    }

    @Test
    void what_is_endless_is_cut() throws Exception {
        Path file = directory.resolve("access.log");
        try (AccessLogWriter log = AccessLogWriter.open(new AccessLog(file.toString(), 10), lines)) {
            log.accept(view("/" + "x".repeat(100_000) + "?" + "y".repeat(100_000), "z".repeat(100_000)));
        }

        assertThat(Files.size(file)).isLessThan(8000);
    }

    @Test
    void a_file_that_was_renamed_is_left_alone_and_a_new_one_begun() throws Exception {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        try (AccessLogWriter log = AccessLogWriter.open(new AccessLog(file.toString(), 10), lines)) {
            log.accept(view("/before", "a"));
            await().atMost(Duration.ofSeconds(30)).until(() -> lines("written") == 1);
            Files.move(file, rotated);
            log.accept(view("/after", "a"));
        }

        assertThat(Files.readString(rotated)).contains("/before").doesNotContain("/after");
        assertThat(Files.readString(file)).contains("/after").doesNotContain("/before");
    }

    @Test
    void lines_that_cannot_be_written_are_counted_and_later_ones_are_written_again() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Path file = inner.resolve("access.log");
        try (AccessLogWriter log = AccessLogWriter.open(new AccessLog(file.toString(), 10), lines)) {
            Files.delete(file);
            Files.delete(inner);
            log.accept(view("/lost", "a"));
            await().atMost(Duration.ofSeconds(30)).until(() -> lines("failed") == 1);
            Files.createDirectory(inner);
            log.accept(view("/kept", "a"));
        }

        assertThat(Files.readString(file)).contains("/kept").doesNotContain("/lost");
    }

    @Test
    void a_path_that_cannot_be_a_file_is_refused_by_its_key() throws IOException {
        assertThatThrownBy(() -> AccessLogWriter.open(new AccessLog(directory.toString(), 10), lines))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("accessLog.path: " + directory + " cannot be written")
                .hasMessageContaining("(expected: ");
    }

    private static ExchangeView view(String target, String userAgent) {
        return new ExchangeView(
                "01K",
                1_795_651_200_001L,
                5_678_000,
                42_500,
                "10.0.0.7",
                "http",
                "HTTP/1.1",
                "POST",
                target,
                userAgent,
                "search",
                200,
                12,
                34,
                "v1",
                "v1",
                null,
                new ExchangeView.TraceView("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", null, ""),
                List.of());
    }

    private double lines(String result) {
        return registry.get("understudy.access.log.lines")
                .tag("result", result)
                .functionCounter()
                .count();
    }
}
