package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.log.JsonLine;
import dev.understudy.log.PairImport;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our own plain lines of two models' outputs, {@code {"pair_id", "slice"?, "input"?, "reference"?, "legacy": {"text"}, …}}.
 * They are read back without naming a format.
 */
record OutputsFormat() implements Format {
    static final String NAME = "outputs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String about() {
        return "plain outputs, {pair_id, legacy, candidate, …} lines; read without --format";
    }

    @Override
    public Shape shape() {
        return Shape.FILE;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, "outputs.jsonl");
        return new Export() {
            private long left;

            @Override
            public void add(SideBySide pair) throws IOException {
                ObjectNode line = line(pair);
                if (line == null) {
                    left++;
                } else {
                    lines.add(line);
                }
            }

            @Override
            public long leftOut() {
                return left;
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static @Nullable ObjectNode line(SideBySide pair) {
        JsonNode legacy = output(pair.legacy());
        JsonNode candidate = output(pair.candidate());
        if (legacy == null || candidate == null) {
            return null;
        }
        ObjectNode line = pair.asked();
        label(line, legacy);
        line.set("legacy", legacy);
        line.set("candidate", candidate);
        JsonNode twin = output(pair.twin());
        if (twin != null) {
            line.set("legacy_twin", twin);
        }
        opinions(line, pair);
        return line;
    }

    /** Of a prediction the right one is a label, which came in with the line or later. */
    private static void label(ObjectNode line, JsonNode output) {
        JsonNode reference = line.path("reference");
        if (output.has("pred") && !line.has("label") && !reference.isMissingNode()) {
            line.set("label", reference);
        }
        if (reference.isTextual() && line.path("label").asText().equals(reference.textValue())) {
            line.remove("reference");
        }
    }

    private static void opinions(ObjectNode line, SideBySide pair) {
        ObjectNode votes = JsonLine.object();
        pair.said().votes().forEach(vote -> {
            if (vote.choice() != null) {
                votes.put(vote.rater(), vote.choice().label());
            }
        });
        if (!votes.isEmpty()) {
            line.set("votes", votes);
        }
        pair.said().judgments().stream()
                .filter(Judgment::isPairwise)
                .findFirst()
                .ifPresent(judgment -> {
                    ObjectNode judge = line.putObject("judge");
                    judge.put("model", judgment.by().model());
                    judge.put("legacy_first", word(judgment.choice(Judgment.Shown.LEGACY_FIRST)));
                    judge.put("candidate_first", word(judgment.choice(Judgment.Shown.CANDIDATE_FIRST)));
                });
    }

    private static String word(Optional<Choice> choice) {
        return choice.map(Choice::label).orElse("error");
    }

    private static @Nullable JsonNode output(@Nullable Reply reply) {
        JsonNode output = reply == null ? null : reply.output();
        return reply == null || output == null || PairImport.isOutput(output)
                ? output
                : JsonLine.object().put("text", reply.text());
    }

    @Override
    public void read(List<Path> files, Received received) throws MalformedRecordException {
        throw new MalformedRecordException("outputs: read without --format, one file at a time");
    }
}
