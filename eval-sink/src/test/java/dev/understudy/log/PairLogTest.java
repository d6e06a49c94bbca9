package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import dev.understudy.config.Sha256;
import dev.understudy.config.Sink;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.FeedbackCodec;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairLogTest {
    private static final String FIRST = "gw-2-20260101T000000-000001";
    private static final String SECOND = "gw-1-20260102T000000-000001";

    @TempDir
    Path data;

    @BeforeEach
    void directories() throws IOException {
        Files.createDirectories(data.resolve("pairs"));
        Files.createDirectories(data.resolve("feedback"));
    }

    @Test
    void segments_are_read_by_their_start_whatever_they_are() throws Exception {
        plain(SECOND, "c", "d");
        sealed(FIRST, "a", "b");

        assertThat(read()).containsExactly("a", "b", "c", "d");
        assertThat(PairLog.at(data).segments())
                .extracting(PairLog.Segment::name, PairLog.Segment::sealed, PairLog.Segment::total)
                .containsExactly(
                        Assertions.tuple(FIRST + ".jsonl.zst", true, 2L),
                        Assertions.tuple(SECOND + ".jsonl", false, 2L));
    }

    @Test
    void the_newest_come_first_and_no_more_than_wanted() throws Exception {
        sealed(FIRST, "a", "b");
        plain(SECOND, "c", "d");

        assertThat(newest(10, Long.MAX_VALUE)).containsExactly("d", "c", "b", "a");
        assertThat(newest(3, Long.MAX_VALUE)).containsExactly("d", "c", "b");
        assertThat(newest(2, Long.MAX_VALUE)).containsExactly("d", "c");
        assertThat(newest(10, 1)).as("a single line may be longer").containsExactly("d");
    }

    @Test
    void one_pair_is_found_wherever_it_is() throws Exception {
        sealed(FIRST, "a", "b");
        plain(SECOND, "c", "d");

        for (String id : List.of("a", "b", "c", "d")) {
            byte[] line = PairLog.at(data).find(id, null).orElseThrow();
            assertThat(PairCodec.decode(line).id()).isEqualTo(id);
        }
        assertThat(PairLog.at(data).find("e", null)).isEmpty();
        assertThat(PairLog.at(data).find("a", Instant.now().plusSeconds(3600)))
                .as("in a segment that was sealed before")
                .isEmpty();
    }

    @Test
    void a_search_reads_so_many_segments_and_no_more() throws Exception {
        for (int day = 1; day <= 17; day++) {
            plain("gw-1-202601%02dT000000-000001".formatted(day), "p" + day);
        }

        assertThat(newest(100, Long.MAX_VALUE)).hasSize(16).startsWith("p17").doesNotContain("p1");
        assertThat(PairLog.at(data).find("p2", null)).isPresent();
        assertThat(PairLog.at(data).find("p1", null)).isEmpty();
        assertThat(PairLog.at(data).find("p16", Instant.EPOCH)).isPresent();
        assertThat(PairLog.at(data).find("p17", Instant.EPOCH)).isEmpty();
    }

    private List<String> newest(int most, long bytes) throws Exception {
        List<String> ids = new ArrayList<>();
        for (byte[] line : PairLog.at(data).newest(PairFilter.ALL, most, bytes)) {
            ids.add(PairCodec.decode(line).id());
        }
        return ids;
    }

    @Test
    void while_a_segment_has_both_forms_its_pairs_are_read_once() throws Exception {
        sealed(FIRST, "a", "b");
        plain(FIRST, "a", "b");

        assertThat(PairLog.at(data).forEach(PairFilter.ALL, pair -> {})).isEqualTo(new Reading(2, 0, 0, 0, List.of()));
    }

    @Test
    void of_a_segment_that_grows_it_is_known_how_much_was_read() throws Exception {
        sealed(FIRST, "a");
        plain(SECOND, "b");
        Path growing = data.resolve("pairs").resolve(SECOND + ".jsonl");
        byte[] read = Files.readAllBytes(growing);
        FilesRead files = new FilesRead();

        PairLog.at(data).forEachParallel(1, PairFilter.ALL, files, pairs -> {});
        append(SECOND, line("c") + "\n");

        assertThat(files.sealed()).containsExactly(data.resolve("pairs").resolve(FIRST + ".jsonl.zst"));
        assertThat(files.growing()).containsExactly(new FilesRead.Growing(growing, read.length, Sha256.of(read)));
    }

    @Test
    void what_cannot_be_read_is_counted_and_named_and_the_rest_is_read() throws Exception {
        plain(FIRST, "a");
        append(FIRST, "{\"schemaVersion\":1,\"id\":7}\n\u0000\u0000\n");
        append(FIRST, line("b") + "\n" + line("c").substring(0, 50));

        List<String> ids = new ArrayList<>();
        Reading reading = PairLog.at(data).forEach(PairFilter.ALL, pair -> ids.add(pair.id()));

        assertThat(ids).containsExactly("a", "b");
        assertThat(reading.unreadable()).isEqualTo(2);
        assertThat(reading.torn()).isEqualTo(1);
        assertThat(reading.problems()).first().asString().contains(FIRST).contains("id: 7 (expected: a string)");
    }

    @Test
    void a_damaged_segment_does_not_keep_others_from_being_read() throws Exception {
        sealed(FIRST, "a");
        plain(SECOND, "b");
        Path damaged = data.resolve("pairs").resolve(FIRST + ".jsonl.zst");
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));

        List<String> ids = new ArrayList<>();
        Reading reading = PairLog.at(data).forEach(PairFilter.ALL, pair -> ids.add(pair.id()));

        assertThat(ids).containsExactly("b");
        assertThat(reading.problems())
                .singleElement()
                .asString()
                .contains(FIRST)
                .contains("damaged");
    }

    @Test
    void an_id_that_comes_again_is_left_out_and_counted() throws Exception {
        plain(FIRST, "a", "b");
        plain(SECOND, "b", "c");

        assertThat(PairLog.at(data).forEach(PairFilter.ALL, pair -> {}).duplicates())
                .isEqualTo(1);
        assertThat(read()).containsExactly("a", "b", "c");
    }

    @Test
    void a_filter_lets_through_a_route_and_a_time() throws Exception {
        Instant noon = Samples.NOON;
        write(
                FIRST,
                Samples.pair("early", "search", noon.minusSeconds(1), 1),
                Samples.pair("first", "search", noon, 1),
                Samples.pair("other", "fraud", noon, 1),
                Samples.pair("late", "search", noon.plusSeconds(1), 1));
        PairFilter filter = new PairFilter("search", noon, noon.plusSeconds(1));

        List<String> ids = new ArrayList<>();
        PairLog.at(data).forEach(filter, pair -> ids.add(pair.id()));
        List<String> lines = new ArrayList<>();
        PairLog.at(data).forEachLine(filter, line -> lines.add(new String(line, StandardCharsets.UTF_8)));

        assertThat(ids).containsExactly("first");
        assertThat(lines).singleElement().asString().contains("\"id\":\"first\"");
    }

    @Test
    void looking_for_ids_ends_with_the_last_of_them() throws Exception {
        plain(FIRST, "a", "b", "b");
        append(FIRST, "\"b\": no pair\n");
        plain(SECOND, "c", "d");
        append(SECOND, "\"d\": no pair\n");

        List<String> ids = new ArrayList<>();
        Reading reading = PairLog.at(data)
                .find(
                        Set.of("b", "d"),
                        PairFilter.ALL,
                        (id, line) -> ids.add(id + new String(line, 0, 1, StandardCharsets.UTF_8)));

        assertThat(ids).containsExactly("b{", "d{");
        assertThat(reading.records()).isEqualTo(2);
        assertThat(reading.duplicates()).isEqualTo(1);
        assertThat(reading.problems()).singleElement().asString().contains(FIRST);
    }

    @Test
    void ids_that_json_may_write_in_several_ways_are_found_as_well() throws Exception {
        plain(FIRST, "a", "wie \"groß\"?", "b");
        List<String> ids = new ArrayList<>();

        PairLog.at(data).find(Set.of("wie \"groß\"?", "none"), PairFilter.ALL, (id, line) -> ids.add(id));
        PairLog.at(data).find(Set.of("a"), new PairFilter("another", null, null), (id, line) -> ids.add(id));

        assertThat(ids).containsExactly("wie \"groß\"?");
    }

    @Test
    void reading_in_parallel_gives_the_same_pairs() throws Exception {
        for (int segment = 1; segment <= 5; segment++) {
            String[] ids = new String[700];
            for (int id = 0; id < ids.length; id++) {
                ids[id] = segment + "-" + id;
            }
            sealed("gw-1-20260101T00000" + segment + "-000001", ids);
        }
        Set<String> ids = ConcurrentHashMap.newKeySet();

        Reading reading = PairLog.at(data)
                .forEachParallel(
                        3, PairFilter.ALL, new FilesRead(), pairs -> pairs.forEach(pair -> ids.add(pair.id())));

        assertThat(reading.records()).isEqualTo(3500);
        assertThat(ids).hasSize(3500);
    }

    /** The first batch takes longest to decode. */
    @Test
    void of_one_id_the_first_line_counts_whoever_decodes_it_first() throws Exception {
        List<Pair> first = new ArrayList<>();
        List<Pair> second = new ArrayList<>();
        for (int id = 0; id < 200; id++) {
            first.add(Samples.pair("p" + id, "first", Samples.NOON, 20_000));
            second.add(Samples.pair("p" + id, "second", Samples.NOON, 1));
        }
        write(FIRST, first.toArray(new Pair[0]));
        append(FIRST, "no pair\n".repeat(Reading.PROBLEMS_MAX));
        write(SECOND, second.toArray(new Pair[0]));
        append(SECOND, "no pair\n".repeat(Reading.PROBLEMS_MAX));
        Set<String> routes = ConcurrentHashMap.newKeySet();

        Reading reading = PairLog.at(data)
                .forEachParallel(
                        4, PairFilter.ALL, new FilesRead(), pairs -> pairs.forEach(pair -> routes.add(pair.route())));

        assertThat(routes).containsExactly("first");
        assertThat(reading.duplicates()).isEqualTo(200);
        assertThat(reading.problems()).hasSize(Reading.PROBLEMS_MAX).allMatch(problem -> problem.contains(FIRST));
    }

    @Test
    void what_the_target_throws_ends_parallel_reading() throws Exception {
        sealed(FIRST, "a", "b");

        assertThatThrownBy(() -> PairLog.at(data).forEachParallel(2, PairFilter.ALL, new FilesRead(), pairs -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    @Test
    void who_follows_sees_new_lines_across_rotation_and_sealing() throws Exception {
        try (FileSink sink = FileSink.open(Samples.settings(data, 1500, Sink.Queue.DEFAULT), "gw-1")) {
            sink.offer(Samples.pair("before"));
            await().until(() -> Samples.ids(data).contains("before"));
            LogFollower follower = PairLog.at(data).follow();
            List<String> seen = new ArrayList<>();

            for (int id = 0; id < 20; id++) {
                sink.offer(Samples.pair("p" + id));
                String expected = "p" + id;
                await().until(() -> {
                    follower.poll(line -> seen.add(new String(line, StandardCharsets.UTF_8)));
                    return seen.stream().anyMatch(line -> line.contains("\"id\":\"" + expected + "\""));
                });
            }

            assertThat(seen).hasSize(20).noneMatch(line -> line.contains("\"id\":\"before\""));
        }
    }

    @Test
    void export_carries_each_feedback_event_once() throws Exception {
        write(FIRST, Samples.pair("a").withFeedback(List.of(Samples.feedback("a", "e1"))), Samples.pair("b"));
        StringBuilder events = new StringBuilder();
        for (String event : List.of("e1", "e2", "e2")) {
            events.append(new String(FeedbackCodec.encode(Samples.feedback("a", event)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        Files.writeString(data.resolve("feedback").resolve(FIRST + ".jsonl"), events);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        PairExport.jsonl(PairLog.at(data), PairFilter.ALL, out);

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(PairCodec.decode(lines[0].getBytes(StandardCharsets.UTF_8)).feedback())
                .extracting(Feedback::eventId)
                .containsExactly("e1", "e2");
        assertThat(PairCodec.decode(lines[1].getBytes(StandardCharsets.UTF_8)).feedback())
                .isEmpty();
    }

    @Test
    void a_directory_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> PairLog.at(data.resolve("typo")).forEach(PairFilter.ALL, pair -> {}))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("typo")
                .hasMessageContaining("expected");
    }

    private List<String> read() throws IOException {
        List<String> ids = new ArrayList<>();
        PairLog.at(data).forEach(PairFilter.ALL, pair -> ids.add(pair.id()));
        return ids;
    }

    private void plain(String base, String... ids) throws IOException {
        write(base, Arrays.stream(ids).map(Samples::pair).toArray(Pair[]::new));
    }

    private void sealed(String base, String... ids) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String id : ids) {
            text.append(line(id)).append('\n');
        }
        Files.write(
                data.resolve("pairs").resolve(base + ".jsonl.zst"),
                Zstd.compress(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String base, Pair... pairs) throws IOException {
        Files.writeString(data.resolve("pairs").resolve(base + ".jsonl"), "");
        for (Pair pair : pairs) {
            append(base, new String(PairCodec.encode(pair), StandardCharsets.UTF_8) + "\n");
        }
    }

    private void append(String base, String text) throws IOException {
        Files.writeString(data.resolve("pairs").resolve(base + ".jsonl"), text, StandardOpenOption.APPEND);
    }

    private static String line(String id) {
        return new String(PairCodec.encode(Samples.pair(id)), StandardCharsets.UTF_8);
    }
}
