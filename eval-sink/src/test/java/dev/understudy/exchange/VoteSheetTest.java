package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.judge.Choice;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Vote;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteSheetTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path directory;

    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void given_a_sheet() throws IOException {
        try (PairWriter writer = PairWriter.open(data(), "import")) {
            for (int i = 0; i < 20; i++) {
                writer.add(Sides.pair(Integer.toString(i), "Which, \"" + i + "\"?", "the old one", "the new one")
                        .toPair(i));
            }
        }
        VoteSheet.write(Duels.draw(data(), PairFilter.ALL, 100, 1).duels(), 1, sheet(), key());
    }

    @Test
    void a_sheet_does_not_say_whose_answers_they_are_and_shuffles_them() throws IOException {
        String sheet = Files.readString(sheet());

        assertThat(sheet).doesNotContain("legacy").doesNotContain("candidate").doesNotContain("qa:");
        assertThat(sheet.lines().filter(line -> line.contains("the old one,the new one")))
                .hasSizeBetween(3, 17);
        assertThat(Files.readString(key()).lines()).hasSize(21);
    }

    @Test
    void votes_come_back_to_the_right_side_whatever_the_order() throws IOException {
        fill("the new one", "7", "vague; too long");

        assertThat(read("ann")).isEqualTo(new VoteSheet.Result(20, 0, 0, 0));
        assertThat(Opinions.of(data()).votes()).hasSize(20).allSatisfy(vote -> {
            assertThat(vote.choice()).isEqualTo(Choice.CANDIDATE);
            assertThat(vote.scores()).isEqualTo(Map.of("score/candidate", 7.0));
            assertThat(vote.candidateErrors()).containsExactly("vague", "too long");
            assertThat(vote.legacyErrors()).isEmpty();
        });
    }

    @Test
    void the_same_sheet_again_counts_once_and_a_changed_one_replaces_it() throws IOException {
        fill("the new one", "", "");
        read("ann");
        assertThat(read("ann")).isEqualTo(new VoteSheet.Result(0, 20, 0, 0));

        fill("the old one", "", "");
        VoteSheet.read(sheet(), key(), "ann", data(), NOW.plusSeconds(1), (line, why) -> {});
        assertThat(Opinions.of(data()).votes())
                .hasSize(20)
                .extracting(Vote::choice)
                .containsOnly(Choice.LEGACY);
    }

    @Test
    void what_is_not_filled_in_is_counted_and_what_is_wrong_is_named() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(sheet()));
        lines.set(1, lines.get(1).replaceAll(",,,,,,$", ",C,,,,,"));
        lines.set(2, lines.get(2).replaceAll(",,,,,,$", ",A,much,,,,"));
        lines.add("99,q,a,b,A,,,,,");
        Files.write(sheet(), lines);

        assertThat(read("ann")).isEqualTo(new VoteSheet.Result(0, 0, 18, 3));
        assertThat(complaints)
                .containsExactly(
                        "line 2: better: \"C\" (expected: A, B or tie)",
                        "line 3: score_a: \"much\" (expected: a finite number)",
                        "line 22: number: \"99\" (expected: one that the key has)");
    }

    @Test
    void a_note_alone_is_kept() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(sheet()));
        lines.set(1, lines.get(1).replaceAll(",,,,,,$", ",,,,,,both are wrong"));
        Files.write(sheet(), lines);

        assertThat(read("ann")).isEqualTo(new VoteSheet.Result(1, 0, 19, 0));
        assertThat(Opinions.of(data()).votes()).singleElement().satisfies(vote -> {
            assertThat(vote.choice()).isNull();
            assertThat(vote.note()).isEqualTo("both are wrong");
        });
    }

    @Test
    void a_filled_sheet_is_never_written_over() {
        Path other = directory.resolve("other.csv");

        assertThatThrownBy(() -> VoteSheet.write(List.of(), 1, sheet(), other))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> VoteSheet.write(List.of(), 1, other, key()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(other).doesNotExist();
    }

    private void fill(String better, String score, String errors) throws IOException {
        List<String> filled = new ArrayList<>();
        for (String line : Files.readAllLines(sheet())) {
            boolean isA = line.contains("," + better + ",the");
            filled.add(line.replaceAll(
                    ",[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,$",
                    isA ? ",A," + score + ",," + errors + ",," : ",B,," + score + ",," + errors + ","));
        }
        filled.set(0, Files.readAllLines(sheet()).get(0));
        Files.write(sheet(), filled);
    }

    private VoteSheet.Result read(String rater) throws IOException {
        return VoteSheet.read(
                sheet(), key(), rater, data(), NOW, (line, why) -> complaints.add("line " + line + ": " + why));
    }

    private Path sheet() {
        return directory.resolve("sheet.csv");
    }

    private Path key() {
        return directory.resolve("key.csv");
    }

    private Path data() {
        return directory.resolve("data");
    }
}
