package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets every single call to the file system fail, one run after the other, and looks at what readers then find. */
class LogFaultsTest {
    private static final Clock CLOCK = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
    private static final int PAIRS = 12;
    private static final int BATCH = 3;
    private static final int ROUNDS_MAX = 40;

    @TempDir
    Path directory;

    @Test
    void after_one_failed_call_anywhere_every_pair_is_there_once() throws Exception {
        failAtEveryCall(1);
    }

    @Test
    void after_two_failed_calls_in_a_row_anywhere_every_pair_is_there_once() throws Exception {
        failAtEveryCall(2);
    }

    @Test
    void after_a_disk_that_was_full_for_a_while_every_pair_is_there_once() throws Exception {
        failAtEveryCall(25);
    }

    @Test
    void after_dying_at_any_call_what_was_written_is_there_once_and_the_log_reads_clean() throws Exception {
        int call = 1;
        boolean died;
        do {
            Path data = directory.resolve("died-" + call);
            FaultyStorage storage = new FaultyStorage(call, Integer.MAX_VALUE);
            Life life = new Life("p", data, storage);
            life.live(PAIRS);
            died = storage.hasFailed();
            storage.die();

            if (data.toFile().exists()) {
                assertThat(read(data, true)).as("call %s", call).containsAll(life.written);
            }
            Life next = new Life("q", data, new FaultyStorage(Integer.MAX_VALUE, 0));
            next.live(BATCH);
            next.end();

            assertThat(next.written).hasSize(BATCH);
            assertThat(read(data, false))
                    .as("call %s", call)
                    .containsAll(life.written)
                    .containsAll(next.written);
            assertThat(Samples.files(data.resolve("pairs")))
                    .filteredOn(name -> name.endsWith(".jsonl"))
                    .hasSizeLessThanOrEqualTo(1);
            call++;
        } while (died);
        assertThat(call).isGreaterThan(PAIRS);
    }

    @Test
    void a_segment_that_cannot_be_compressed_leaves_nothing_of_it_on_a_full_disk() throws Exception {
        boolean failed;
        int call = 1;
        do {
            Path data = directory.resolve("full-" + call);
            Path plain = data.resolve("pairs/gw-1-20261122T120000-000001.jsonl");
            Files.createDirectories(plain.getParent());
            Files.write(plain, "{}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
            FaultyStorage storage = new FaultyStorage(call++, 1);
            Archive archive = new Archive(storage, data, "gw-1", CLOCK, Duration.ofDays(1), Long.MAX_VALUE);
            try {
                archive.seal(plain);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left on device");
            }
            failed = storage.hasFailed();
            storage.die();

            assertThat(Samples.files(data.resolve("pairs")))
                    .hasSizeBetween(1, 2)
                    .allMatch(name -> name.endsWith(".jsonl") || name.endsWith(".jsonl.zst"));
        } while (failed);
        assertThat(call).isGreaterThan(8);
    }

    private void failAtEveryCall(int failures) throws Exception {
        int call = 1;
        boolean failed;
        do {
            Path data = directory.resolve(failures + "-" + call);
            FaultyStorage storage = new FaultyStorage(call, failures);
            Life life = new Life("p", data, storage);
            life.live(PAIRS);
            life.end();
            failed = storage.hasFailed();
            storage.die();

            assertThat(life.written).as("call %s", call).hasSize(PAIRS);
            assertThat(read(data, false)).as("call %s", call).containsExactlyElementsOf(life.written);
            call++;
        } while (failed);
        assertThat(call).isGreaterThan(PAIRS);
    }

    /** Fails when a pair is there twice, or a line is not one. */
    private static List<String> read(Path data, boolean mayBeTorn) throws IOException {
        List<String> ids = new ArrayList<>();
        Reading reading = PairLog.at(data).forEach(PairFilter.ALL, pair -> ids.add(pair.id()));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.duplicates()).isZero();
        assertThat(reading.torn()).isLessThanOrEqualTo(mayBeTorn ? 1 : 0);
        return ids;
    }

    /** One process within one second, all of it on this thread: writes, tries again what failed, and seals what is complete. */
    private static final class Life implements LogEvents {
        final List<String> written = new ArrayList<>();
        private final String prefix;
        private final List<String> added = new ArrayList<>();
        private final List<Path> complete = new ArrayList<>();
        private final Archive archive;
        private final LogWriter writer;

        Life(String prefix, Path data, Storage storage) {
            this.prefix = prefix;
            Sink settings = Samples.settings(data, 1500, Sink.Queue.DEFAULT);
            archive = new Archive(storage, data, "gw-1", CLOCK, Duration.ofDays(1), Long.MAX_VALUE);
            writer = new LogWriter(storage, settings, "gw-1", CLOCK, archive, this);
        }

        void live(int pairs) {
            for (int round = 0; round < ROUNDS_MAX; round++) {
                for (int more = 0; more < BATCH && added.size() < pairs; more++) {
                    String id = prefix + added.size();
                    assertThat(writer.add(Samples.pair(id), 1)).isTrue();
                    added.add(id);
                }
                attempt();
            }
        }

        void end() throws IOException {
            writer.close();
            writer.releaseLock();
        }

        private void attempt() {
            try {
                writer.open();
                writer.flush();
                for (Path segment : List.copyOf(complete)) {
                    archive.seal(segment);
                    complete.remove(segment);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left on device");
            }
        }

        @Override
        public void complete(Path segment) {
            complete.add(segment);
        }

        @Override
        public void removed(long records) {
            throw new AssertionError("nobody removed " + records);
        }

        @Override
        public void written(int records, long weight) {
            assertThat(weight).isEqualTo(records);
            written.addAll(added.subList(written.size(), written.size() + records));
        }
    }
}
