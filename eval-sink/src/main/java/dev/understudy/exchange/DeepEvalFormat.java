package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** DeepEval: goldens as JSON lines, as {@code EvaluationDataset.add_goldens_from_jsonl_file} reads them, one file a model. */
record DeepEvalFormat() implements OneModelFormat {
    /** How DeepEval joins a list where it has room for a text only. */
    private static final String DELIMITER = "|";

    @Override
    public String name() {
        return "deepeval";
    }

    @Override
    public String about() {
        return "DeepEval goldens with actual_output, JSON lines, a file a model; the id is the name";
    }

    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, file);
        return new Answers() {
            @Override
            public void add(SideBySide pair, Reply reply) throws IOException {
                lines.add(golden(pair, reply));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static ObjectNode golden(SideBySide pair, Reply reply) {
        Question question = pair.question();
        ObjectNode golden = JsonLine.object();
        golden.put("input", question.text());
        golden.put("actual_output", reply.output() == null ? null : reply.text());
        golden.put("expected_output", question.reference());
        texts(golden, "retrieval_context", question.contextTexts());
        texts(
                golden,
                "context",
                question.referenceContexts().stream()
                        .map(Question.Passage::text)
                        .toList());
        golden.put("name", pair.id());
        golden.put("comments", reply.error());
        golden.putNull("source_file");
        golden.putNull("tools_called");
        golden.putNull("expected_tools");
        ObjectNode noted = golden.putObject("additional_metadata");
        noted.setAll(question.metadata());
        noted.put("model", reply.model());
        if (question.category() != null) {
            noted.put("category", question.category());
        }
        golden.putNull("custom_column_key_values");
        return golden;
    }

    static void texts(ObjectNode target, String name, List<String> texts) {
        if (texts.isEmpty()) {
            target.putNull(name);
        } else {
            ArrayNode list = target.putArray(name);
            texts.forEach(list::add);
        }
    }

    @Override
    public void read(Path file, Answered answered) throws IOException {
        JsonLines.inOrder(file, answered::bad, (number, golden) -> {
            String id = JsonLine.text(golden, "name");
            JsonNode noted = golden.path("additional_metadata");
            String output = JsonLine.firstText(golden, "actual_output", "actualOutput");
            String model = JsonLine.text(noted, "model");
            String comments = JsonLine.text(golden, "comments");
            answered.add(
                    id == null ? Long.toString(number) : id,
                    question(golden, noted),
                    output == null
                            ? Reply.failed(model == null ? "" : model, comments == null ? "no actual_output" : comments)
                            : Reply.of(model == null ? "" : model, output));
        });
    }

    static Question question(JsonNode golden, JsonNode noted) {
        ObjectNode metadata = noted instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
        metadata.remove(List.of("model", "category"));
        return Question.of(golden.path("input").asText())
                .reference(JsonLine.firstText(golden, "expected_output", "expectedOutput"))
                .contexts(passages(golden.path("retrieval_context")), passages(golden.path("context")))
                .category(JsonLine.text(noted, "category"))
                .metadata(metadata);
    }

    private static List<Question.Passage> passages(JsonNode value) {
        if (value.isTextual() && !value.textValue().isEmpty()) {
            return Pattern.compile(DELIMITER, Pattern.LITERAL)
                    .splitAsStream(value.textValue())
                    .map(text -> new Question.Passage(null, text))
                    .toList();
        }
        return value.isArray() ? Question.passages(value) : List.of();
    }
}
