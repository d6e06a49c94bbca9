package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Map;

/**
 * How all records are written as JSON, whatever stands in them: well-formed UTF-8, no NaN, names in a fixed order.
 *
 * <p>Names are not interned: those of a header or a body are the client's to choose. Strings may be as long as a body is
 * allowed to be, which the route limits.
 */
final class Json {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** For our own records. */
    static final ObjectMapper RECORDS = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For what models said: their numbers keep every digit. */
    static final ObjectMapper BODIES = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Names in the order of the alphabet, so that equal maps make equal lines. */
    static void texts(JsonBytes out, Map<String, String> values) {
        out.beginObject();
        for (String key : sorted(values)) {
            out.anyName(key).text(values.get(key));
        }
        out.endObject();
    }

    static void counts(JsonBytes out, Map<String, Long> counts) {
        out.beginObject();
        for (String key : sorted(counts)) {
            out.anyName(key).number(counts.getOrDefault(key, 0L).longValue());
        }
        out.endObject();
    }

    static void numbers(JsonBytes out, Map<String, Double> values) {
        out.beginObject();
        for (String key : sorted(values)) {
            out.anyName(key).number(values.get(key));
        }
        out.endObject();
    }

    /** The same text with U+FFFD for half a surrogate pair, which UTF-8 cannot hold and many readers refuse. */
    static String wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            if (Character.isSurrogate(here)) {
                if (!Character.isHighSurrogate(here)
                        || at + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(at + 1))) {
                    return repaired(text);
                }
                at++;
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().forEach(point -> repaired.appendCodePoint(isSurrogate(point) ? 0xFFFD : point));
        return repaired.toString();
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static String[] sorted(Map<String, ?> values) {
        String[] names = values.keySet().toArray(new String[0]);
        Arrays.sort(names);
        return names;
    }
}
