package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.compare.metric.Events;
import dev.understudy.config.Sink;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.FileSink;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Feedback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path directory;

    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void given_pairs() throws IOException {
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            for (String id : List.of("a", "b", "c")) {
                writer.add(Sides.pair(id, "question " + id, "x", "y").toPair(1));
            }
        }
    }

    @Test
    void labels_of_all_kinds_come_to_their_pairs() throws IOException {
        LabelFile.Result result = read(
                "labels.jsonl",
                "{\"id\":\"qa:a\",\"label\":\"spam\"}",
                "{\"id\":\"qa:b\",\"label\":true,\"time\":\"2026-11-20T00:00:00+01:00\",\"eventId\":\"e1\"}",
                "{\"id\":\"qa:b\",\"value\":\"0.5\"}",
                "{\"id\":\"qa:c\",\"event\":\"click\",\"item\":7}");

        assertThat(result).isEqualTo(new LabelFile.Result(4, 3, 0, 0, 0, 0, 0));
        assertThat(label("qa:a")).isEqualTo("spam");
        assertThat(events("qa:b"))
                .extracting(Feedback::event, Feedback::label, Feedback::value, Feedback::time)
                .containsExactlyInAnyOrder(
                        tuple("label", "true", null, Instant.parse("2026-11-19T23:00:00Z")),
                        tuple("reward", null, 0.5, NOW));
        assertThat(events("qa:c")).extracting(Feedback::item).containsExactly("7");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_table_with_a_header_is_as_good_as_json_lines() throws IOException {
        LabelFile.Result result = read(
                "labels.csv",
                "\ufeffid,label,time",
                "qa:a,\"spam, or \"\"worse\"\"\",",
                "qa:b,\"two\nlines\",2026-11-20T00:00:00Z");

        assertThat(result.taken()).isEqualTo(2);
        assertThat(label("qa:a")).isEqualTo("spam, or \"worse\"");
        assertThat(label("qa:b")).isEqualTo("two\nlines");
    }

    @Test
    void the_same_file_twice_changes_nothing() throws IOException {
        String[] lines = {"{\"id\":\"qa:a\",\"label\":\"spam\"}", "{\"id\":\"qa:a\",\"label\":\"spam\"}"};

        assertThat(read("labels.jsonl", lines)).isEqualTo(new LabelFile.Result(1, 1, 0, 1, 0, 0, 0));
        assertThat(read("labels.jsonl", lines)).isEqualTo(new LabelFile.Result(0, 0, 0, 2, 0, 0, 0));
        assertThat(events("qa:a")).hasSize(1);
    }

    @Test
    void the_latest_label_wins_and_corrections_are_counted() throws IOException {
        read("first.jsonl", "{\"id\":\"qa:a\",\"label\":\"spam\",\"time\":\"2026-11-20T00:00:00Z\"}");

        LabelFile.Result later = read(
                "later.jsonl",
                "{\"id\":\"qa:a\",\"label\":\"ham\",\"time\":\"2026-11-21T00:00:00Z\"}",
                "{\"id\":\"qa:a\",\"label\":\"older\",\"time\":\"2026-11-19T00:00:00Z\"}");

        assertThat(later.taken()).isEqualTo(2);
        assertThat(later.corrected()).isEqualTo(1);
        assertThat(label("qa:a")).isEqualTo("ham");
    }

    @Test
    void of_two_lines_without_a_time_the_later_one_wins() throws IOException {
        LabelFile.Result result = read(
                "labels.jsonl",
                "{\"id\":\"qa:a\",\"label\":\"one\"}",
                "{\"id\":\"qa:a\",\"label\":\"two\"}",
                "{\"id\":\"qa:a\",\"label\":\"three\"}");

        assertThat(result.corrected()).isEqualTo(2);
        assertThat(label("qa:a")).isEqualTo("three");
    }

    @Test
    void a_file_that_comes_back_to_a_label_means_its_last_line() throws IOException {
        String[] lines = {"id,label", "qa:a,spam", "qa:a,ham", "qa:a,spam", "qa:a,ham", "qa:a,spam"};

        assertThat(read("labels.csv", lines).taken()).isEqualTo(5);
        assertThat(label("qa:a")).isEqualTo("spam");
        assertThat(read("labels.csv", lines).taken()).isZero();
        assertThat(label("qa:a")).isEqualTo("spam");
    }

    @Test
    void rows_that_are_no_utf_8_are_named_and_not_guessed() throws IOException {
        Path file = directory.resolve("labels.csv");
        Files.write(file, "id,label\nqa:a,caf\u00e9\nqa:b,plain\n".getBytes(StandardCharsets.ISO_8859_1));

        LabelFile.Result result =
                LabelFile.read(file, data(), NOW, (line, why) -> complaints.add("line " + line + ": " + why));

        assertThat(result.bad()).isEqualTo(1);
        assertThat(complaints).singleElement().asString().startsWith("line 2: not UTF-8 (expected: UTF-8;");
        assertThat(label("qa:b")).isEqualTo("plain");
        Files.write(file, "id,label\nqa:a,x\n".getBytes(StandardCharsets.UTF_16));
        assertThat(LabelFile.read(file, data(), NOW, (line, why) -> complaints.add(why))
                        .taken())
                .isZero();
        assertThat(complaints).last().asString().startsWith("not UTF-8");
    }

    @Test
    void an_old_file_again_does_not_set_a_corrected_label_back() throws IOException {
        read("old.jsonl", "{\"id\":\"qa:a\",\"label\":\"spam\",\"time\":\"2026-11-20T00:00:00Z\"}");
        read("new.jsonl", "{\"id\":\"qa:a\",\"label\":\"ham\",\"time\":\"2026-11-21T00:00:00Z\"}");

        LabelFile.Result again =
                read("old.jsonl", "{\"id\":\"qa:a\",\"label\":\"spam\",\"time\":\"2026-11-20T00:00:00Z\"}");

        assertThat(again).isEqualTo(new LabelFile.Result(0, 0, 0, 1, 1, 0, 0));
        assertThat(complaints).singleElement().asString().contains("line 1: label: spam", "corrected since to ham");
        assertThat(label("qa:a")).isEqualTo("ham");
    }

    @Test
    void bad_lines_and_unknown_pairs_are_named_one_by_one_and_the_rest_comes_in() throws IOException {
        LabelFile.Result result = read(
                "labels.jsonl",
                "{\"id\":\"qa:nobody\",\"label\":\"x\"}",
                "{\"id\":\"qa:a\"}",
                "not json",
                "{\"id\":\"qa:a\",\"value\":\"much\"}",
                "{\"id\":\"qa:a\",\"value\":\"NaN\"}",
                "{\"id\":\"qa:a\",\"label\":\"x\",\"time\":\"yesterday\"}",
                "{\"id\":\"qa:a\",\"label\":\"x\",\"lable\":\"y\"}",
                "{\"id\":\"qa:a\",\"label\":\"x\",\"eventId\":\"e\"}",
                "{\"id\":\"qa:a\",\"label\":\"y\",\"eventId\":\"e\"}",
                "{\"id\":\"qa:a\",\"event\":\"label\",\"value\":1}",
                "{\"id\":\"\",\"label\":\"x\"}",
                "{\"id\":\"qa:b\",\"label\":\"fine\"}");

        assertThat(result).isEqualTo(new LabelFile.Result(2, 2, 0, 0, 0, 1, 9));
        assertThat(complaints)
                .containsExactly(
                        "line 2: label: missing (expected: what is right; or a value, or an event)",
                        complaints.get(1),
                        "line 4: value: \"much\" (expected: a finite number)",
                        "line 5: value: \"NaN\" (expected: a finite number)",
                        "line 6: time: \"yesterday\" (expected: ISO 8601 with an offset, such as 2026-11-22T01:02:03Z)",
                        "line 7: lable: unknown field (expected: id, label, value, event, item, eventId, time)",
                        "line 9: eventId: e says something else in line 8 (expected: an id of its own for each event)",
                        "line 10: label: missing (expected: what is right, beside event label)",
                        "line 11: id: \"\" (expected: a text)",
                        "line 1: id: qa:nobody is no pair of this data directory");
        assertThat(complaints.get(1)).startsWith("line 3: not JSON: ");
        assertThat(label("qa:b")).isEqualTo("fine");
    }

    @Test
    void an_event_id_that_the_log_knows_otherwise_is_refused() throws IOException {
        read("first.jsonl", "{\"id\":\"qa:a\",\"label\":\"x\",\"eventId\":\"e\"}");

        assertThat(read("second.jsonl", "{\"id\":\"qa:b\",\"label\":\"x\",\"eventId\":\"e\"}")
                        .bad())
                .isEqualTo(1);
        assertThat(complaints).singleElement().asString().contains("says something else in the data already");
    }

    @Test
    void a_running_gateway_writes_on_meanwhile() throws IOException {
        Sink usual = Sink.DEFAULT;
        Sink settings = new Sink(
                data(), usual.retention(), usual.maxBytes(), usual.segmentBytes(), usual.segmentAge(), usual.queue());
        try (FileSink gateway = FileSink.open(settings, "gw-1")) {
            assertThat(gateway.offer(Sides.pair("live", "q", "x", "y").toPair(1)))
                    .isEmpty();
            read("labels.jsonl", "{\"id\":\"qa:a\",\"label\":\"spam\"}");
            assertThat(gateway.offer(Sides.pair("live2", "q", "x", "y").toPair(2)))
                    .isEmpty();
        }

        assertThat(label("qa:a")).isEqualTo("spam");
        assertThat(read("more.jsonl", "{\"id\":\"qa:live2\",\"label\":\"late\"}")
                        .taken())
                .isEqualTo(1);
    }

    @Test
    void rows_of_a_broken_table_are_named_by_their_lines() throws IOException {
        LabelFile.Result result =
                read("labels.csv", "id,label", "qa:a,x,y", "qa:b,\"quoted\"oops", "qa:c,fine", "qa:a,\"never closed");

        assertThat(result.taken()).isEqualTo(1);
        assertThat(result.bad()).isEqualTo(3);
        assertThat(complaints.get(0)).isEqualTo("line 2: 3 fields (expected: 2, as the header has)");
        assertThat(complaints.get(1)).startsWith("line 3: \"o\" behind a closing quote");
        assertThat(complaints.get(2)).startsWith("line 5: a quote that opens in line 5 is never closed");
    }

    @Test
    void a_header_that_names_a_column_twice_is_refused() throws IOException {
        assertThat(read("labels.csv", "id,label,label", "qa:a,x,y").bad()).isEqualTo(1);
        assertThat(complaints).singleElement().asString().startsWith("line 1: header: \"label\"");
    }

    @Test
    void a_data_directory_that_is_not_there_is_said() throws IOException {
        Path file = Files.writeString(directory.resolve("labels.jsonl"), "{\"id\":\"qa:a\",\"label\":\"x\"}\n");

        assertThatThrownBy(() -> LabelFile.read(file, directory.resolve("nowhere"), NOW, (line, why) -> {}))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no such directory");
    }

    private static org.assertj.core.groups.Tuple tuple(@Nullable Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    private LabelFile.Result read(String name, String... lines) throws IOException {
        complaints.clear();
        Path file = Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
        return LabelFile.read(file, data(), NOW, (line, why) -> complaints.add("line " + line + ": " + why));
    }

    private @Nullable String label(String pair) throws IOException {
        return Events.of(List.of(), events(pair)).label();
    }

    private List<Feedback> events(String pair) throws IOException {
        return FeedbackIndex.of(PairLog.at(data())).about(pair);
    }

    private Path data() {
        return directory.resolve("data");
    }
}
