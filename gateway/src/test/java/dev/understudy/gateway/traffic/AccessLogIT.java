package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void a_reload_moves_the_log_to_another_file_and_loses_no_line() throws Exception {
        Path second = directory.resolve("second.log");
        try (RunningGateway gateway = start()) {
            AtomicBoolean done = new AtomicBoolean();
            Set<String> ids = ConcurrentHashMap.newKeySet();
            Set<String> wrong = ConcurrentHashMap.newKeySet();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread client = new Thread(() -> ask(gateway, done, ids, wrong), "access-log-client-" + i);
                client.start();
                clients.add(client);
            }
            for (Path path : List.of(second, log(), second)) {
                int before = ids.size();
                gateway.reload(yaml(path));
                await().atMost(Deadline.PATIENCE).until(() -> ids.size() > before);
            }
            done.set(true);
            for (Thread client : clients) {
                client.join();
            }

            assertThat(wrong).isEmpty();
            await("all lines, the last one whole")
                    .atMost(Deadline.PATIENCE)
                    .ignoreExceptionsInstanceOf(JsonProcessingException.class)
                    .until(() -> idsIn(log(), second).size() == ids.size());
            assertThat(idsIn(log(), second)).hasSameElementsAs(ids);
            assertThat(idsIn(second)).isNotEmpty();
            await("a count that goes on, whoever writes")
                    .atMost(Deadline.PATIENCE)
                    .until(() ->
                            gateway.metric("understudy_access_log_lines_total", "result=\"written\"") == ids.size());
            assertThat(gateway.metric("understudy_access_log_lines_total", "result=\"dropped\""))
                    .isZero();
            assertThat(gateway.adminJson("/api/v1/config/status").path("restartNeeded"))
                    .isEmpty();
        }
    }

    @Test
    void a_reload_ends_the_log_and_begins_it_again() throws Exception {
        try (RunningGateway gateway = start()) {
            RawClient.get(gateway.port(), "/nowhere");
            gateway.reload(yaml(log()).replaceAll("accessLog.*", ""));
            RawClient.get(gateway.port(), "/nowhere");
            assertThat(lines(1)).hasSize(1);

            gateway.reload(yaml(log()));
            RawClient.get(gateway.port(), "/nowhere");
            assertThat(lines(2)).hasSize(2);
        }
    }

    @Test
    void a_reload_to_a_file_that_cannot_be_opened_is_refused_and_the_former_one_goes_on() throws Exception {
        try (RunningGateway gateway = start()) {
            gateway.reloadInVain(yaml(directory));
            RawClient.get(gateway.port(), "/nowhere");

            assertThat(lines(1)).hasSize(1);
            assertThat(gateway.adminJson("/api/v1/config/status")
                            .at("/lastError/problems/0")
                            .toString())
                    .contains("accessLog.path: " + directory + " cannot be written");
        }
    }

    private static void ask(RunningGateway gateway, AtomicBoolean done, Set<String> ids, Set<String> wrong) {
        try (RawClient client = RawClient.connect(gateway.port())) {
            while (!done.get()) {
                RawResponse response =
                        client.send(RawClient.request("POST", "/shadowed", "x")).read();
                if (response.status() == 200) {
                    ids.add(response.id());
                } else {
                    wrong.add(response.toString());
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    private static List<String> idsIn(Path... files) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                ids.add(JSON.readTree(line).path("id").textValue());
            }
        }
        return ids;
    }

    private String yaml(Path log) {
        return YAML.formatted(legacy.url(), FakeModel.refusing(), log);
    }

    private RunningGateway start() {
        return RunningGateway.with(yaml(log()));
    }

    private Path log() {
        return directory.resolve("access.log");
    }

    private List<JsonNode> lines(int count) throws IOException {
        await().atMost(Deadline.PATIENCE)
                .until(() -> Files.exists(log())
                        && Files.readString(log())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()
                                >= count);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log())) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(count);
        return lines;
    }
}
