package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.understudy.config.Pointer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON document that are not kept, by the places that pointers name. Everything else is copied as it streams
 * by, numbers digit by digit.
 */
final class RedactedFields {
    private static final RedactedFields NOTHING = new RedactedFields();

    private final Map<String, RedactedFields> below = new HashMap<>();
    private boolean redacted;

    static RedactedFields of(Iterable<Pointer> pointers) {
        RedactedFields root = new RedactedFields();
        for (Pointer pointer : pointers) {
            RedactedFields place = root;
            for (String segment : pointer.segments()) {
                place = place.below.computeIfAbsent(segment, name -> new RedactedFields());
            }
            place.redacted = true;
        }
        return root;
    }

    boolean isEmpty() {
        return !redacted && below.isEmpty();
    }

    /** The document without them; an exception when it is not one whole JSON document. */
    byte[] copy(byte[] json) throws IOException {
        return rewrite(json, this::copyValue);
    }

    /** The same for each member of a list; a member that is text may be anything, and is not kept. */
    byte[] copyEach(byte[] list) throws IOException {
        return rewrite(list, (in, out) -> {
            out.writeStartArray();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() == JsonToken.VALUE_STRING) {
                    out.writeString(Redaction.REDACTED);
                } else {
                    copyValue(in, out);
                }
            }
            out.writeEndArray();
        });
    }

    private static byte[] rewrite(byte[] json, Copy copy) throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(json.length + 64);
                JsonParser in = Json.FACTORY.createParser(json)) {
            try (JsonGenerator out = new WellFormedGenerator(Json.FACTORY.createGenerator(bytes))) {
                if (in.nextToken() == null) {
                    throw new IOException("nothing but white space");
                }
                copy.run(in, out);
                if (in.nextToken() != null) {
                    throw new IOException("more than one document");
                }
            }
            return bytes.toByteArray();
        }
    }

    private void copyValue(JsonParser in, JsonGenerator out) throws IOException {
        if (redacted) {
            in.skipChildren();
            out.writeString(Redaction.REDACTED);
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            copyObject(in, out);
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            copyArray(in, out);
        } else {
            copyScalar(in, out);
        }
    }

    private void copyObject(JsonParser in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            out.writeFieldName(name);
            in.nextToken();
            copyBelow(below.get(name), in, out);
        }
        out.writeEndObject();
    }

    private void copyArray(JsonParser in, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
            copyBelow(below.isEmpty() ? null : below.get(Integer.toString(index)), in, out);
        }
        out.writeEndArray();
    }

    private static void copyBelow(@Nullable RedactedFields place, JsonParser in, JsonGenerator out) throws IOException {
        (place == null ? NOTHING : place).copyValue(in, out);
    }

    private static void copyScalar(JsonParser in, JsonGenerator out) throws IOException {
        JsonToken token = in.currentToken();
        if (token.isNumeric()) {
            out.writeNumber(in.getText());
        } else if (token == JsonToken.VALUE_STRING) {
            out.writeString(in.getText());
        } else {
            out.copyCurrentEvent(in);
        }
    }

    private interface Copy {
        void run(JsonParser in, JsonGenerator out) throws IOException;
    }
}
