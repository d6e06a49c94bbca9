package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a stream of server-sent events adds up to: for OpenAI's and Anthropic's streams what the same request
 * without {@code stream} would have given; for any other a list of the events' data.
 *
 * @param json UTF-8
 * @param facts what the model says of its answer
 */
@SuppressWarnings("ArrayRecordComponent") // becomes a Body's bytes, and is never compared
public record StreamAssembly(byte[] json, Leg.Stream stream, AnswerFacts facts) {
    private static final String DONE = "[DONE]";
    private static final String CHAT = "chat.completion";
    private static final String TEXT = "text_completion";

    /** @param cut whether bytes are missing at the end */
    public static StreamAssembly of(byte[] serverSentEvents, boolean cut) {
        ServerSentEvents events = ServerSentEvents.read(serverSentEvents);
        List<JsonNode> data = new ArrayList<>();
        boolean done = false;
        for (byte[] event : events.data()) {
            JsonNode parsed = parse(event);
            if (parsed.isTextual() && parsed.textValue().equals(DONE)) {
                done = true;
            } else {
                data.add(parsed);
            }
        }
        AnswerFacts facts = new AnswerFacts();
        events.data().forEach(event -> facts.read(event, 0, event.length));
        Answer answer = answer(data, done);
        return new StreamAssembly(
                bytes(answer.json()),
                new Leg.Stream(events.data().size(), answer.ended() && events.closed() && !cut),
                facts);
    }

    /** What the model says it used, if it does. */
    public Leg.@Nullable Tokens tokens() {
        return facts.tokens();
    }

    /** @param ended whether the stream said itself that it is over, if its kind does that */
    record Answer(JsonNode json, boolean ended) {}

    private static Answer answer(List<JsonNode> data, boolean done) {
        String kind = completionKind(data);
        if (kind != null) {
            ObjectNode completion = completion(kind, data);
            return new Answer(completion, done || finished(completion));
        }
        if (MessageAssembly.isOf(data)) {
            return MessageAssembly.of(data);
        }
        if (ResponseAssembly.isOf(data)) {
            return ResponseAssembly.of(data);
        }
        return new Answer(list(data), true);
    }

    private static @Nullable String completionKind(List<JsonNode> data) {
        for (JsonNode event : data) {
            String object = event.path("object").asText();
            if (object.equals(CHAT + ".chunk") || event.path("choices").path(0).has("delta")) {
                return CHAT;
            }
            if (object.equals(TEXT)) {
                return TEXT;
            }
        }
        return null;
    }

    private static ObjectNode completion(String kind, List<JsonNode> data) {
        ObjectNode completion = JsonNodeFactory.instance.objectNode();
        Map<Integer, MergedDeltas> choices = new TreeMap<>();
        for (JsonNode event : data) {
            for (Map.Entry<String, JsonNode> field : event.properties()) {
                if (!field.getKey().equals("choices")
                        && !(field.getValue().isNull() && completion.has(field.getKey()))) {
                    completion.set(field.getKey(), field.getValue());
                }
            }
            for (JsonNode choice : event.path("choices")) {
                if (choice.isObject()) {
                    choices.computeIfAbsent(choice.path("index").asInt(), index -> new MergedDeltas())
                            .add(choice);
                }
            }
        }
        completion.put("object", kind);
        ArrayNode list = completion.putArray("choices");
        choices.values().forEach(choice -> list.add(withMessage(choice.toJson())));
        return completion;
    }

    private static ObjectNode withMessage(ObjectNode choice) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : choice.properties()) {
            answer.set(field.getKey().equals("delta") ? "message" : field.getKey(), field.getValue());
        }
        return answer;
    }

    private static boolean finished(ObjectNode completion) {
        JsonNode choices = completion.path("choices");
        for (JsonNode choice : choices) {
            if (!choice.path("finish_reason").isTextual()) {
                return false;
            }
        }
        return !choices.isEmpty();
    }

    private static ArrayNode list(List<JsonNode> data) {
        return JsonNodeFactory.instance.arrayNode().addAll(data);
    }

    private static JsonNode parse(byte[] data) {
        try {
            JsonNode parsed = Json.BODIES.readTree(data);
            if (!parsed.isMissingNode()) {
                return parsed;
            }
        } catch (IOException notJson) {
            // the data of an event may be any text
        }
        return JsonNodeFactory.instance.textNode(new String(data, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(JsonNode json) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator out = new WellFormedGenerator(Json.FACTORY.createGenerator(bytes))) {
                Json.BODIES.writeTree(out, json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("an assembled stream cannot be written", e);
        }
    }
}
