package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.GatewayProcess;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Pair;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the process and what it leaves behind. */
class ProcessIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: all
                match: {path: {prefix: /}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {timeout: 30s}}
            """.formatted(LEGACY.url(), CANDIDATE.url());

    @TempDir
    private Path directory;

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering("legacy"));
        CANDIDATE.becomes(Behaviour.answering("candidate"));
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_kill_loses_nothing_that_was_flushed_and_the_log_reads_clean() throws Exception {
        List<String> ids = new ArrayList<>();
        try (GatewayProcess gateway = GatewayProcess.in(directory, YAML)) {
            try (RawClient client = RawClient.connect(gateway.port())) {
                for (int i = 0; i < 200; i++) {
                    ids.add(client.send(RawClient.request("POST", "/", "request " + i))
                            .read()
                            .id());
                }
                await("flushed, as another process sees it")
                        .atMost(Deadline.PATIENCE)
                        .until(() -> RunningGateway.pairsIn(directory.resolve("data")).stream()
                                .map(Pair::id)
                                .toList()
                                .containsAll(ids));
                client.send(RawClient.request("POST", "/", "the last"));
            }
            gateway.kill();
        }

        assertThat(RunningGateway.pairsIn(directory.resolve("data")))
                .extracting(Pair::id)
                .doesNotHaveDuplicates()
                .containsAll(ids);

        try (GatewayProcess again = GatewayProcess.in(directory, YAML)) {
            String id = RawClient.get(again.port(), "/").id();
            await().atMost(Deadline.PATIENCE)
                    .until(() -> RunningGateway.pairsIn(directory.resolve("data")).stream()
                            .anyMatch(pair -> pair.id().equals(id)));
            assertThat(RunningGateway.pairsIn(directory.resolve("data")))
                    .extracting(Pair::id)
                    .doesNotHaveDuplicates()
                    .containsAll(ids);
        }
    }

    @Test
    void a_termination_lets_requests_under_way_finish_and_keeps_their_records() throws Exception {
        Gate gate = new Gate();
        LEGACY.becomes(Behaviour.slow(gate, Behaviour.answering("finished")));
        String id;
        try (GatewayProcess gateway = GatewayProcess.in(directory, YAML);
                RawClient waiting = RawClient.connect(gateway.port());
                RawClient idle = RawClient.connect(gateway.port())) {
            waiting.send(RawClient.request("POST", "/", "x"));
            LEGACY.request(1);

            gateway.signal("TERM");

            assertThat(idle.closedSilently()).isTrue();
            await().atMost(Deadline.PATIENCE).until(() -> refuses(gateway.port()));
            assertThat(gateway.isAlive()).isTrue();
            gate.open();
            RawResponse response = waiting.read();
            id = response.id();
            assertThat(response.body()).isEqualTo("finished");
            assertThat(response.header("connection")).contains("close");
            assertThat(gateway.awaitExit()).isIn(0, 143);
        }
        assertThat(RunningGateway.pairsIn(directory.resolve("data")))
                .extracting(Pair::id)
                .containsExactly(id);
    }

    @Test
    void a_hang_up_reads_the_file_anew() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.in(directory, YAML)) {
            Files.writeString(
                    gateway.configFile(), Files.readString(gateway.configFile()).replace("prefix: /", "exact: /only"));
            gateway.signal("HUP");

            await().atMost(Deadline.PATIENCE)
                    .until(() -> RawClient.get(gateway.port(), "/").status() == 404);
            assertThat(RawClient.get(gateway.port(), "/only").status()).isEqualTo(200);
        }
    }

    @Test
    void a_bad_file_at_the_start_is_refused_with_everything_that_is_wrong() throws Exception {
        Process process = GatewayProcess.launch(directory, """
                models:
                  legacy: {url: "http://127.0.0.1:1", timeuot: 1s}
                routes:
                  - {name: all, match: {path: {prefix: /}}, model: legasy}
                """);

        assertThat(exit(process)).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("err.txt")))
                .contains("timeuot")
                .contains("legasy")
                .contains("understudy.yaml:")
                .doesNotContain("\tat ");
    }

    @Test
    void an_admin_listener_beyond_loopback_without_a_token_is_refused() throws Exception {
        Process process = GatewayProcess.launch(directory, "admin: {http: \"0.0.0.0:0\"}\n" + YAML);

        assertThat(exit(process)).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("err.txt")))
                .contains("admin")
                .contains("auth");
    }

    @Test
    void a_port_that_is_taken_is_said_in_one_line() throws Exception {
        Process process =
                GatewayProcess.launch(directory, "listen: {http: \"127.0.0.1:" + LEGACY.port() + "\"}\n" + YAML);

        assertThat(exit(process)).isNotZero();
        assertThat(Files.readString(directory.resolve("err.txt")))
                .contains(Integer.toString(LEGACY.port()))
                .doesNotContain("\tat ");
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static boolean refuses(int port) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            return client.closedSilently();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
