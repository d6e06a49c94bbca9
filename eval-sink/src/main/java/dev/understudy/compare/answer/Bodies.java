package dev.understudy.compare.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.pair.Body;
import dev.understudy.pair.ContentCoding;
import dev.understudy.pair.Leg;
import dev.understudy.pair.PlainBody;
import dev.understudy.pair.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A kept body as text and as JSON. */
final class Bodies {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Bodies() {}

    /** The text of a body, or why there is none. */
    sealed interface Text {
        record Read(String text) implements Text {}

        record Unreadable(Fault fault, String detail) implements Text {}
    }

    static Text answer(Leg leg, Body body) {
        return text(body, leg.headers(), () -> PlainBody.of(leg, body));
    }

    static Text request(Request request) {
        return text(request.body(), request.headers(), () -> PlainBody.of(request));
    }

    /** @param headers of the message, names in lower case */
    private static Text text(
            Body body, Map<String, String> headers, Supplier<Optional<ContentCoding.Plain>> uncompressed) {
        if (body.truncated()) {
            return new Text.Unreadable(Fault.TRUNCATED, "");
        }
        if (body.bytes().length == 0) {
            return new Text.Unreadable(Fault.NO_BODY, "");
        }
        Optional<ContentCoding.Plain> plain = uncompressed.get();
        if (plain.isEmpty()) {
            boolean isBrotli = "br".equals(headers.get("content-encoding"));
            return new Text.Unreadable(Fault.COMPRESSED, isBrotli ? "br" : "unknown");
        }
        if (!plain.get().whole()) {
            return new Text.Unreadable(Fault.COMPRESSED, "damaged");
        }
        try {
            return new Text.Read(decode(plain.get().bytes()));
        } catch (CharacterCodingException e) {
            return new Text.Unreadable(Fault.NOT_TEXT, "");
        }
    }

    static Optional<JsonNode> json(String text) {
        try {
            JsonNode document = JSON.readTree(text);
            return document.isMissingNode() ? Optional.empty() : Optional.of(document);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** With names in order, in one line. */
    static String canonical(JsonNode document) {
        try {
            return SORTED.writeValueAsString(SORTED.treeToValue(document, Object.class));
        } catch (JsonProcessingException e) {
            return document.toString();
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
