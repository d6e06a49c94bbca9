package dev.understudy.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one person said about one pair without knowing which model was which. A later one of the same person about the same
 * pair replaces it.
 *
 * @param rater the person, by any name that stays the same
 * @param choice which answer is better; null when only scores, errors or a note were given
 * @param scores by rubric and side: {@code helpfulness/legacy}
 * @param legacyErrors what is wrong with legacy's answer, in the words of the team's own taxonomy; likewise
 *     {@code candidateErrors}
 * @param note in the person's own words
 */
public record Vote(
        String pairId,
        String route,
        String rater,
        @Nullable Choice choice,
        Map<String, Double> scores,
        List<String> legacyErrors,
        List<String> candidateErrors,
        @Nullable String note,
        Instant time) {
    static final int SCHEMA_VERSION = 1;

    public Vote {
        scores = Map.copyOf(scores);
        legacyErrors = List.copyOf(legacyErrors);
        candidateErrors = List.copyOf(candidateErrors);
    }

    /** A bare preference. */
    public Vote(String pairId, String route, String rater, Choice choice, Instant time) {
        this(pairId, route, rater, choice, Map.of(), List.of(), List.of(), null, time);
    }

    /** Whether somebody who heard both would have learnt nothing new. */
    public boolean saysTheSameAs(Vote other) {
        return pairId.equals(other.pairId)
                && rater.equals(other.rater)
                && choice == other.choice
                && scores.equals(other.scores)
                && legacyErrors.equals(other.legacyErrors)
                && candidateErrors.equals(other.candidateErrors)
                && Objects.equals(note, other.note);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonLine.object();
        json.put("schemaVersion", SCHEMA_VERSION);
        json.put("pairId", pairId).put("route", route).put("rater", rater).put("time", time.toString());
        json.put("choice", choice == null ? null : choice.label());
        ObjectNode all = json.putObject("scores");
        new TreeMap<>(scores).forEach((rubric, score) -> all.put(rubric, score));
        legacyErrors.forEach(json.putArray("legacyErrors")::add);
        candidateErrors.forEach(json.putArray("candidateErrors")::add);
        json.put("note", note);
        return json;
    }

    static Vote of(JsonNode json) throws MalformedRecordException {
        Map<String, Double> scores = new TreeMap<>();
        for (Map.Entry<String, JsonNode> score : json.path("scores").properties()) {
            if (score.getValue().isNumber()) {
                scores.put(score.getKey(), score.getValue().asDouble());
            }
        }
        return new Vote(
                JsonLine.require(json, "pairId"),
                JsonLine.require(json, "route"),
                JsonLine.require(json, "rater"),
                Choice.parse(json.path("choice").asText()).orElse(null),
                scores,
                JsonLine.texts(json.path("legacyErrors")),
                JsonLine.texts(json.path("candidateErrors")),
                JsonLine.text(json, "note"),
                JsonLine.time(json, "time"));
    }
}
