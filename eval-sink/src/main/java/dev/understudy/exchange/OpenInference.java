package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Sha256;
import dev.understudy.log.JsonLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenInference's names for the attributes of a span, as Phoenix and its exporters use them. */
record OpenInference() implements SpanFormat.Convention {
    private static final String ID = "understudy.pair.id";
    private static final String ROLE = "understudy.role";

    @Override
    public String name() {
        return "openinference";
    }

    @Override
    public String about() {
        return "OpenInference spans, JSON lines; legacy and candidate in one trace";
    }

    @Override
    public void write(ObjectNode attributes, SideBySide pair, Reply reply, String role, Format.Origin origin) {
        Question question = pair.question();
        attributes.put("openinference.span.kind", "LLM");
        attributes.put("input.value", question.text()).put("input.mime_type", "text/plain");
        boolean isText = reply.output() == null || reply.output().isTextual();
        attributes.put("output.value", reply.text());
        attributes.put("output.mime_type", isText ? "text/plain" : "application/json");
        attributes.put("llm.model_name", reply.model());
        ArrayNode messages = question.messages();
        for (int i = 0; i < messages.size(); i++) {
            String prefix = "llm.input_messages." + i + ".message.";
            attributes.put(prefix + "role", messages.get(i).path("role").asText());
            attributes.put(prefix + "content", messages.get(i).path("content").asText());
        }
        attributes.put("llm.output_messages.0.message.role", "assistant");
        attributes.put("llm.output_messages.0.message.content", reply.text());
        Long input = reply.inputTokens();
        Long output = reply.outputTokens();
        if (input != null && output != null) {
            attributes.put("llm.token_count.prompt", input).put("llm.token_count.completion", output);
            attributes.put("llm.token_count.total", input + output);
        }
        if (reply.cost() != null) {
            attributes.put("llm.cost.total", reply.cost());
        }
        if (reply.finishReason() != null) {
            attributes.put("llm.finish_reason", reply.finishReason());
        }
        for (int i = 0; i < question.contexts().size(); i++) {
            Question.Passage passage = question.contexts().get(i);
            String prefix = "retrieval.documents." + i + ".document.";
            if (passage.id() != null) {
                attributes.put(prefix + "id", passage.id());
            }
            attributes.put(prefix + "content", passage.text());
        }
        attributes.put("metadata", noted(pair, reply, role).toString());
    }

    /** By the convention a text of JSON. */
    private static ObjectNode noted(SideBySide pair, Reply reply, String role) {
        ObjectNode metadata = pair.question().metadata().deepCopy();
        metadata.put(ID, pair.id()).put(ROLE, role);
        if (pair.question().category() != null) {
            metadata.put("category", pair.question().category());
        }
        if (pair.question().reference() != null) {
            metadata.put("reference", pair.question().reference());
        }
        if (reply.error() != null) {
            metadata.put("error", reply.error());
        }
        return metadata;
    }

    @Override
    public SpanFormat.@Nullable Span read(JsonNode attributes) {
        if (!attributes.path("openinference.span.kind").asText().equals("LLM")) {
            return null;
        }
        JsonNode said = attributes.path("metadata");
        JsonNode parsed = said.isTextual() ? JsonLine.readOrNull(said.textValue()) : said;
        ObjectNode metadata = parsed instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
        String id = JsonLine.text(metadata, ID);
        String input = attributes.path("input.value").asText();
        Question question = Question.of(input)
                .input(messages(attributes, input))
                .reference(JsonLine.text(metadata, "reference"))
                .category(JsonLine.text(metadata, "category"))
                .contexts(documents(attributes), List.of());
        String role = metadata.path(ROLE).asText("candidate");
        String model =
                JsonLine.firstText(attributes, "llm.model_name", "llm.response.model_name", "llm.request.model_name");
        String error = JsonLine.text(metadata, "error");
        metadata.remove(List.of(ID, ROLE, "category", "reference", "error"));
        String name = model == null ? role : model;
        Reply reply = error != null
                ? Reply.failed(name, error)
                : Reply.of(name, output(attributes))
                        .tokens(
                                JsonLine.whole(attributes, "llm.token_count.prompt"),
                                JsonLine.whole(attributes, "llm.token_count.completion"))
                        .costing(JsonLine.number(attributes, "llm.cost.total"))
                        .finishing(JsonLine.text(attributes, "llm.finish_reason"));
        return new SpanFormat.Span(
                id == null ? Sha256.of(input).substring(0, 16) : id, role, question.metadata(metadata), reply);
    }

    private static JsonNode output(JsonNode attributes) {
        JsonNode value = attributes.path("output.value");
        JsonNode json = attributes.path("output.mime_type").asText().equals("application/json")
                ? JsonLine.readOrNull(value.asText())
                : null;
        return json == null ? value : json;
    }

    private static JsonNode messages(JsonNode attributes, String text) {
        ArrayNode messages = JsonLine.array();
        for (int i = 0; attributes.has("llm.input_messages." + i + ".message.role"); i++) {
            String prefix = "llm.input_messages." + i + ".message.";
            messages.addObject()
                    .put("role", attributes.path(prefix + "role").asText())
                    .put("content", attributes.path(prefix + "content").asText());
        }
        return messages.size() > 1 ? messages : messages.textNode(text);
    }

    private static List<Question.Passage> documents(JsonNode attributes) {
        List<Question.Passage> passages = new ArrayList<>();
        for (int i = 0; attributes.has("retrieval.documents." + i + ".document.content"); i++) {
            String prefix = "retrieval.documents." + i + ".document.";
            passages.add(new Question.Passage(
                    JsonLine.text(attributes, prefix + "id"),
                    attributes.path(prefix + "content").asText()));
        }
        return passages;
    }
}
