package dev.understudy.pair;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The token counts an answer names in {@code usage}, under the names of either of the two usual APIs; the last one counts. */
final class Usage {
    private static final ObjectReader WITHIN_A_BODY =
            Json.BODIES.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final byte[] FIELD = "\"usage\"".getBytes(StandardCharsets.UTF_8);

    private long input = -1;
    private long output = -1;

    /** Reads them from a JSON body that may have been cut, parsing it only when they can be in it. */
    static Leg.@Nullable Tokens of(byte[] body) {
        if (!contains(body, FIELD)) {
            return null;
        }
        Usage usage = new Usage();
        try (JsonParser in = Json.FACTORY.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals("usage");
                in.nextToken();
                if (found) {
                    usage.read(WITHIN_A_BODY.readTree(in));
                } else {
                    in.skipChildren();
                }
            }
        } catch (JacksonException notJson) {
            // what was read before the body broke off still holds
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be read", e);
        }
        return usage.tokens();
    }

    void read(JsonNode usage) {
        input = count(input, usage, "prompt_tokens", "input_tokens");
        output = count(output, usage, "completion_tokens", "output_tokens");
    }

    Leg.@Nullable Tokens tokens() {
        return input < 0 && output < 0 ? null : new Leg.Tokens(Math.max(input, 0), Math.max(output, 0));
    }

    private static long count(long before, JsonNode usage, String name, String otherName) {
        JsonNode value = usage.has(name) ? usage.path(name) : usage.path(otherName);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : before;
    }

    private static boolean contains(byte[] body, byte[] word) {
        for (int at = 0; at <= body.length - word.length; at++) {
            int matched = 0;
            while (matched < word.length && body[at + matched] == word[matched]) {
                matched++;
            }
            if (matched == word.length) {
                return true;
            }
        }
        return false;
    }
}
