package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.log.PairImport;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes {@code judge} and {@code votes} of lines of outputs: {@code {"judge": {"model", "legacy_first", "candidate_first"},
 * "votes": {"rater": "candidate"}}}, where an order's word is a side, {@code tie}, or what else the judge said.
 */
public final class OutputsOpinions implements PairImport.Beside {
    private final Opinions.Intake intake;
    private long judgments;
    private long votes;

    public OutputsOpinions(Opinions.Intake intake) {
        this.intake = intake;
    }

    public long judgments() {
        return judgments;
    }

    public long votes() {
        return votes;
    }

    @Override
    public void line(Pair pair, ObjectNode line) throws IOException, MalformedRecordException {
        List<Vote> said = votes(pair, line.path("votes"));
        JsonNode judge = line.path("judge");
        if (judge.has("legacy_first") || judge.has("candidate_first")) {
            intake.add(judgment(pair, line, judge));
            judgments++;
        }
        for (Vote vote : said) {
            intake.add(vote);
            votes++;
        }
    }

    /** Whoever said something else than a side or a tie has not voted. */
    private static List<Vote> votes(Pair pair, JsonNode votes) throws MalformedRecordException {
        if (!votes.isObject() && !votes.isMissingNode() && !votes.isNull()) {
            throw JsonLine.wrong("votes", votes, "{\"RATER\": \"legacy\", \"tie\" or \"candidate\", ...}");
        }
        List<Vote> said = new ArrayList<>();
        for (Map.Entry<String, JsonNode> vote : votes.properties()) {
            Choice choice = Choice.parse(vote.getValue().asText())
                    .orElseThrow(() -> JsonLine.wrong("votes", vote.getValue(), "legacy, tie or candidate"));
            said.add(new Vote(pair.id(), pair.route(), vote.getKey(), choice, pair.time()));
        }
        return said;
    }

    private static Judgment judgment(Pair pair, ObjectNode line, JsonNode judge) {
        String model = judge.path("model").asText("judge");
        List<Judgment.Round> rounds = new ArrayList<>();
        for (Judgment.Shown shown : List.of(Judgment.Shown.LEGACY_FIRST, Judgment.Shown.CANDIDATE_FIRST)) {
            JsonNode word = judge.path(shown.label());
            if (!word.isMissingNode()) {
                Optional<Choice> choice = Choice.parse(word.asText());
                rounds.add(
                        choice.isPresent()
                                ? Judgment.Round.of(shown, choice.get(), "")
                                : Judgment.Round.failed(shown, word.asText(), "no verdict"));
            }
        }
        return new Judgment(
                pair.id(),
                pair.route(),
                model,
                new Judgment.By(model, judge.path("prompt").asText("unknown"), "", Double.NaN),
                new Judgment.Sides("legacy", "candidate", chars(line, "legacy"), chars(line, "candidate")),
                rounds,
                Judgment.Spent.UNKNOWN,
                pair.time());
    }

    private static int chars(ObjectNode line, String side) {
        String text = line.path(side).path("text").asText();
        return text.codePointCount(0, text.length());
    }
}
