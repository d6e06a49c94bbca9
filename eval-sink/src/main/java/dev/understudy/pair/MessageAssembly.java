package dev.understudy.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The message that a stream of Anthropic's messages API adds up to. */
final class MessageAssembly {
    private static final String USAGE = "usage";
    private static final String OUTPUT_TOKENS = "output_tokens";

    private final Map<Integer, MergedDeltas> blocks = new TreeMap<>();
    private ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
    private boolean counted;
    private boolean ended;

    private MessageAssembly() {}

    static boolean isOf(List<JsonNode> data) {
        return data.stream()
                .anyMatch(event -> event.path("type").asText().equals("message_start")
                        && event.path("message").isObject());
    }

    static StreamAssembly.Answer of(List<JsonNode> data) {
        MessageAssembly assembly = new MessageAssembly();
        data.forEach(assembly::add);
        return new StreamAssembly.Answer(assembly.toJson(), assembly.ended);
    }

    private void add(JsonNode event) {
        switch (event.path("type").asText()) {
            case "message_start" -> {
                if (event.path("message") instanceof ObjectNode start) {
                    message = start.deepCopy();
                }
            }
            case "content_block_start" -> block(event).add(event.path("content_block"));
            case "content_block_delta" -> block(event).add(delta(event.path("delta")));
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> ended = true;
            default -> {
                // pings and the ends of blocks add nothing
            }
        }
    }

    private MergedDeltas block(JsonNode event) {
        return blocks.computeIfAbsent(event.path("index").asInt(), index -> new MergedDeltas());
    }

    /** Without its own type, which is not the block's. */
    private static JsonNode delta(JsonNode delta) {
        if (!(delta instanceof ObjectNode object)) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode fields = object.deepCopy();
        fields.remove("type");
        JsonNode citation = fields.remove("citation");
        if (citation != null) {
            fields.putArray("citations").add(citation);
        }
        return fields;
    }

    private void messageDelta(JsonNode event) {
        event.path("delta").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
        for (Map.Entry<String, JsonNode> field : event.path(USAGE).properties()) {
            message.withObjectProperty(USAGE).set(field.getKey(), field.getValue());
            counted |= field.getKey().equals(OUTPUT_TOKENS);
        }
    }

    /** What a stream says at its beginning of the tokens that it will give out is not what it gave. */
    private ObjectNode toJson() {
        if (!counted && message.path(USAGE) instanceof ObjectNode usage) {
            usage.remove(OUTPUT_TOKENS);
        }
        ArrayNode content = message.putArray("content");
        blocks.values().forEach(block -> content.add(withInput(block.toJson())));
        return message;
    }

    private static ObjectNode withInput(ObjectNode block) {
        JsonNode pieces = block.remove("partial_json");
        if (pieces != null && !pieces.asText().isEmpty()) {
            JsonNode input = parsed(pieces.asText());
            block.set("input", input == null ? pieces : input);
        }
        return block;
    }

    private static @Nullable JsonNode parsed(String json) {
        try {
            return Json.BODIES.readTree(json);
        } catch (IOException cut) {
            return null;
        }
    }
}
