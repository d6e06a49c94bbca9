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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A kept body as text and as JSON. */
final class Bodies {
    private static final int INFLATED_BYTES_MAX = 16 * 1024 * 1024;

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

    /** Of an answer. What a stream was assembled to is not compressed any more, whatever its head says of the stream. */
    static Text answer(Leg leg, Body body) {
        return text(body, leg.stream() == null ? leg.headers() : Map.of());
    }

    /** @param headers of the message, names in lower case */
    static Text text(Body body, Map<String, String> headers) {
        if (body.truncated()) {
            return new Text.Unreadable(Fault.TRUNCATED, "");
        }
        if (body.bytes().length == 0) {
            return new Text.Unreadable(Fault.NO_BODY, "");
        }
        String encoding = headers.getOrDefault("content-encoding", "identity").strip();
        try {
            return encoding.isEmpty() || encoding.equalsIgnoreCase("identity")
                    ? new Text.Read(decode(body.bytes()))
                    : decompressed(encoding, body.bytes());
        } catch (CharacterCodingException e) {
            return new Text.Unreadable(Fault.NOT_TEXT, "");
        }
    }

    private static Text decompressed(String encoding, byte[] bytes) throws CharacterCodingException {
        ContentCoding coding = ContentCoding.of(encoding);
        if (coding == null) {
            return new Text.Unreadable(Fault.COMPRESSED, encoding.equals("br") ? encoding : "unknown");
        }
        ContentCoding.Plain plain = coding.decode(bytes, INFLATED_BYTES_MAX);
        return plain.whole() ? new Text.Read(decode(plain.bytes())) : new Text.Unreadable(Fault.COMPRESSED, "damaged");
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
