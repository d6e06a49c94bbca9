package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an LLM's answer says about itself, in the words of OpenAI's chat completions, completions, responses and embeddings
 * or Anthropic's messages: read from its one JSON document, or from a stream's events one after the other.
 *
 * <p>One pass over the bytes without a tree, and what broke off counts as far as it came, so that an event loop can do it. Not
 * safe for several threads.
 */
public final class AnswerFacts {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final QuotedNames USAGE = new QuotedNames("usage");
    /** One of them stands in every answer that {@link #isAnswer} is true of. */
    private static final QuotedNames ANSWER = new QuotedNames("choices", "object", "type");

    private static final int TEXT_MAX = 256;

    /** The parts of a delta that a client shows, or acts on. */
    private static final Set<String> TEXTS =
            Set.of("content", "reasoning_content", "reasoning", "refusal", "text", "thinking", "partial_json");

    private static final Set<String> LISTS = Set.of("tool_calls", "content");
    private static final Set<String> OBJECTS = Set.of("function_call", "audio");
    private static final Set<String> MESSAGE_EVENTS = Set.of(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
            "ping");

    private final UsageFacts usage = new UsageFacts();
    private @Nullable String model;
    private @Nullable String finishReason;
    private boolean answer;

    // of the document that was read last
    private String type = "";
    private String object = "";
    private @Nullable String status;
    private boolean content;
    private boolean deltaText;
    private boolean failed;
    private boolean choices;

    /** What one event of a stream is. */
    public enum Event {
        /** A piece of the answer that a client shows, or acts on. */
        CONTENT,
        /** Something of a stream that is known, and none of its answer: a role, a usage, a keep-alive. */
        FRAME,
        /** The model says that it failed. */
        ERROR,
        /** Nothing follows. */
        DONE,
        /** Not of a stream that is known. */
        UNKNOWN
    }

    /** Of a whole answer. */
    public static AnswerFacts of(byte[] json) {
        AnswerFacts facts = new AnswerFacts();
        facts.read(json, 0, json.length);
        return facts;
    }

    /** Whether a body can name its tokens at all; far cheaper than to read it. */
    static boolean mayBeIn(byte[] body) {
        return USAGE.mayBeIn(body);
    }

    /** Whether a body, which is not empty, can be an LLM's answer at all; far cheaper than to read it. */
    static boolean mayBeAnswer(byte[] body) {
        return body[0] == '{' && ANSWER.mayBeIn(body);
    }

    /** Reads a document, or the data of one event, and says what that event is. */
    public Event read(byte[] json, int from, int length) {
        if (length == DONE.length && Arrays.equals(json, from, from + length, DONE, 0, DONE.length)) {
            return Event.DONE;
        }
        type = "";
        object = "";
        status = null;
        content = false;
        deltaText = false;
        failed = false;
        choices = false;
        try (JsonParser in = Json.FACTORY.createParser(json, from, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Event.UNKNOWN;
            }
            fields(in, false);
        } catch (IOException broken) {
            // what was read before it broke off still holds
        }
        if (status != null && object.equals("response")) {
            finished(status);
        }
        return event();
    }

    /** What the model says it used; null when it does not, or has not said yet how much it gave out. */
    public Leg.@Nullable Tokens tokens() {
        return type.equals("message") && !usage.hasOutput() ? null : usage.tokens();
    }

    /** -1 when the model does not say. */
    long inputTokens() {
        return usage.input();
    }

    public @Nullable String model() {
        return model;
    }

    public @Nullable String finishReason() {
        return finishReason;
    }

    /** Whether any of it was an LLM's. */
    public boolean isAnswer() {
        return answer;
    }

    private Event event() {
        boolean ofResponse = type.startsWith("response.");
        boolean known = choices || ofResponse || MESSAGE_EVENTS.contains(type);
        answer |= known
                || object.equals("response")
                || (type.equals("message") && (finishReason != null || usage.input() >= 0));
        if (failed || type.equals("error") || type.equals("response.failed")) {
            return Event.ERROR;
        }
        if (content || (deltaText && type.endsWith(".delta"))) {
            return Event.CONTENT;
        }
        return known ? Event.FRAME : Event.UNKNOWN;
    }

