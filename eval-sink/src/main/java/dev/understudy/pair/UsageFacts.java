package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of {@code usage} objects, under the names of either of the two usual APIs; of each the last one counts.
 * Anthropic's {@code input_tokens} are without what its cache gave or took, OpenAI's are with it: here they are with it.
 */
final class UsageFacts {
    private static final long UNKNOWN = -1;

    private long base = UNKNOWN;
    private long output = UNKNOWN;
    private long cached = UNKNOWN;
    private long cacheRead = UNKNOWN;
    private long cacheWritten = UNKNOWN;
    private long reasoning = UNKNOWN;
    private boolean outputFollows;

    void read(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        outputFollows = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken part = in.nextToken();
            switch (name) {
                case "prompt_tokens", "input_tokens" -> base = count(in, part, base);
                case "completion_tokens", "output_tokens" -> output = count(in, part, output);
                case "cache_read_input_tokens" -> cacheRead = count(in, part, cacheRead);
                case "cache_creation_input_tokens" -> cacheWritten = count(in, part, cacheWritten);
                case "prompt_tokens_details", "input_tokens_details" ->
                    cached = detail(in, part, "cached_tokens", cached);
                case "completion_tokens_details", "output_tokens_details" ->
                    reasoning = detail(in, part, "reasoning_tokens", reasoning);
                default -> in.skipChildren();
            }
        }
    }

    /** What was read is of a stream's beginning: how much was given out is said at its end. */
    void outputFollows() {
        outputFollows = true;
    }

    boolean hasOutput() {
        return output >= 0 && !outputFollows;
    }

    /** -1 when unknown. */
    long input() {
        return base < 0 ? UNKNOWN : base + Math.max(cacheRead, 0) + Math.max(cacheWritten, 0);
    }

    Leg.@Nullable Tokens tokens() {
        if (outputFollows || (base < 0 && output < 0)) {
            return null;
        }
        long read = cacheRead >= 0 ? cacheRead : cached;
        return new Leg.Tokens(
                Math.max(input(), 0),
                Math.max(output, 0),
                read < 0 ? null : read,
                reasoning < 0 ? null : reasoning,
                false,
                false);
    }

    private static long detail(JsonParser in, JsonToken value, String wanted, long before) throws IOException {
        long found = before;
        if (value == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean match = in.currentName().equals(wanted);
                JsonToken part = in.nextToken();
                found = match ? count(in, part, found) : found;
                in.skipChildren();
            }
        } else {
            in.skipChildren();
        }
        return found;
    }

    private static long count(JsonParser in, JsonToken value, long before) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long count = in.getLongValue();
            return count >= 0 ? count : before;
        }
        in.skipChildren();
        return before;
    }
}
