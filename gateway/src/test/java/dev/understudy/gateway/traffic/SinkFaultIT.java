package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.log.Revisions;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When pairs cannot be kept, traffic goes on, the loss is counted, and what can be mended mends itself. */
@ExtendWith(LeakGuard.class)
class SinkFaultIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: all
                match: {path: {prefix: /}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url());

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_data_directory_that_is_removed_costs_records_and_no_traffic() throws Exception {
        try (RunningGateway gateway = RunningGateway.in(directory, YAML)) {
            ask(gateway);
            gateway.pairs(1);

            becomesFile(gateway.dataDirectory());
            await().atMost(Deadline.PATIENCE).until(() -> {
                ask(gateway);
                return lost(gateway) > 0;
            });

            Files.delete(gateway.dataDirectory());
            await().atMost(Deadline.PATIENCE).until(() -> {
                ask(gateway);
                return Files.isDirectory(gateway.dataDirectory())
                        && !gateway.pairs().isEmpty();
            });
            assertThat(gateway.admin("/healthz").statusCode()).isEqualTo(200);
            await("the settings that its new pairs are compared by")
                    .atMost(Deadline.PATIENCE)
                    .until(() -> Revisions.list(gateway.dataDirectory()).size() == 1);
        }
    }

    @Test
    void settings_stand_beside_the_pairs_also_when_the_file_names_another_directory() throws Exception {
        try (RunningGateway gateway = RunningGateway.in(directory, YAML)) {
            gateway.reload(YAML + "sink: {path: \"" + directory.resolve("later") + "\"}\n");
            ask(gateway);
            Pair pair = gateway.pairs(1).get(0);

            assertThat(Revisions.list(gateway.dataDirectory())).contains(pair.revision());
            assertThat(directory.resolve("later")).doesNotExist();
        }
    }

    @Test
    void a_data_directory_that_cannot_be_one_is_refused_at_the_start_by_its_key() throws Exception {
        Files.createFile(directory.resolve("data"));

        assertThatThrownBy(() -> RunningGateway.in(directory, YAML))
                .cause()
                .hasMessageContaining("sink.path: " + directory.resolve("data") + " cannot be used")
                .hasMessageContaining("(expected: a directory that this user may write)");
    }

    private static void ask(RunningGateway gateway) throws IOException {
        assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("legacy");
    }

    /** Dropped before the queue because the sink is down, or lost behind it. */
    private static double lost(RunningGateway gateway) {
        return gateway.metric("understudy_records_total", "result=\"sink_down\"")
                + gateway.metric("understudy_records_total", "result=\"queue_full\"")
                + gateway.metric("understudy_sink_lost_total");
    }

    /** The directory is gone all at once and a file in its place, however fast somebody makes a new one. */
    private void becomesFile(Path data) throws IOException {
        for (int turn = 0; !Files.isRegularFile(data); turn++) {
            Path aside = directory.resolve("removed-" + turn);
            try {
                Files.move(data, aside);
                deleteAll(aside);
                Files.createFile(data);
            } catch (FileAlreadyExistsException | NoSuchFileException madeAnew) {
                // once more
            }
        }
    }

    private static void deleteAll(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
