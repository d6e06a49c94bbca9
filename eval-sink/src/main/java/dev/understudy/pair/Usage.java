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
import java.util.Arrays;
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

    /** Looks at every seventh byte only, until one of them is one of the word's (Horspool). */
    private static boolean contains(byte[] body, byte[] word) {
        int last = word.length - 1;
        for (int at = last; at < body.length; at += shift(word, body[at])) {
            if (Arrays.equals(body, at - last, at + 1, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    /** How far the word can move on before its next such byte stands there. */
    private static int shift(byte[] word, byte here) {
        for (int back = 1; back < word.length; back++) {
            if (word[word.length - 1 - back] == here) {
                return back;
            }
        }
        return word.length;
    }
}
