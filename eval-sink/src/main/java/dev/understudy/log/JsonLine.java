package dev.understudy.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.WellFormedGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON that comes from, or goes to, somebody else's file: fields in the order they were put, numbers with every digit. */
public final class JsonLine {
    private static final int SHOWN_CHARS_MAX = 60;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonLine() {}

    /** An object, or what is wrong with the line. */
    public static ObjectNode parse(byte[] line) throws MalformedRecordException {
        if (read(line) instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedRecordException("not a JSON object");
    }

    /** Any JSON, or what is wrong with it. */
    public static JsonNode read(byte[] json) throws MalformedRecordException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new MalformedRecordException("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedRecordException("not readable: " + e.getMessage());
        }
    }

    /** A text that may be JSON; null when it is not. */
    public static @Nullable JsonNode readOrNull(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public static byte[] bytes(JsonNode json) {
        return written(json, MAPPER.writer());
    }

    /** With line breaks, for people. */
    public static byte[] pretty(JsonNode json) {
        return written(json, MAPPER.writerWithDefaultPrettyPrinter());
    }

    /** Half a surrogate pair becomes U+FFFD: strict readers refuse a document that has it, however it is written. */
    private static byte[] written(JsonNode json, ObjectWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new WellFormedGenerator(writer.createGenerator(bytes))) {
            writer.writeValue(out, json);
        } catch (IOException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
        return bytes.toByteArray();
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** What the field says as text; null when it is missing, null, or no plain value. */
    public static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** The first of these fields that says something. */
    public static @Nullable String firstText(JsonNode object, String... names) {
        for (String name : names) {
            String text = text(object, name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    public static @Nullable Double number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isNumber() ? (Double) value.doubleValue() : null;
    }

    public static @Nullable Long whole(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isIntegralNumber() ? (Long) value.longValue() : null;
    }

    /** The plain values of a list; none when it is missing. */
    public static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.isValueNode() ? item.asText() : item.toString()));
        return texts;
    }

    /** A field that has to be there. */
    public static String require(JsonNode object, String name) throws MalformedRecordException {
        String text = text(object, name);
        if (text == null || text.isEmpty()) {
            throw wrong(name, object.get(name), "a text");
        }
        return text;
    }

    public static Instant time(JsonNode object, String name) throws MalformedRecordException {
        try {
            return Instant.parse(require(object, name));
        } catch (DateTimeException e) {
            throw wrong(name, object.get(name), "a time such as 2026-11-22T01:02:03.456Z");
        }
    }

    public static MalformedRecordException wrong(String name, @Nullable JsonNode value, String expected) {
        String was = value == null || value.isMissingNode() ? "missing" : value.toString();
        return new MalformedRecordException(name + ": "
                + (was.length() > SHOWN_CHARS_MAX ? was.substring(0, SHOWN_CHARS_MAX) + "…" : was) + " (expected: "
                + expected + ")");
    }
}
