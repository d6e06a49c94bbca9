package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Evals API: a data source of {@code {"item", "sample"}} lines. The candidate's answer is the sample, so that a
 * grader finds it as {@code {{sample.output_text}}}; legacy's is {@code {{item.legacy}}}.
 */
record OpenAiEvalsFormat() implements Format {
    private static final Set<String> OURS =
            Set.of("id", "input", "messages", "reference", "category", "contexts", "legacy", "legacy_model");

    @Override
    public String name() {
        return "openai-evals";
    }

    @Override
    public String about() {
        return "OpenAI Evals API, {item, sample} lines: the candidate is the sample, legacy is item.legacy";
    }

    @Override
    public Shape shape() {
        return Shape.FILE;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, "items.jsonl");
        return new Export() {
            @Override
            public void add(SideBySide pair) throws IOException {
                ObjectNode line = JsonLine.object();
                line.set("item", item(pair));
                line.set("sample", sample(pair.candidate()));
                lines.add(line);
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static ObjectNode item(SideBySide pair) {
        Question question = pair.question();
        Reply legacy = pair.legacy();
        ObjectNode item = JsonLine.object();
        item.setAll(question.metadata());
        item.put("id", pair.id());
        item.put("input", question.text());
        item.set("messages", question.messages());
        item.put("reference", question.reference());
        item.put("category", question.category());
        question.contextTexts().forEach(item.putArray("contexts")::add);
        item.put("legacy", legacy == null || legacy.output() == null ? null : legacy.text());
        item.put("legacy_model", legacy == null ? null : legacy.model());
        return item;
    }

    private static ObjectNode sample(@Nullable Reply reply) {
        ObjectNode sample = JsonLine.object();
        if (reply == null) {
            return sample;
        }
        sample.put("model", reply.model());
        if (reply.output() == null) {
            sample.putObject("error").put("code", "no_answer").put("message", reply.error());
            return sample;
        }
        sample.put("output_text", reply.text());
        sample.putArray("output").addObject().put("role", "assistant").put("content", reply.text());
        sample.put("finish_reason", reply.finishReason());
        Long input = reply.inputTokens();
        Long output = reply.outputTokens();
        if (input != null && output != null) {
            sample.putObject("usage")
                    .put("prompt_tokens", input)
                    .put("completion_tokens", output)
                    .put("total_tokens", input + output);
        }
        return sample;
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            boolean isLegacy = i == 0 && files.size() == 2;
            JsonLines.read(
                    file,
                    (number, why) -> received.bad(file.getFileName() + " line " + number, why),
                    (number, line) -> {
                        JsonNode item = line.has("datasource_item") ? line.path("datasource_item") : line.path("item");
                        if (!item.isObject()) {
                            throw JsonLine.wrong("item", line.get("item"), "an object");
                        }
                        String id = JsonLine.firstText(item, "id", "question_id");
                        Reply sampled = sampled(line.path("sample"));
                        String legacy = JsonLine.text(item, "legacy");
                        String model = JsonLine.text(item, "legacy_model");
                        Reply first = legacy == null ? null : Reply.of(model == null ? "legacy" : model, legacy);
                        received.question(
                                id == null ? Long.toString(number) : id,
                                question((ObjectNode) item),
                                isLegacy ? sampled : first,
                                isLegacy ? null : sampled);
                    });
        }
    }

    private static @Nullable Reply sampled(JsonNode sample) {
        String model = JsonLine.text(sample, "model");
        String name = model == null ? "candidate" : model;
        String text = JsonLine.text(sample, "output_text");
        if (text == null && sample.path("output").path(0).has("content")) {
            text = sample.path("output").path(0).path("content").asText();
        }
        if (text == null) {
            String error = JsonLine.text(sample.path("error"), "message");
            return error == null ? null : Reply.failed(name, error);
        }
        JsonNode usage = sample.path("usage");
        return Reply.of(name, TextNode.valueOf(text))
                .tokens(JsonLine.whole(usage, "prompt_tokens"), JsonLine.whole(usage, "completion_tokens"))
                .finishing(JsonLine.text(sample, "finish_reason"));
    }

    private static Question question(ObjectNode item) {
        JsonNode messages = item.path("messages");
        String text = JsonLine.firstText(item, "input", "question", "prompt", "query");
        ObjectNode metadata = item.deepCopy();
        metadata.remove(OURS);
        boolean isConversation = messages.size() > 1 || (text == null && messages.isArray());
        JsonNode input = isConversation ? messages : TextNode.valueOf(text == null ? item.toString() : text);
        return Question.of("")
                .input(input)
                .reference(JsonLine.firstText(item, "reference", "expected_output", "correct_label", "ground_truth"))
                .contexts(Question.passages(item.path("contexts")), List.of())
                .category(JsonLine.text(item, "category"))
                .metadata(metadata);
    }
}
