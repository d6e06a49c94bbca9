package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One line for each exchange, however it ended, and nothing in it that must not be. */
@ExtendWith(LeakGuard.class)
class AccessLogIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: shadowed
                match: {path: {prefix: /shadowed}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
              - {name: gone, match: {path: {prefix: /gone}}, model: candidate}
            accessLog: {path: "%s"}
            """;

    @TempDir
    Path directory;

    private final FakeModel legacy = FakeModel.that(Behaviour.answering("answer"));

    @AfterEach
    void close() {
        legacy.close();
    }

    @Test
    void answered_failed_and_refused_requests_have_a_line_each() throws Exception {
        try (RunningGateway gateway = start()) {
            RawResponse good = RawClient.post(
                    gateway.port(),
                    "/shadowed?token=hush&q=1",
                    "question",
                    "authorization: Bearer hush",
                    "user-agent: t/1",
                    "cookie: hush");
            RawResponse failed = RawClient.get(gateway.port(), "/gone");
            RawResponse unknown = RawClient.get(gateway.port(), "/nowhere");
            RawResponse malformed = RawClient.exchange(gateway.port(), "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

            List<JsonNode> lines = lines(4);
            assertThat(lines)
                    .extracting(line -> line.path("status").asInt())
                    .containsExactlyInAnyOrder(200, 502, 404, 400);
            assertThat(lines)
                    .extracting(line -> line.path("outcome").textValue())
                    .containsExactlyInAnyOrder("ok", "connect", "noRoute", "malformedRequest");
            assertThat(lines).extracting(line -> line.path("id").textValue()).contains(good.id(), failed.id());
            JsonNode line = lines.stream()
                    .filter(one -> one.path("id").textValue().equals(good.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(line.path("route").textValue()).isEqualTo("shadowed");
            assertThat(line.path("query").textValue()).isEqualTo("token=REDACTED&q=1");
            assertThat(line.path("served").textValue()).isEqualTo("legacy");
            assertThat(line.path("client").textValue()).isEqualTo("127.0.0.1");
            assertThat(line.path("protocol").textValue()).isEqualTo("HTTP/1.1");
            assertThat(line.path("bytesIn").asInt()).isEqualTo(8);
            assertThat(line.path("bytesOut").asInt()).isEqualTo(6);
            assertThat(line.path("userAgent").textValue()).isEqualTo("t/1");
            assertThat(line.path("ownMs").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(line.path("durationMs").asDouble());
            assertThat(Files.readString(log())).doesNotContain("hush").doesNotContain("question");
            assertThat(List.of(unknown.status(), malformed.status())).containsExactly(404, 400);
        }
    }

    @Test
    void a_client_that_left_has_a_line_as_well() throws Exception {
        legacy.becomes(Behaviour.hanging());
        try (RunningGateway gateway = start()) {
            RawClient client = RawClient.connect(gateway.port()).send(RawClient.request("GET", "/shadowed", ""));
            legacy.request(1);
            client.reset();

            JsonNode line = lines(1).get(0);
            assertThat(line.path("status").asInt()).isEqualTo(499);
            assertThat(line.path("outcome").textValue()).isEqualTo("client");
        }
    }

    private RunningGateway start() {
        return RunningGateway.with(YAML.formatted(legacy.url(), FakeModel.refusing(), log()));
    }

    private Path log() {
        return directory.resolve("access.log");
    }

    private List<JsonNode> lines(int count) throws IOException {
        await().atMost(Deadline.PATIENCE).until(() -> Files.readAllLines(log()).size() >= count);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log())) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(count);
        return lines;
    }
}
