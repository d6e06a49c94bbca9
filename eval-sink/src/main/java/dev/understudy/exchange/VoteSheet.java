package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Draw;
import dev.understudy.judge.Duel;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: questions with two answers, A and B, in an order that is drawn for each pair, and columns to fill in. Which
 * was which stands in a key apart, so that whoever fills it in cannot tell.
 */
public final class VoteSheet {
    private static final List<String> COLUMNS = List.of(
            "number",
            "question",
            "answer_a",
            "answer_b",
            "better",
            "score_a",
            "score_b",
            "errors_a",
            "errors_b",
            "note");
    private static final List<String> KEY = List.of("number", "pair_id", "route", "answer_a");
    /** What people give when they give scores without a name for them. */
    private static final String RUBRIC = "score";

    private VoteSheet() {}

    /** Takes what is wrong with a row. */
    public interface Complaints {
        void line(long line, String why);
    }

    /**
     * What came of reading a sheet.
     *
     * @param same rows that say what the person had said before
     * @param empty rows that were not filled in
     */
    public record Result(long votes, long same, long empty, long bad) {}

    /** Both files must not be there yet. */
    public static void write(List<Duel> duels, long seed, Path sheet, Path key) throws IOException {
        StringBuilder rows = new StringBuilder(Csv.write(COLUMNS, ',')).append('\n');
        StringBuilder keys = new StringBuilder(Csv.write(KEY, ',')).append('\n');
        int number = 0;
        for (Duel duel : duels) {
            String row = Integer.toString(++number);
            boolean isLegacyA = Draw.hash("sheet" + seed, duel.pairId()) >= 0;
            String first = isLegacyA ? duel.legacy() : duel.candidate();
            String second = isLegacyA ? duel.candidate() : duel.legacy();
            rows.append(Csv.write(
                            List.of(row, cell(duel.question()), cell(first), cell(second), "", "", "", "", "", ""),
                            ','))
                    .append('\n');
            keys.append(Csv.write(List.of(row, duel.pairId(), duel.route(), isLegacyA ? "legacy" : "candidate"), ','))
                    .append('\n');
        }
        Files.writeString(sheet, rows, StandardOpenOption.CREATE_NEW);
        try {
            Files.writeString(key, keys, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            Files.delete(sheet); // which nobody could read back
            throw e;
        }
    }

    /** What a spreadsheet would take for a formula is text there, behind an apostrophe. Nobody reads these columns back. */
    private static String cell(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    /** Takes the votes of a filled sheet, CSV or JSON lines with the same names. */
    public static Result read(
            Path sheet, Path key, String rater, Path dataDirectory, Instant now, Complaints complaints)
            throws IOException {
        Map<String, ObjectNode> keys = new HashMap<>();
        Table.read(key, new Rows((line, row) -> keys.put(JsonLine.require(row, "number"), row), complaints));
        Map<String, Vote> before = new HashMap<>();
        Opinions opinions = Opinions.of(dataDirectory);
        opinions.votes().stream()
                .filter(vote -> vote.rater().equals(rater))
                .forEach(vote -> before.put(vote.pairId(), vote));
        long[] counts = {0, 0, 0};
        Rows rows;
        try (Opinions.Intake intake = opinions.intake(now)) {
            rows = new Rows(
                    (line, row) -> {
                        Vote vote = vote(row, keys, rater, now);
                        if (vote == null) {
                            counts[2]++;
                        } else if (before.containsKey(vote.pairId()) && vote.saysTheSameAs(before.get(vote.pairId()))) {
                            counts[1]++;
                        } else {
                            intake.add(vote);
                            counts[0]++;
                        }
                    },
                    complaints);
            Table.read(sheet, rows);
        }
        return new Result(counts[0], counts[1], counts[2], rows.bad);
    }

    private interface Row {
        void read(long line, ObjectNode row) throws IOException, MalformedRecordException;
    }

    private static final class Rows implements Table.Target {
        private final Row reading;
        private final Complaints complaints;
        private long bad;

        Rows(Row reading, Complaints complaints) {
            this.reading = reading;
            this.complaints = complaints;
        }

        @Override
        public void row(long line, ObjectNode row) throws IOException, MalformedRecordException {
            reading.read(line, row);
        }

        @Override
        public void bad(long line, String why) {
            bad++;
            complaints.line(line, why);
        }
    }

    /** Null for a row that says nothing. */
    private static @Nullable Vote vote(ObjectNode row, Map<String, ObjectNode> keys, String rater, Instant now)
            throws MalformedRecordException {
        ObjectNode key = keys.get(JsonLine.require(row, "number"));
        if (key == null) {
            throw JsonLine.wrong("number", row.get("number"), "one that the key has");
        }
        boolean isLegacyA = JsonLine.require(key, "answer_a").equals("legacy");
        Choice choice = choice(row, isLegacyA);
        Map<String, Double> scores = new TreeMap<>();
        score(row, "score_a", isLegacyA, scores);
        score(row, "score_b", !isLegacyA, scores);
        List<String> first = words(row.path("errors_a").asText());
        List<String> second = words(row.path("errors_b").asText());
        String note = row.path("note").asText().strip();
        if (choice == null && scores.isEmpty() && first.isEmpty() && second.isEmpty() && note.isEmpty()) {
            return null;
        }
        return new Vote(
                JsonLine.require(key, "pair_id"),
                JsonLine.require(key, "route"),
                rater,
                choice,
                scores,
                isLegacyA ? first : second,
                isLegacyA ? second : first,
                note.isEmpty() ? null : note,
                now);
    }

    private static @Nullable Choice choice(ObjectNode row, boolean isLegacyA) throws MalformedRecordException {
        String better = row.path("better").asText().strip().toLowerCase(Locale.ROOT);
        return switch (better) {
            case "" -> null;
            case "a" -> isLegacyA ? Choice.LEGACY : Choice.CANDIDATE;
            case "b" -> isLegacyA ? Choice.CANDIDATE : Choice.LEGACY;
            case "tie" -> Choice.TIE;
            default -> throw JsonLine.wrong("better", row.get("better"), "A, B or tie");
        };
    }

    private static void score(ObjectNode row, String column, boolean isLegacy, Map<String, Double> scores)
            throws MalformedRecordException {
        JsonNode value = row.path(column);
        String text = value.asText().strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            double score = Double.parseDouble(text);
            if (Double.isFinite(score)) {
                scores.put(RUBRIC + "/" + (isLegacy ? "legacy" : "candidate"), score);
                return;
            }
        } catch (NumberFormatException e) {
            // said below, in the words of the column
        }
        throw JsonLine.wrong(column, value, "a finite number");
    }

    private static List<String> words(String text) {
        return new ArrayList<>(Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList());
    }
}
