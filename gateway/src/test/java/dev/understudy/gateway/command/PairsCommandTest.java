package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsCommandTest {
    @TempDir
    Path directory;

    private Path data = Path.of("");

    @BeforeEach
    void given_three_imported_pairs_and_a_bad_line() throws IOException {
        data = directory.resolve("data");
        Path outputs = Files.writeString(directory.resolve("qa.jsonl"), """
                {"pair_id": "1", "input": "a", "legacy": {"text": "x"}, "candidate": {"text": "y"}}
                {"pair_id": "2", "input": "b", "legacy": {"text": "x"}, "candidate": {"text": "x"}}
                not a line
                {"pair_id": "3", "input": "c", "label": "x", "legacy": {"pred": "x"}, "candidate": {"pred": "y"}}
                """);
        Typed imported = understudy("pairs", "import", outputs, "--data", data);

        assertThat(imported.out()).contains("imported 3 pairs and 1 labels").contains("left out 1 lines");
        assertThat(imported.err()).contains("qa.jsonl: line 3: ");
        assertThat(imported.exitCode()).isEqualTo(1);
    }

    @Test
    void a_file_of_another_format_is_told_in_a_screenful() throws IOException {
        Path other = Files.writeString(directory.resolve("other.csv"), "a,b,c\n".repeat(1000));

        Typed imported = understudy("pairs", "import", other, "--data", data);

        assertThat(imported.err().lines()).hasSize(21).last().asString().endsWith("and 980 more lines");
        assertThat(imported.out()).contains("left out 1000 lines");
        assertThat(imported.exitCode()).isEqualTo(1);
    }

    @Test
    void cat_prints_one_pair_a_line() throws IOException {
        Typed cat = understudy("pairs", "cat", "--data", data);

        assertThat(cat.exitCode()).isZero();
        assertThat(cat.out().lines()).hasSize(3);
        for (String line : cat.out().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).path("route").textValue())
                    .isEqualTo("qa");
        }
    }

    @Test
    void cat_prints_the_pairs_that_are_named_and_says_which_are_not_there() {
        Typed both = understudy("pairs", "cat", "--data", data, "--id=qa:1", "--id", "qa:3");
        Typed missing = understudy("pairs", "cat", "--data", data, "--id=qa:2", "--id=qa:9");

        assertThat(both.exitCode()).isZero();
        assertThat(both.out().lines()).hasSize(2).allMatch(line -> line.contains("qa:1") || line.contains("qa:3"));
        assertThat(missing.out().lines()).hasSize(1);
        assertThat(missing.err()).contains("--id: qa:9 (expected: the id of a pair in ");
        assertThat(missing.exitCode()).isEqualTo(2);
    }

    @Test
    void cat_prints_the_asked_route_and_time_only() {
        assertThat(understudy("pairs", "cat", "--data", data, "--route", "other")
                        .out())
                .isEmpty();
        assertThat(understudy("pairs", "cat", "--data", data, "--since", "9999-01-01T00:00:00Z")
                        .out())
                .isEmpty();
    }

    @Test
    void ls_counts_pairs_by_route() {
        assertThat(understudy("pairs", "ls", "--data", data).out()).contains("route qa  3 pairs");
    }

    @Test
    void export_joins_feedback_into_its_pair() {
        assertThat(understudy("pairs", "export", "--format", "jsonl", "--data", data)
                        .out())
                .contains("\"event\":\"label\"");
    }

    @Test
    void a_reader_who_leaves_is_no_error() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Typed cat = Typed.into(closed, "pairs", "cat", "--data", data);

        assertThat(cat.exitCode()).isZero();
        assertThat(cat.err()).isEmpty();
    }

    @Test
    void labels_come_from_a_file_and_bad_lines_are_told() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.csv"), """
                id,label
                qa:1,spam
                qa:9,spam
                """);

        Typed label = understudy("pairs", "label", "--file", labels, "--data", data);

        assertThat(label.exitCode()).isEqualTo(1);
        assertThat(label.err()).contains("labels.csv: line 3: id: qa:9 is no pair of this data directory");
        assertThat(label.out())
                .contains("took 1 events about 1 pairs")
                .contains("left out 1 lines about unknown pairs");
        assertThat(understudy("pairs", "export", "--data", data).out()).contains("\"label\":\"spam\"");
    }

    @Test
    void every_format_is_listed_and_another_one_is_refused() {
        assertThat(understudy("pairs", "formats").out()).contains("promptfoo", "mt-bench", "langsmith", "jsonl");

        Typed export = understudy("pairs", "export", "--format", "word", "--data", data);
        assertThat(export.exitCode()).isEqualTo(2);
        assertThat(export.err()).contains("--format: word (expected: jsonl, parquet, ares,");
    }

    @Test
    void a_format_of_several_files_needs_a_new_directory() {
        Typed nowhere = understudy("pairs", "export", "--format", "ragas", "--data", data);
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--out: missing (expected: a new directory");

        Path out = directory.resolve("ragas");
        Typed export = understudy("pairs", "export", "--format", "ragas", "--data", data, "--out", out);
        assertThat(export.exitCode()).isZero();
        assertThat(export.err()).contains("wrote 3 pairs");
        assertThat(out.resolve("legacy.jsonl")).exists();

        Typed again = understudy("pairs", "export", "--format", "ragas", "--data", data, "--out", out);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("not empty (expected: a new directory)");
    }

    @Test
    void another_tools_files_come_in_as_pairs() {
        Path out = directory.resolve("deepeval");
        understudy("pairs", "export", "--format", "deepeval", "--data", data, "--out", out);

        Typed imported =
                understudy("pairs", "import", "--format", "deepeval", out, "--data", directory.resolve("back"));

        assertThat(imported.out()).contains("imported 3 pairs of route deepeval");
        assertThat(imported.exitCode()).isZero();
        assertThat(understudy(
                                "pairs",
                                "import",
                                "--format",
                                "deepeval",
                                out.resolve("legacy.jsonl"),
                                "--data",
                                directory.resolve("none"))
                        .err())
                .contains("expected: two, legacy's and the candidate's");
    }

    @Test
    void parquet_without_its_module_is_wrong_use_that_says_what_to_do() {
        Typed exported = understudy("pairs", "export", "--data", data, "--out", directory.resolve("pairs.parquet"));
        Typed imported = understudy("pairs", "import", "--format", "parquet", data, "--data", data);

        assertThat(exported.exitCode()).isEqualTo(2);
        assertThat(exported.err())
                .contains("parquet needs the module understudy-parquet (expected: started as ./understudy");
        assertThat(imported.exitCode()).isEqualTo(2);
        assertThat(imported.err()).isEqualTo(exported.err());
        assertThat(understudy("pairs", "formats").out())
                .containsPattern("parquet +either .*; module understudy-parquet");
    }
}
