package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.understudy.config.Sink;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.PairCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    Path data;

    @Test
    void everything_offered_is_in_the_log_after_close() throws Exception {
        try (FileSink sink = FileSink.open(Samples.settings(data), "gw-1")) {
            for (int id = 0; id < 100; id++) {
                assertThat(sink.offer(Samples.pair("p" + id))).isEmpty();
            }
            assertThat(sink.offer(Samples.feedback("p1", "e1"))).isTrue();
            sink.offer(Samples.pulse("search", 7));
        }

        assertThat(Samples.ids(data)).hasSize(100).startsWith("p0").endsWith("p99");
        assertThat(Samples.lines(data.resolve("feedback"))).hasSize(1);
        assertThat(Samples.lines(data.resolve("pulses"))).hasSize(1);
    }

    @Test
    void a_log_that_never_opened_and_holds_nothing_is_closed_without_trying_on() throws Exception {
        Path noDirectory = Files.createFile(data.resolve("file"));
        FileSink sink = FileSink.open(Samples.settings(noDirectory), "gw-1");

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> sink.close(Duration.ofHours(1)));
    }

    @Test
    void what_was_offered_is_on_its_way_to_the_disk_without_anything_else_happening() {
        try (FileSink sink = FileSink.open(Samples.settings(data), "gw-1")) {
            sink.offer(Samples.pair("a"));
            await().untilAsserted(() -> assertThat(Samples.ids(data)).containsExactly("a"));

            sink.offer(Samples.pair("b"));
            await().untilAsserted(() -> assertThat(Samples.ids(data)).containsExactly("a", "b"));
            await().untilAsserted(() -> assertThat(sink.status().queuedBytes()).isZero());
            await().untilAsserted(() -> assertThat(sink.status().written()).isEqualTo(2));
        }
    }

    @Test
    void many_threads_lose_and_double_nothing() throws Exception {
        Set<String> taken = ConcurrentHashMap.newKeySet();
        try (FileSink sink = FileSink.open(Samples.settings(data, 20_000, new Sink.Queue(64, 1 << 20)), "gw-1")) {
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String prefix = thread + "-";
                threads.add(new Thread(() -> offerAll(sink, prefix, taken)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        assertThat(Samples.ids(data)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void a_full_segment_is_compressed_and_the_plain_one_goes() throws Exception {
        try (FileSink sink = FileSink.open(Samples.settings(data, 1000, Sink.Queue.DEFAULT), "gw-1")) {
            for (int id = 0; id < 5; id++) {
                offerAndAwait(sink, "p" + id);
            }
            await().untilAsserted(() -> assertThat(Samples.files(data.resolve("pairs")))
                    .isNotEmpty()
                    .allMatch(name -> name.matches("gw-1-\\d{8}T\\d{6}-\\d{6}\\.jsonl(\\.zst)?"))
                    .filteredOn(name -> name.endsWith(".zst"))
                    .hasSizeGreaterThanOrEqualTo(2));
        }

        assertThat(Samples.ids(data)).containsExactly("p0", "p1", "p2", "p3", "p4");
    }

    @Test
    void files_are_for_the_owner_alone() throws Exception {
        Path fresh = data.resolve("not/there/yet");
        try (FileSink sink = FileSink.open(Samples.settings(fresh), "gw-1")) {
            offerAndAwait(fresh, sink, "p");
        }

        try (Stream<Path> files = Files.walk(fresh)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void a_queue_that_is_full_refuses_and_holds_no_more_than_it_may() {
        RecordQueue queue = new RecordQueue(new Sink.Queue(3, 1 << 20));

        assertThat(Stream.of("a", "b", "c", "d").filter(id -> queue.offer(Samples.pair(id))))
                .containsExactly("a", "b", "c");
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void a_queue_counts_bytes_until_they_are_released() {
        RecordQueue queue = new RecordQueue(new Sink.Queue(100, 10_000));
        long weight = RecordQueue.weight(Samples.pair("a", "search", Samples.NOON, 3_000));

        assertThat(queue.offer(Samples.pair("a", "search", Samples.NOON, 3_000)))
                .isTrue();
        queue.poll();
        assertThat(queue.offer(Samples.pair("b", "search", Samples.NOON, 3_000)))
                .isFalse();
        queue.release(weight);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.offer(Samples.pair("b", "search", Samples.NOON, 3_000)))
                .isTrue();
    }

    @Test
    void a_directory_that_cannot_be_used_refuses_records_until_it_can() throws Exception {
        Path blocked = Files.writeString(data.resolve("file"), "in the way");
        try (FileSink sink = FileSink.open(Samples.settings(blocked), "gw-1")) {
            assertThat(sink.status().state()).isEqualTo(SinkStatus.State.DOWN);
            assertThat(sink.status().reason()).contains("file");
            assertThat(sink.offer(Samples.pair("a"))).contains(DropCause.SINK_DOWN);
            assertThat(sink.offer(Samples.feedback("a", "e"))).isFalse();
            sink.offer(Samples.pulse("search", 3));
            sink.offer(Samples.pulse("search", 4));

            Files.delete(blocked);
            await().untilAsserted(() -> assertThat(sink.status().state()).isEqualTo(SinkStatus.State.UP));
            assertThat(sink.offer(Samples.pair("b"))).isEmpty();
        }

        assertThat(Samples.ids(blocked)).containsExactly("b");
        assertThat(Samples.lines(blocked.resolve("pulses")))
                .singleElement()
                .asString()
                .contains("\"eligible\":7");
    }

    @Test
    void a_directory_that_is_removed_comes_back_and_what_was_in_it_is_counted() throws Exception {
        try (FileSink sink = FileSink.open(Samples.settings(data.resolve("log")), "gw-1")) {
            offerAndAwait(data.resolve("log"), sink, "gone");
            // All at once: the sink makes a new one as soon as it misses its own.
            removeAll(Files.move(data.resolve("log"), data.resolve("removed")));

            offerAndAwait(data.resolve("log"), sink, "here");

            assertThat(sink.status().lost()).containsEntry(Loss.SEGMENT_REMOVED, 1L);
            assertThat(sink.status().state()).isEqualTo(SinkStatus.State.UP);
        }
        assertThat(Samples.ids(data.resolve("log"))).containsExactly("here");
    }

    @Test
    void a_second_process_of_the_same_name_waits_for_the_first() throws Exception {
        FileSink first = FileSink.open(Samples.settings(data), "gw-1");
        try (FileSink second = FileSink.open(Samples.settings(data), "gw-1")) {
            assertThat(second.status().reason()).contains("instance gw-1");
            first.close();
            await().untilAsserted(() -> assertThat(second.status().state()).isEqualTo(SinkStatus.State.UP));
        }
    }

    @Test
    void another_live_instance_keeps_its_segment_and_a_dead_one_has_it_sealed() throws Exception {
        try (FileSink live = FileSink.open(Samples.settings(data), "live")) {
            offerAndAwait(live, "of-the-living");
            Path torn = data.resolve("pairs/dead-20260101T000000-000001.jsonl");
            Files.write(torn, line("of-the-dead"));
            String half = "{\"schemaVersion\":1,\"id\":\"half" + "x".repeat(200_000);
            Files.writeString(torn, half, StandardOpenOption.APPEND);

            try (FileSink sink = FileSink.open(Samples.settings(data), "gw-1")) {
                await().untilAsserted(() -> assertThat(sink.status().torn()).isEqualTo(1));
                await().untilAsserted(() -> assertThat(torn).doesNotExist());
            }
            assertThat(Samples.files(data.resolve("pairs")))
                    .anyMatch(name -> name.startsWith("live-") && name.endsWith(".jsonl"))
                    .contains("dead-20260101T000000-000001.jsonl.zst");
        }
        assertThat(Samples.ids(data)).containsExactly("of-the-dead", "of-the-living");
    }

    @Test
    void its_own_segments_of_an_earlier_life_are_sealed() throws Exception {
        try (FileSink sink = FileSink.open(Samples.settings(data), "gw-1")) {
            offerAndAwait(sink, "first");
        }
        try (FileSink sink = FileSink.open(Samples.settings(data), "gw-1")) {
            await().untilAsserted(() ->
                    assertThat(Samples.files(data.resolve("pairs"))).allMatch(name -> name.endsWith(".jsonl.zst")));
            offerAndAwait(sink, "second");
        }
        assertThat(Samples.ids(data)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void a_segment_that_is_old_is_sealed_however_small() throws Exception {
        Sink hasty =
                new Sink(data, Duration.ofDays(1), Long.MAX_VALUE, 1 << 20, Duration.ofMillis(1), Sink.Queue.DEFAULT);
        try (FileSink sink = FileSink.open(hasty, "gw-1")) {
            sink.offer(Samples.pair("a"));
            await().untilAsserted(() -> assertThat(Samples.files(data.resolve("pairs")))
                    .singleElement()
                    .asString()
                    .endsWith(".jsonl.zst"));
        }
    }

    @Test
    void segments_beyond_age_and_size_are_deleted_the_oldest_first() throws Exception {
        Clock clock = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
        Path old = sealed("gw-1-20260101T000000-000001", Samples.NOON.minus(Duration.ofDays(8)));
        Path first = sealed("gw-1-20261121T000000-000001", Samples.NOON.minus(Duration.ofDays(1)));
        Path second = sealed("gw-0-20261121T000001-000001", Samples.NOON.minus(Duration.ofDays(1)));
        Path third = sealed("gw-1-20261121T000002-000001", Samples.NOON.minus(Duration.ofDays(1)));
        Archive archive = new Archive(new DiskStorage(), data, "gw-1", clock, Duration.ofDays(7), 250);

        archive.retain();

        assertThat(List.of(old, first)).allSatisfy(path -> assertThat(path).doesNotExist());
        assertThat(List.of(second, third)).allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void a_segment_that_another_process_deletes_meanwhile_keeps_nobody_from_deleting_the_others() throws Exception {
        Clock clock = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
        Path old = sealed("gw-1-20260101T000000-000001", Samples.NOON.minus(Duration.ofDays(8)));
        Path young = sealed("gw-1-20261121T000000-000001", Samples.NOON.minus(Duration.ofDays(1)));
        // In the listing, and gone when it is looked at.
        Files.createSymbolicLink(
                data.resolve("pairs/gw-0-20260101T000000-000001.jsonl.zst"), data.resolve("pairs/deleted"));
        Archive archive = new Archive(new DiskStorage(), data, "gw-1", clock, Duration.ofDays(7), 250);

        archive.retain();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void an_instance_name_that_makes_no_file_name_is_refused() {
        assertThatThrownBy(() -> new SegmentName("../x", Instant.EPOCH, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../x");
    }

    private Path sealed(String base, Instant modified) throws IOException {
        Files.createDirectories(data.resolve("pairs"));
        Path file = Files.write(data.resolve("pairs").resolve(base + ".jsonl.zst"), new byte[100]);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private void offerAndAwait(FileSink sink, String id) {
        offerAndAwait(data, sink, id);
    }

    private static void offerAndAwait(Path data, FileSink sink, String id) {
        assertThat(sink.offer(Samples.pair(id))).isEmpty();
        await().untilAsserted(() -> assertThat(Samples.ids(data)).contains(id));
    }

    private static void offerAll(FileSink sink, String prefix, Set<String> taken) {
        for (int id = 0; id < 2_000; id++) {
            if (sink.offer(Samples.pair(prefix + id)).isEmpty()) {
                taken.add(prefix + id);
            }
        }
    }

    private static byte[] line(String id) {
        return (new String(PairCodec.encode(Samples.pair(id)), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void removeAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
