package dev.understudy.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a request and an answer with a tokeniser that is near to most models' own, where a model does not
 * say what it used. Slow, and not for event loops.
 */
final class TokenEstimate {
    /** Of more text the beginning is counted, and the rest taken to be like it. */
    private static final int CHARS_MAX = 256 * 1024;

    /** What a chat's template puts around each message, and before the answer. */
    private static final int PER_MESSAGE = 4;

    private static final Set<String> REQUEST = Set.of("messages", "input", "prompt", "system", "instructions", "tools");
    private static final Set<String> ANSWER = Set.of("choices", "content", "output");

    /** Names of fields whose strings no model reads or writes. */
    private static final Set<String> MARKS = Set.of(
            "type",
            "role",
            "id",
            "object",
            "status",
            "url",
            "image_url",
            "file_id",
            "data",
            "media_type",
            "signature",
            "encrypted_content",
            "finish_reason",
            "stop_reason",
            "call_id",
            "item_id",
            "tool_call_id",
            "tool_use_id");

    private TokenEstimate() {}

    /** Loaded when it is first needed: its vocabulary takes tens of megabytes. */
    private static final class Vocabulary {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

        private Vocabulary() {}
    }

    /**
     * Null when the bodies are not those of an LLM's call, or were not kept.
     *
     * @param said what the model said all the same
     * @param keptShare of the answer's bytes
     */
    static Leg.@Nullable Tokens of(Body request, Body answer, AnswerFacts said, double keptShare) {
        JsonNode asked = tree(request);
        JsonNode answered = tree(answer);
        if (asked == null || answered == null || !said.isAnswer()) {
            return null;
        }
        long input =
                said.inputTokens() >= 0 ? said.inputTokens() : count(asked, REQUEST, 1) + messages(asked) * PER_MESSAGE;
        return new Leg.Tokens(input, count(answered, ANSWER, keptShare), null, null, true, false);
    }

    private static long messages(JsonNode asked) {
        return asked.path("messages").isArray() ? asked.path("messages").size() : 1;
    }

    private static long count(JsonNode document, Set<String> parts, double share) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            if (parts.contains(field.getKey())) {
                gather(field.getValue(), text);
            }
        }
        int counted = Math.min(text.length(), CHARS_MAX);
        long tokens = Vocabulary.ENCODING.countTokensOrdinary(text.substring(0, counted));
        double whole = counted == 0 ? 1 : (double) text.length() / counted / share;
        return Math.round(tokens * whole);
    }

    private static void gather(JsonNode node, StringBuilder text) {
        if (node.isTextual()) {
            if (!node.textValue().startsWith("data:")) {
                text.append(node.textValue());
            }
        } else if (node.isArray()) {
            node.forEach(element -> gather(element, text));
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!MARKS.contains(field.getKey())) {
                    gather(field.getValue(), text);
                }
            }
        }
    }

    private static @Nullable JsonNode tree(Body body) {
        if (body.omitted() != null || body.bytes().length == 0) {
            return null;
        }
        try {
            JsonNode tree = Json.BODIES.readTree(body.bytes());
            return tree.isObject() ? tree : null;
        } catch (IOException cut) {
            return null;
        }
    }
}
