package dev.understudy.pair;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A body among the fields of its request or leg: as text where it is UTF-8, in Base64 where it is not. A character that
 * was cut in half at the end of a truncated body is left out, so that cutting makes no text binary.
 */
final class BodyCodec {
    private BodyCodec() {}

    static void write(Body body, JsonBytes out) {
        byte[] bytes = body.bytes();
        int length = body.truncated() ? Utf8.withoutTornCharacter(bytes, bytes.length) : bytes.length;
        if (!out.field("body", bytes, length)) {
            out.name("bodyBase64").base64(bytes);
        }
        out.name("bodyBytes").number(body.length());
        out.name("truncated").flag(body.truncated());
        if (body.omitted() != null) {
            out.name("bodyOmitted").text(body.omitted());
        }
    }

    static @Nullable Body readIfPresent(RecordNode in) throws MalformedRecordException {
        return in.has("body") || in.has("bodyBase64") ? read(in) : null;
    }

    static Body read(RecordNode in) throws MalformedRecordException {
        String base64 = in.textOrNull("bodyBase64");
        byte[] bytes = base64 == null ? in.text("body").getBytes(StandardCharsets.UTF_8) : bytes(in, base64);
        return new Body(bytes, in.count("bodyBytes"), in.flag("truncated"), in.textOrNull("bodyOmitted"));
    }

    private static byte[] bytes(RecordNode in, String base64) throws MalformedRecordException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw in.wrong("bodyBase64", in.node().get("bodyBase64"), "Base64: " + e.getMessage());
        }
    }
}
