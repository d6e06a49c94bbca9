package dev.understudy.exchange;

import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Pairs for the tests of the formats. */
public final class Sides {
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Sides() {}

    /** One of route {@code qa}, with texts alone. */
    public static SideBySide pair(String id, String question, String legacy, String candidate) {
        return new SideBySide(
                id,
                "qa:" + id,
                "qa",
                NOON,
                Question.of(question),
                Reply.of("old", legacy),
                Reply.of("new", candidate),
                null,
                SideBySide.Said.NOTHING);
    }

    /** One that uses every field there is. */
    static SideBySide full() {
        Question question = Question.of("Which tents, \"light\" ones?\nFor two.")
                .reference("The Geo, 1.2 kg")
                .category("camping")
                .contexts(
                        List.of(
                                new Question.Passage("d1", "The Geo weighs 1.2 kg."),
                                new Question.Passage("d2", "The Dome weighs 3 kg.")),
                        List.of(new Question.Passage("d1", "The Geo weighs 1.2 kg.")))
                .metadata(JsonLine.object().put("source", "search"));
        return new SideBySide(
                "1",
                "qa:1",
                "qa",
                NOON,
                question,
                Reply.of("old", "The Dome, 3 kg.")
                        .took(null, 250.0)
                        .tokens(12L, 6L)
                        .costing(0.001)
                        .finishing("stop"),
                Reply.of("new", "The Geo, 1.2 kg")
                        .took(null, 125.0)
                        .tokens(12L, 7L)
                        .costing(0.0005)
                        .finishing("stop"),
                null,
                new SideBySide.Said(
                        List.of(new Judgment(
                                "qa:1",
                                "qa",
                                "strict",
                                new Judgment.By("judge-model", "pairwise", "ab".repeat(32), 0),
                                new Judgment.Sides("old", "new", 15, 15),
                                List.of(
                                        Judgment.Round.of(Judgment.Shown.LEGACY_FIRST, Choice.CANDIDATE, "[[B]]"),
                                        Judgment.Round.of(Judgment.Shown.CANDIDATE_FIRST, Choice.CANDIDATE, "[[A]]")),
                                new Judgment.Spent(2, 100, 10, null),
                                NOON)),
                        List.of(new Vote(
                                "qa:1",
                                "qa",
                                "ann",
                                Choice.CANDIDATE,
                                Map.of("helpfulness/legacy", 2.0, "helpfulness/candidate", 4.0),
                                List.of("wrong weight"),
                                List.of(),
                                "clear",
                                NOON))));
    }
}
