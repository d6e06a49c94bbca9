package dev.understudy.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The response that a stream of OpenAI's responses API adds up to: the one its last event holds, or, where it was cut, what
 * its events said of the output until then.
 */
final class ResponseAssembly {
    private static final Set<String> LAST =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    private final Map<Integer, ObjectNode> items = new TreeMap<>();
    private final Map<Integer, Map<Integer, StringBuilder>> texts = new TreeMap<>();
    private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
    private ObjectNode response = JsonNodeFactory.instance.objectNode().put("object", "response");
    private boolean ended;

    private ResponseAssembly() {}

    static boolean isOf(List<JsonNode> data) {
        return data.stream().anyMatch(event -> event.path("type").asText().startsWith("response."));
    }

    static StreamAssembly.Answer of(List<JsonNode> data) {
        ResponseAssembly assembly = new ResponseAssembly();
        data.forEach(assembly::add);
        return new StreamAssembly.Answer(assembly.toJson(), assembly.ended);
    }

    private void add(JsonNode event) {
        String type = event.path("type").asText();
        if (event.path("response") instanceof ObjectNode state) {
            response = state;
        }
        ended |= LAST.contains(type);
        int item = event.path("output_index").asInt();
        switch (type) {
            case "response.output_item.added" -> item(item, event.path("item"));
            case "response.output_item.done" -> {
                texts.remove(item);
                arguments.remove(item);
                item(item, event.path("item"));
            }
            case "response.output_text.delta", "response.refusal.delta" ->
                texts.computeIfAbsent(item, index -> new TreeMap<>())
                        .computeIfAbsent(event.path("content_index").asInt(), index -> new StringBuilder())
                        .append(event.path("delta").asText());
            case "response.function_call_arguments.delta" ->
                arguments
                        .computeIfAbsent(item, index -> new StringBuilder())
                        .append(event.path("delta").asText());
            default -> {
                // what frames a stream adds nothing
            }
        }
    }

    private void item(int index, @Nullable JsonNode item) {
        if (item instanceof ObjectNode object) {
            items.put(index, object.deepCopy());
        }
    }

    private ObjectNode toJson() {
        if (ended) {
            return response;
        }
        texts.forEach((index, parts) -> {
            ArrayNode content = itemAt(index, "message").putArray("content");
            parts.values()
                    .forEach(text ->
                            content.addObject().put("type", "output_text").put("text", text.toString()));
        });
        arguments.forEach((index, text) -> itemAt(index, "function_call").put("arguments", text.toString()));
        ArrayNode output = response.putArray("output");
        items.values().forEach(output::add);
        return response;
    }

    private ObjectNode itemAt(int index, String type) {
        return items.computeIfAbsent(
                index, missing -> JsonNodeFactory.instance.objectNode().put("type", type));
    }
}