    /** @param nested whether this is the message or the response within an event */
    private void fields(JsonParser in, boolean nested) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "type" -> type = nested ? type : text(in, value, type);
                case "object" -> object = text(in, value, object);
                case "model" -> model = nullableText(in, value, model);
                case "choices" -> choices(in, value);
                case "usage" -> usage.read(in, value);
                case "delta" -> delta(in, value);
                case "content_block" -> block(in, value);
                case "stop_reason" -> finished(nullableText(in, value, null));
                case "status" -> status = nullableText(in, value, null);
                case "incomplete_details" -> incomplete(in, value);
                case "error" -> failed(in, value, nested);
                case "message" -> part(in, value, nested, true);
                case "response" -> part(in, value, nested, false);
                default -> in.skipChildren();
            }
        }
    }

    private void part(JsonParser in, JsonToken value, boolean nested, boolean begins) throws IOException {
        if (nested || value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        fields(in, true);
        if (begins) {
            usage.outputFollows();
        }
    }

    private void failed(JsonParser in, JsonToken value, boolean nested) throws IOException {
        failed |= !nested && value != JsonToken.VALUE_NULL;
        in.skipChildren();
    }

    private void choices(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        choices = true;
        while (in.nextToken() != JsonToken.END_ARRAY && in.currentToken() != null) {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                choice(in);
            } else {
                in.skipChildren();
            }
        }
    }

    private void choice(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "finish_reason" -> finished(nullableText(in, value, null));
                case "delta" -> delta(in, value);
                case "text" -> content |= value == JsonToken.VALUE_STRING && in.getTextLength() > 0;
                default -> in.skipChildren();
            }
        }
    }

    private void delta(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            deltaText |= in.getTextLength() > 0;
        } else if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
        } else {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken part = in.nextToken();
                if (name.equals("stop_reason")) {
                    finished(nullableText(in, part, null));
                } else {
                    content |= isContent(in, name, part);
                    in.skipChildren();
                }
            }
        }
    }

    private static boolean isContent(JsonParser in, String name, JsonToken part) throws IOException {
        return switch (part) {
            case VALUE_STRING -> TEXTS.contains(name) && in.getTextLength() > 0;
            case START_OBJECT -> OBJECTS.contains(name);
            case START_ARRAY -> LISTS.contains(name) && !isEmptyList(in);
            default -> false;
        };
    }

    /** Leaves the parser within a list that is not empty; the caller skips nothing then but what is left of its element. */
    private static boolean isEmptyList(JsonParser in) throws IOException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return true;
        }
        while (in.currentToken() != JsonToken.END_ARRAY && in.currentToken() != null) {
            in.skipChildren();
            in.nextToken();
        }
        return false;
    }

    /** The beginning of a block of Anthropic's: a tool's name is content, an empty text is none. */
    private void block(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken part = in.nextToken();
            boolean isText = part == JsonToken.VALUE_STRING;
            if (isText && name.equals("type")) {
                content |= in.getText().endsWith("tool_use");
            } else if (isText && (name.equals("text") || name.equals("thinking"))) {
                content |= in.getTextLength() > 0;
            }
            in.skipChildren();
        }
    }

    private void incomplete(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean reason = in.currentName().equals("reason");
            String text = nullableText(in, in.nextToken(), null);
            if (reason && text != null) {
                status = null;
                finished(text);
            }
            in.skipChildren();
        }
    }

    private void finished(@Nullable String reason) {
        if (reason != null && !reason.equals("in_progress") && !reason.equals("queued")) {
            finishReason = reason;
        }
    }

    private static String text(JsonParser in, JsonToken value, String otherwise) throws IOException {
        String text = nullableText(in, value, otherwise);
        return text == null ? otherwise : text;
    }

    /** What is no short text does not count. */
    private static @Nullable String nullableText(JsonParser in, JsonToken value, @Nullable String otherwise)
            throws IOException {
        if (value == JsonToken.VALUE_STRING && in.getTextLength() > 0 && in.getTextLength() <= TEXT_MAX) {
            return in.getText();
        }
        in.skipChildren();
        return otherwise;
    }
}
