package dev.understudy.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one judge said about one pair. Given once and kept.
 *
 * @param judge its name in the configuration, or in the file it was imported from
 * @param by how it came about; the same pair is not judged again by the same
 * @param sides what was judged
 * @param rounds each asking, as it was answered; rubbish too
 */
public record Judgment(
        String pairId, String route, String judge, By by, Sides sides, List<Round> rounds, Spent spent, Instant time) {
    /** The version of the line's shape. */
    static final int SCHEMA_VERSION = 1;

    /** An answer of a judge that is kept; the rest is cut off. */
    public static final int ANSWER_CHARS_MAX = 4096;

    public Judgment {
        rounds = List.copyOf(rounds);
    }

    /**
     * @param model that judged, as the request named it
     * @param prompt the template's name
     * @param promptSha256 of the template
     * @param temperature NaN when unknown
     */
    public record By(String model, String prompt, String promptSha256, double temperature) {}

    /**
     * @param legacy the model's name; likewise {@code candidate}
     * @param legacyChars the answer's length in code points; likewise {@code candidateChars}
     */
    public record Sides(String legacy, String candidate, int legacyChars, int candidateChars) {}

    /** What was shown in one asking. */
    public enum Shown {
        LEGACY_FIRST,
        CANDIDATE_FIRST,
        LEGACY_ALONE,
        CANDIDATE_ALONE;

        /** As records write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isPairwise() {
            return this == LEGACY_FIRST || this == CANDIDATE_FIRST;
        }
    }

    /**
     * One asking.
     *
     * @param choice of two answers; null when one alone was shown, or no verdict could be read
     * @param score of one answer; null when two were shown, or no score could be read
     * @param answer what the judge said, cut
     * @param error why there is neither; null otherwise
     */
    public record Round(
            Shown shown,
            @Nullable Choice choice,
            @Nullable Double score,
            String answer,
            @Nullable String error) {
        public Round {
            answer = answer.length() <= ANSWER_CHARS_MAX ? answer : answer.substring(0, ANSWER_CHARS_MAX) + "…";
        }

        public static Round of(Shown shown, Choice choice, String answer) {
            return new Round(shown, choice, null, answer, null);
        }

        public static Round of(Shown shown, double score, String answer) {
            return new Round(shown, null, score, answer, null);
        }

        public static Round failed(Shown shown, String answer, String error) {
            return new Round(shown, null, null, answer, error);
        }
    }

    /** @param cost null without a price */
    public record Spent(
            int calls,
            long inputTokens,
            long outputTokens,
            @Nullable Double cost) {
        public static final Spent UNKNOWN = new Spent(0, 0, 0, null);
    }

    /** Whether any asking brought nothing that can be read. */
    public boolean failed() {
        return rounds.isEmpty() || rounds.stream().anyMatch(round -> round.choice() == null && round.score() == null);
    }

    /** Whether asking again would be no use: what the judge said may be rubbish, but it said something. */
    boolean isSettled() {
        return !rounds.isEmpty()
                && rounds.stream()
                        .allMatch(round -> round.error() == null
                                || round.error().equals(JudgeRun.NO_VERDICT)
                                || round.error().equals(JudgeRun.NO_SCORE));
    }

    public boolean isPairwise() {
        return rounds.stream().anyMatch(round -> round.shown().isPairwise());
    }

    /** The first choice with these answers in this order. */
    public Optional<Choice> choice(Shown shown) {
        return round(shown).map(Round::choice);
    }

    public Optional<Double> score(Shown shown) {
        return round(shown).map(Round::score);
    }

    /** What counts: both orders' word, and a tie when they disagree. Empty when an asking failed. */
    public Optional<Choice> verdict() {
        if (failed()) {
            return Optional.empty();
        }
        if (!isPairwise()) {
            return score(Shown.LEGACY_ALONE)
                    .flatMap(legacy -> score(Shown.CANDIDATE_ALONE).map(candidate -> Choice.of(legacy, candidate)));
        }
        List<Choice> choices = new ArrayList<>();
        choice(Shown.LEGACY_FIRST).ifPresent(choices::add);
        choice(Shown.CANDIDATE_FIRST).ifPresent(choices::add);
        return choices.stream().distinct().count() > 1
                ? Optional.of(Choice.TIE)
                : choices.stream().findFirst();
    }

    /** Whether another judgment would be the same again. */
    public Key key() {
        return new Key(pairId, judge, by.model(), by.promptSha256());
    }

    /** Who has judged what. */
    public record Key(String pairId, String judge, String model, String promptSha256) {}

    private Optional<Round> round(Shown shown) {
        return rounds.stream().filter(round -> round.shown() == shown).findFirst();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonLine.object();
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("pairId", pairId).put("route", route).put("judge", judge).put("time", time.toString());
        json.put("model", by.model()).put("prompt", by.prompt()).put("promptSha256", by.promptSha256());
        json.put("temperature", Double.isNaN(by.temperature()) ? null : (Double) by.temperature());
        json.put("legacy", sides.legacy()).put("candidate", sides.candidate());
        json.put("legacyChars", sides.legacyChars()).put("candidateChars", sides.candidateChars());
        verdict().ifPresent(choice -> json.put("verdict", choice.label()));
        ArrayNode all = json.putArray("rounds");
        for (Round round : rounds) {
            ObjectNode one = all.addObject().put("shown", round.shown().label());
            if (round.choice() != null) {
                one.put("choice", round.choice().label());
            }
            if (round.score() != null) {
                one.put("score", round.score());
            }
            if (round.error() != null) {
                one.put("error", round.error());
            }
            one.put("answer", round.answer());
        }
        json.putObject("spent")
                .put("calls", spent.calls())
                .put("inputTokens", spent.inputTokens())
                .put("outputTokens", spent.outputTokens())
                .put("cost", spent.cost());
        return json;
    }

    static Judgment of(JsonNode json) throws MalformedRecordException {
        Double temperature = JsonLine.number(json, "temperature");
        List<Round> rounds = new ArrayList<>();
        for (JsonNode one : json.path("rounds")) {
            rounds.add(new Round(
                    shown(one),
                    Choice.parse(one.path("choice").asText()).orElse(null),
                    JsonLine.number(one, "score"),
                    one.path("answer").asText(),
                    JsonLine.text(one, "error")));
        }
        JsonNode spent = json.path("spent");
        return new Judgment(
                JsonLine.require(json, "pairId"),
                JsonLine.require(json, "route"),
                JsonLine.require(json, "judge"),
                new By(
                        json.path("model").asText(),
                        json.path("prompt").asText(),
                        json.path("promptSha256").asText(),
                        temperature == null ? Double.NaN : temperature),
                new Sides(
                        json.path("legacy").asText(),
                        json.path("candidate").asText(),
                        json.path("legacyChars").asInt(),
                        json.path("candidateChars").asInt()),
                rounds,
                new Spent(
                        spent.path("calls").asInt(),
                        spent.path("inputTokens").asLong(),
                        spent.path("outputTokens").asLong(),
                        JsonLine.number(spent, "cost")),
                JsonLine.time(json, "time"));
    }

    private static Shown shown(JsonNode round) throws MalformedRecordException {
        String label = round.path("shown").asText();
        for (Shown shown : Shown.values()) {
            if (shown.label().equals(label)) {
                return shown;
            }
        }
        throw JsonLine.wrong(
                "shown", round.get("shown"), "legacy_first, candidate_first, legacy_alone or" + " candidate_alone");
    }
}
