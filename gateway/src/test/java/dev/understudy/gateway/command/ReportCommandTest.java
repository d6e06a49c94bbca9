package dev.understudy.gateway.command;

import static dev.understudy.gateway.command.Typed.understudy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    Path directory;

    private Path data = Path.of("");

    @BeforeEach
    void given_a_few_imported_pairs() throws IOException {
        data = directory.resolve("data");
        Path outputs = Files.writeString(directory.resolve("qa.jsonl"), """
                {"pair_id": "1", "input": "a", "legacy": {"text": "x"}, "candidate": {"text": "y"}}
                {"pair_id": "2", "input": "b", "legacy": {"text": "x"}, "candidate": {"text": "x"}}
                """);
        assertThat(understudy("pairs", "import", outputs, "--data", data).exitCode())
                .isZero();
    }

    @Test
    void one_comparison_is_written_in_every_form_that_was_asked_for() throws IOException {
        Path json = directory.resolve("out/report.json");
        Typed report = understudy(
                "report",
                "--data",
                data,
                "--out",
                json,
                "--out",
                directory.resolve("r.html"),
                "--out",
                directory.resolve("r.md"));

        assertThat(report.err()).isEmpty();
        assertThat(new ObjectMapper().readTree(json.toFile()).path("verdict").textValue())
                .isEqualTo(report.out().lines().findFirst().orElseThrow());
        assertThat(directory.resolve("r.html")).content().startsWith("<!");
        assertThat(directory.resolve("r.md")).content().startsWith("#");
    }

    @Test
    void two_reports_are_held_against_each_other() {
        Path first = directory.resolve("first.json");
        understudy("report", "--data", data, "--out", first);

        Typed there = understudy("report", "--compare", first, first);
        Typed page = understudy("report", "--compare", first, first, "--out", directory.resolve("both.html"));

        assertThat(there.out()).startsWith("# first.json: hold; first.json: hold");
        assertThat(there.exitCode()).isEqualTo(10);
        assertThat(page.out()).isEqualTo("hold, then hold\n");
        assertThat(directory.resolve("both.html")).content().startsWith("<!");
    }

    @Test
    void a_report_without_a_file_to_write_is_wrong_use() {
        Typed report = understudy("report", "--data", data);

        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("--out: missing");
    }

    @Test
    void too_little_evidence_is_hold_and_exits_10() {
        Typed report = understudy("report", "--data", data, "--out", directory.resolve("r.json"));

        assertThat(report.exitCode()).as(report.out()).isEqualTo(10);
        assertThat(report.out()).startsWith("hold\n");
    }

    @Test
    void a_route_that_is_not_in_the_data_is_named() {
        Typed report = understudy("report", "--data", data, "--route", "qq", "--out", directory.resolve("r.json"));

        assertThat(report.exitCode()).isEqualTo(10);
        assertThat(report.out()).contains("no route with an experiment is called qq");
    }

    @Test
    void a_file_of_no_known_form_is_refused_before_anything_is_read() {
        Typed report = understudy("report", "--data", data, "--out", "report.pdf");

        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("--out: report.pdf (expected: a name ending in .html, .md or .json)");
    }

    @Test
    void a_missing_data_directory_is_wrong_use() {
        Typed report = understudy("report", "--data", directory.resolve("none"), "--out", directory.resolve("r.json"));

        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("none");
    }
}
