package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeepEval: an {@code ArenaTestCase} a line, whose contestants are legacy and the candidate. */
record DeepEvalArenaFormat() implements Format {
    private static final double MILLIS = 1000;

    @Override
    public String name() {
        return "deepeval-arena";
    }

    @Override
    public String about() {
        return "DeepEval ArenaTestCase, JSON lines; the first contestant is legacy";
    }

    @Override
    public Shape shape() {
        return Shape.FILE;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, "arena.jsonl");
        return new Export() {
            private long left;

            @Override
            public void add(SideBySide pair) throws IOException {
                Reply legacy = pair.legacy();
                Reply candidate = pair.candidate();
                if (legacy == null || candidate == null || legacy.output() == null || candidate.output() == null) {
                    left++;
                    return;
                }
                ObjectNode arena = JsonLine.object();
                ArrayNode contestants = arena.putArray("contestants");
                contestant(contestants, pair, legacy, "legacy");
                contestant(contestants, pair, candidate, "candidate");
                lines.add(arena);
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

    private static void contestant(ArrayNode contestants, SideBySide pair, Reply reply, String role) {
        Question question = pair.question();
        ObjectNode contestant = contestants.addObject().put("name", role);
        ObjectNode test = contestant.putObject("test_case");
        test.put("input", question.text());
        test.put("actual_output", reply.text());
        test.put("expected_output", question.reference());
        DeepEvalFormat.texts(
                test,
                "context",
                question.referenceContexts().stream()
                        .map(Question.Passage::text)
                        .toList());
        DeepEvalFormat.texts(test, "retrieval_context", question.contextTexts());
        ObjectNode noted = test.putObject("metadata");
        noted.setAll(question.metadata());
        if (question.category() != null) {
            noted.put("category", question.category());
        }
        test.putNull("tools_called").putNull("expected_tools").putNull("comments");
        test.put("token_cost", reply.cost());
        Double millis = reply.latencyMs();
        test.put("completion_time", millis == null ? null : (Double) (millis / MILLIS));
        test.put("name", pair.id());
        test.putNull("tags");
        contestant.putObject("hyperparameters").put("model", reply.model());
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        for (Path file : files) {
            JsonLines.read(
                    file,
                    (number, why) -> received.bad(file.getFileName() + " line " + number, why),
                    (number, arena) -> {
                        JsonNode contestants = arena.path("contestants");
                        if (contestants.size() != 2) {
                            throw JsonLine.wrong("contestants", contestants, "two, the first of them legacy");
                        }
                        JsonNode test = contestants.get(0).path("test_case");
                        String id = JsonLine.text(test, "name");
                        received.question(
                                id == null ? Long.toString(number) : id,
                                DeepEvalFormat.question(test, test.path("metadata")),
                                reply(contestants.get(0)),
                                reply(contestants.get(1)));
                    });
        }
    }

    private static @Nullable Reply reply(JsonNode contestant) throws MalformedRecordException {
        JsonNode test = contestant.path("test_case");
        String output = JsonLine.firstText(test, "actual_output", "actualOutput");
        if (output == null) {
            throw JsonLine.wrong("actual_output", test.get("actual_output"), "what the model answered");
        }
        String model = JsonLine.text(contestant.path("hyperparameters"), "model");
        Double seconds = JsonLine.number(test, "completion_time");
        return Reply.of(model == null ? contestant.path("name").asText() : model, output)
                .took(null, seconds == null ? null : (Double) (seconds * MILLIS))
                .costing(JsonLine.number(test, "token_cost"));
    }
}
