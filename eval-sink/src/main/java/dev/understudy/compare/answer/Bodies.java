package dev.understudy.compare.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.pair.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

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

    /** @param headers of the response, names in lower case */
    static Text text(Body body, Map<String, String> headers) {
        if (body.truncated()) {
            return new Text.Unreadable(Fault.TRUNCATED, "");
        }
        if (body.bytes().length == 0) {
            return new Text.Unreadable(Fault.NO_BODY, "");
        }
        String encoding = headers.getOrDefault("content-encoding", "identity").strip();
        try {
            return switch (encoding) {
                case "identity", "" -> new Text.Read(decode(body.bytes()));
                case "gzip", "x-gzip" -> new Text.Read(decode(inflate(body.bytes())));
                case "br", "deflate", "zstd" -> new Text.Unreadable(Fault.COMPRESSED, encoding);
                default -> new Text.Unreadable(Fault.COMPRESSED, "unknown");
            };
        } catch (CharacterCodingException e) {
            return new Text.Unreadable(Fault.NOT_TEXT, "");
        } catch (IOException e) {
            return new Text.Unreadable(Fault.COMPRESSED, "damaged");
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

    private static byte[] inflate(byte[] bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = in.readNBytes(INFLATED_BYTES_MAX + 1);
            if (inflated.length > INFLATED_BYTES_MAX) {
                throw new IOException("more than " + INFLATED_BYTES_MAX + " bytes");
            }
            return inflated;
        }
    }
}
