package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Opinions;
import dev.understudy.log.JsonLine;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairImport;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each format against its golden files, and there and back again. {@code -Dunderstudy.golden=write} writes the golden files
 * anew; look at what changed.
 */
class FormatsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    /** Formats without a place for the pair's id count their lines. */
    private static final Set<String> WITHOUT_IDS = Set.of("ragas", "ares");

    private static final Set<String> WITHOUT_CATEGORY = Set.of("ragas", "ares", "trulens", "openai-evals-repo");
    private static final Set<String> WITHOUT_REFERENCE = Set.of("ares");

    @TempDir
    Path directory;

    static Stream<Format> formats() {
        return Formats.all().stream();
    }

    static Stream<Format> read() {
        return formats().filter(format -> !format.name().equals("outputs"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void exports_are_as_their_golden_files(Format format) throws Exception {
        given();

        Map<String, String> written = texts(export(format));

        Path golden = golden().resolve(format.name());
        if (System.getProperty("understudy.golden", "").equals("write")) {
            for (Map.Entry<String, String> file : written.entrySet()) {
                Files.createDirectories(
                        Objects.requireNonNull(golden.resolve(file.getKey()).getParent()));
                Files.writeString(golden.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(written).isEqualTo(texts(golden));
    }

    @ParameterizedTest
    @MethodSource("read")
    void what_was_exported_comes_back(Format format) throws Exception {
        given();
        Path exported = export(format);
        Path back = directory.resolve("back");
        List<String> complaints = new ArrayList<>();

        PairsImported.Result result = PairsImported.read(format, List.of(exported), back, "qa", NOW, complaints::add);

        assertThat(complaints).isEmpty();
        assertThat(result.pairs()).isEqualTo(2);
        List<SideBySide> before = pairs(data());
        List<SideBySide> after = pairs(back);
        for (int i = 0; i < 2; i++) {
            SideBySide was = before.get(i);
            SideBySide is = after.get(i);
            assertThat(is.question().text()).isEqualTo(was.question().text());
            assertThat(text(is.legacy())).isEqualTo(text(was.legacy()));
            assertThat(text(is.candidate())).isEqualTo(text(was.candidate()));
            if (!WITHOUT_IDS.contains(format.name()) && !format.name().equals("langsmith")) {
                assertThat(is.id()).isEqualTo(was.id());
                assertThat(is.pairId()).isEqualTo(was.pairId());
            }
            if (!WITHOUT_REFERENCE.contains(format.name())) {
                assertThat(is.question().reference()).isEqualTo(was.question().reference());
            }
            if (!WITHOUT_CATEGORY.contains(format.name())) {
                assertThat(is.question().category()).isEqualTo(was.question().category());
            }
        }
    }

    @Test
    void the_judgments_of_mt_bench_come_back_with_their_rounds() throws Exception {
        given();
        Path back = directory.resolve("back");

        PairsImported.Result result = PairsImported.read(
                Formats.find("mt-bench").orElseThrow(),
                List.of(export(Formats.find("mt-bench").orElseThrow())),
                back,
                "qa",
                NOW,
                complaint -> {});

        assertThat(result.judgments()).isEqualTo(1);
        assertThat(Opinions.of(back).judgments()).singleElement().satisfies(judgment -> {
            assertThat(judgment.verdict()).contains(Choice.CANDIDATE);
            assertThat(judgment.sides().legacyChars()).isEqualTo(15);
            assertThat(judgment.by().model()).isEqualTo("judge-model");
        });
    }

    @Test
    void votes_come_back_from_langfuse() throws Exception {
        given();
        Path back = directory.resolve("back");
        Format langfuse = Formats.find("langfuse").orElseThrow();

        PairsImported.read(langfuse, List.of(export(langfuse)), back, "qa", NOW, complaint -> {});

        assertThat(Opinions.of(back).votes()).singleElement().satisfies(vote -> {
            assertThat(vote.rater()).isEqualTo("ann");
            assertThat(vote.choice()).isEqualTo(Choice.CANDIDATE);
        });
    }

    @Test
    void plain_outputs_bring_judgments_and_votes_back_without_a_format() throws Exception {
        given();
        Path file = export(Formats.find("outputs").orElseThrow());
        Path back = directory.resolve("back");

        try (Opinions.Intake intake = Opinions.of(back).intake(NOW)) {
            PairImport.importFile(file, back, Optional.of("qa"), bad -> {}, new OutputsOpinions(intake));
        }

        assertThat(Opinions.of(back).judgments())
                .singleElement()
                .satisfies(judgment -> assertThat(judgment.verdict()).contains(Choice.CANDIDATE));
        assertThat(Opinions.of(back).votes()).hasSize(1);
        assertThat(pairs(back)).extracting(SideBySide::id).containsExactly("1", "2");
    }

    @Test
    void conversations_have_files_of_their_own_since_ragas_takes_one_kind_alone() throws Exception {
        ArrayNode talk = JsonLine.array();
        for (String role : List.of("system", "user", "assistant", "tool", "user")) {
            talk.addObject().put("role", role).put("content", "said by " + role);
        }
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            SideBySide single = Sides.pair("1", "q", "a", "b");
            writer.add(single.toPair(1));
            writer.add(new SideBySide(
                            "2",
                            "qa:2",
                            "qa",
                            single.time(),
                            single.question().input(talk),
                            single.legacy(),
                            single.candidate(),
                            null,
                            single.said())
                    .toPair(2));
        }
        Format ragas = Formats.find("ragas").orElseThrow();
        Path back = directory.resolve("back");

        Path out = export(ragas);
        PairsImported.Result result = PairsImported.read(ragas, List.of(out), back, "qa", NOW, complaint -> {});

        assertThat(texts(out).keySet())
                .containsExactly(
                        "candidate.conversations.jsonl",
                        "candidate.jsonl",
                        "legacy.conversations.jsonl",
                        "legacy.jsonl");
        assertThat(Files.readString(out.resolve("legacy.conversations.jsonl")))
                .contains("\"type\":\"ai\"", "\"type\":\"human\"")
                .doesNotContain("\"type\":\"tool\"");
        assertThat(result.pairs()).isEqualTo(2);
        assertThat(pairs(back))
                .extracting(pair -> pair.question().messages().size())
                .containsExactlyInAnyOrder(1, 5);
    }

    @Test
    void plain_outputs_come_back_with_all_that_they_said() throws Exception {
        List<String> lines = List.of(
                "{\"pair_id\":\"1\",\"slice\":\"a\",\"input\":\"q\",\"label\":1,\"own\":{\"x\":1.50},"
                        + "\"legacy\":{\"pred\":0,\"prob\":0.1},\"candidate\":{\"pred\":1}}",
                "{\"pair_id\":\"2\",\"input\":\"q\",\"qrels\":{\"d1\":2},"
                        + "\"legacy\":{\"ranking\":[\"d1\"]},\"candidate\":{\"ranking\":[\"d2\"]}}",
                "{\"pair_id\":\"3\",\"input\":\"q\",\"reference\":\"r\","
                        + "\"legacy\":{\"text\":\"half \\ud83d\"},\"candidate\":{\"text\":\"😀\"}}");
        Path file = Files.write(directory.resolve("qa.jsonl"), lines);
        PairImport.importFile(file, data(), Optional.of("qa"), bad -> {
            throw new AssertionError(bad.toString());
        });

        Path out = export(Formats.find("outputs").orElseThrow());

        assertThat(Files.readAllLines(out))
                .extracting(line -> JsonLine.readOrNull(line))
                .isEqualTo(lines.stream()
                        .map(line -> JsonLine.readOrNull(line.replace("\\ud83d", "\ufffd")))
                        .toList());
        assertThat(Files.readString(out)).contains("😀");
    }

    @Test
    void an_answer_of_json_is_a_text_of_plain_outputs_and_can_be_read() throws Exception {
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            SideBySide pair = Sides.pair("1", "q", "", "a");
            writer.add(new SideBySide(
                            pair.id(),
                            pair.pairId(),
                            pair.route(),
                            pair.time(),
                            pair.question(),
                            Reply.of("old", JsonLine.object().put("class", "spam")),
                            pair.candidate(),
                            null,
                            pair.said())
                    .toPair(1));
        }

        PairImport.Result result = PairImport.importFile(
                export(Formats.find("outputs").orElseThrow()), directory.resolve("back"), Optional.of("qa"), bad -> {});

        assertThat(result).isEqualTo(new PairImport.Result(1, 0, 0));
    }

    @Test
    void votes_that_are_no_map_of_raters_are_a_line_that_is_named() throws Exception {
        given();
        Path file = export(Formats.find("outputs").orElseThrow());
        String listed = Files.readString(file).replaceFirst("\"votes\": ?\\{[^}]*}", "\"votes\":[\"candidate\"]");
        Path back = directory.resolve("back");
        List<Object> complaints = new ArrayList<>();

        try (Opinions.Intake intake = Opinions.of(back).intake(NOW)) {
            PairImport.importFile(
                    Files.writeString(file, listed),
                    back,
                    Optional.of("qa"),
                    complaints::add,
                    new OutputsOpinions(intake));
        }

        assertThat(complaints).singleElement().asString().contains("votes: [\"candidate\"]", "RATER");
    }

    @Test
    void one_models_answers_alone_are_named_and_left_out() throws Exception {
        Path legacy = Files.writeString(directory.resolve("l.jsonl"), """
                {"input": "a", "actual_output": "x", "name": "1"}
                {"input": "b", "actual_output": "y", "name": "2"}
                nonsense
                """);
        Path candidate = Files.writeString(directory.resolve("c.jsonl"), """
                {"input": "a", "actual_output": "z", "name": "1"}
                """);
        List<String> complaints = new ArrayList<>();

        PairsImported.Result result = PairsImported.read(
                Formats.find("deepeval").orElseThrow(), List.of(legacy, candidate), data(), "qa", NOW, complaints::add);

        assertThat(result).isEqualTo(new PairsImported.Result(1, 0, 0, 1, 1));
        assertThat(complaints.get(0)).startsWith("l.jsonl line 3: not JSON");
        assertThat(complaints.get(1)).startsWith("id 2: no answer of the candidate's");
    }

    @Test
    void an_answer_that_never_came_is_a_leg_with_its_cause() throws Exception {
        Path legacy = Files.writeString(
                directory.resolve("l.jsonl"), "{\"input\": \"a\", \"name\": \"1\", \"comments\": \"timeout\"}\n");
        Path candidate = Files.writeString(
                directory.resolve("c.jsonl"), "{\"input\": \"a\", \"actual_output\": \"z\", \"name\": \"1\"}\n");

        PairsImported.read(
                Formats.find("deepeval").orElseThrow(), List.of(legacy, candidate), data(), "qa", NOW, complaint -> {});

        assertThat(pairs(data())).singleElement().satisfies(pair -> {
            assertThat(Objects.requireNonNull(pair.legacy()).output()).isNull();
            assertThat(Objects.requireNonNull(pair.legacy()).error()).contains("timeout");
        });
    }

    @Test
    void a_broken_row_moves_no_other_of_a_format_without_ids() throws Exception {
        String header = "Query\tDocument\tAnswer\n";
        Path legacy =
                Files.writeString(directory.resolve("l.tsv"), header + "q1\t\ta1\nbroken\nq3\t\t\"a\n3\"\nq4\t\ta4\n");
        Path candidate =
                Files.writeString(directory.resolve("c.tsv"), header + "q1\t\tb1\nq2\t\tb2\nq3\t\tb3\nq4\t\tb4\n");
        List<String> complaints = new ArrayList<>();

        PairsImported.read(
                Formats.find("ares").orElseThrow(), List.of(legacy, candidate), data(), "qa", NOW, complaints::add);

        assertThat(pairs(data()))
                .extracting(pair -> pair.question().text() + " " + text(pair.legacy()) + " " + text(pair.candidate()))
                .containsExactlyInAnyOrder("q1 a1 b1", "q3 a\n3 b3", "q4 a4 b4");
        assertThat(complaints).hasSize(2).first().asString().startsWith("l.tsv line 3: 1 fields");
    }

    @Test
    void an_answer_that_never_came_stays_one_in_promptfoo() throws Exception {
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            SideBySide pair = Sides.pair("1", "q", "", "a");
            writer.add(new SideBySide(
                            pair.id(),
                            pair.pairId(),
                            pair.route(),
                            pair.time(),
                            pair.question(),
                            Reply.failed("old", "timeout"),
                            pair.candidate(),
                            null,
                            pair.said())
                    .toPair(1));
        }
        Format promptfoo = Formats.find("promptfoo").orElseThrow();
        Path back = directory.resolve("back");

        PairsImported.read(promptfoo, List.of(export(promptfoo)), back, "qa", NOW, complaint -> {});

        assertThat(pairs(back)).singleElement().satisfies(pair -> {
            assertThat(Objects.requireNonNull(pair.legacy()).output()).isNull();
            assertThat(text(pair.candidate())).isEqualTo("a");
        });
    }

    @Test
    void two_single_scores_of_mt_bench_are_one_judgment() throws Exception {
        Path questions = Files.writeString(directory.resolve("q.jsonl"), "{\"question_id\": 81, \"turns\": [\"q\"]}\n");
        String answer = "{\"question_id\": 81, \"model_id\": \"%s\", \"choices\": [{\"turns\": [\"x\"]}]}\n";
        Path legacy = Files.writeString(directory.resolve("l.jsonl"), String.format(answer, "old"));
        Path candidate = Files.writeString(directory.resolve("c.jsonl"), String.format(answer, "new"));
        String score =
                "{\"question_id\": 81, \"model\": \"%s\", \"judge\": [\"j\", \"p\"], \"score\": %d, \"turn\": 1}\n";
        Path scores = Files.writeString(
                directory.resolve("s.jsonl"), String.format(score, "new", 9) + String.format(score, "old", 7));

        PairsImported.read(
                Formats.find("mt-bench").orElseThrow(),
                List.of(questions, legacy, candidate, scores),
                data(),
                "qa",
                NOW,
                complaint -> {});

        assertThat(Opinions.of(data()).judgments())
                .singleElement()
                .satisfies(judgment -> assertThat(judgment.verdict()).contains(Choice.CANDIDATE));
    }

    @Test
    void the_thumbs_and_verdicts_of_promptfoo_become_votes_and_judgments() throws Exception {
        Path file = Files.writeString(directory.resolve("out.json"), """
                {"evalId": "e", "results": {"version": 3, "results": [
                  {"testIdx": 0, "promptIdx": 0, "prompt": {"raw": "x", "label": "legacy"}, "vars": {"input": "q"},
                   "response": {"output": "old answer"}, "provider": {"id": "echo"},
                   "gradingResult": {"pass": false, "componentResults": [
                     {"pass": false, "score": 0, "reason": "worse", "assertion": {"type": "select-best"}},
                     {"pass": true, "score": 0.25, "reason": "so", "assertion": {"type": "llm-rubric", "value": "good?"}},
                     {"pass": false, "score": 0, "assertion": {"type": "human"}}]}},
                  {"testIdx": 0, "promptIdx": 1, "prompt": {"raw": "y", "label": "candidate"}, "vars": {"input": "q"},
                   "response": {"output": "new answer"}, "provider": {"id": "echo"},
                   "gradingResult": {"pass": true, "componentResults": [
                     {"pass": true, "score": 1, "reason": "better", "assertion": {"type": "select-best"}},
                     {"pass": true, "score": 0.75, "reason": "so", "assertion": {"type": "llm-rubric", "value": "good?"}},
                     {"pass": true, "score": 1, "assertion": {"type": "human"}}]}},
                  {"testIdx": 1, "promptIdx": 0, "prompt": {"label": "legacy"}, "vars": {}, "response": {"output": "alone"}}
                ]}}
                """);
        List<String> complaints = new ArrayList<>();

        PairsImported.Result result = PairsImported.read(
                Formats.find("promptfoo").orElseThrow(), List.of(file), data(), "qa", NOW, complaints::add);

        assertThat(result).isEqualTo(new PairsImported.Result(1, 2, 1, 0, 1));
        assertThat(complaints).singleElement().asString().startsWith("out.json test 1: 1 outputs");
        assertThat(Opinions.of(data()).judgments())
                .allSatisfy(judgment -> assertThat(judgment.verdict()).contains(Choice.CANDIDATE));
        assertThat(Opinions.of(data()).votes())
                .singleElement()
                .satisfies(vote -> assertThat(vote.choice()).isEqualTo(Choice.CANDIDATE));
    }

    @Test
    void what_a_model_said_is_no_template_and_no_file_to_promptfoo() throws Exception {
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            writer.add(Sides.pair("1", "q", "{{ 7 * 7 }}", "file:///etc/passwd").toPair(1));
        }

        String config = texts(export(Formats.find("promptfoo").orElseThrow()))
                .values()
                .iterator()
                .next();

        assertThat(config).contains("{{ '{' }}{ 7 * 7 }}").contains("{{ '' }}file:///etc/passwd");
    }

    @Test
    void two_exports_are_not_mixed_in_one_directory() throws Exception {
        Files.writeString(directory.resolve("there"), "x");

        assertThatThrownBy(() -> Target.directory(directory))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("expected: a new directory");
    }

    @Test
    void too_few_files_are_refused_with_what_is_expected() {
        assertThatThrownBy(() -> PairsImported.read(
                        Formats.find("ragas").orElseThrow(),
                        List.of(directory.resolve("one.jsonl")),
                        data(),
                        "qa",
                        NOW,
                        complaint -> {}))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("expected: two, legacy's and the candidate's");
    }

    /** One pair that uses everything, one that has hardly anything. */
    private void given() throws IOException {
        SideBySide full = Sides.full();
        try (PairWriter writer = PairWriter.open(data(), "import");
                Opinions.Intake opinions = Opinions.of(data()).intake(NOW)) {
            writer.add(full.toPair(1));
            writer.add(Sides.pair("2", "東京の天気は？", "晴れです。", "雨です。").toPair(2));
            opinions.add(full.said().judgments().get(0));
            opinions.add(full.said().votes().get(0));
        }
    }

    private Path export(Format format) throws IOException {
        Path out = directory.resolve("out");
        Format.Origin origin = new Format.Origin("qa", NOW, "1.0");
        return switch (format.shape()) {
            case FILE -> {
                Files.createDirectories(out);
                Path file = out.resolve("export" + (format.name().equals("promptfoo") ? ".json" : ".jsonl"));
                try (OutputStream stream = Files.newOutputStream(file)) {
                    PairsExported.write(data(), PairFilter.ALL, Long.MAX_VALUE, format, Target.stream(stream), origin);
                }
                yield file;
            }
            case DIRECTORY -> {
                PairsExported.write(data(), PairFilter.ALL, Long.MAX_VALUE, format, Target.directory(out), origin);
                yield out;
            }
        };
    }

    private static List<SideBySide> pairs(Path data) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        PairLog.at(data).forEach(PairFilter.ALL, pairs::add);
        return pairs.stream()
                .map(pair -> SideBySide.of(pair, SideBySide.Said.NOTHING))
                .toList();
    }

    private static String text(@Nullable Reply reply) {
        return Objects.requireNonNull(reply).text();
    }

    private static Map<String, String> texts(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (!Files.exists(root)) {
            return texts;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.equals(root)
                        ? String.valueOf(file.getFileName())
                        : root.relativize(file).toString();
                texts.put(name, Files.readString(file));
            }
        }
        return texts;
    }

    private static Path golden() {
        return Path.of("src/test/resources/dev/understudy/exchange/golden").toAbsolutePath();
    }

    private Path data() {
        return directory.resolve("data");
    }
}
