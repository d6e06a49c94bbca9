package dev.understudy.pair;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kept body without the compression in which it was sent, as far as that can be read: at most 16 MiB of it. */
public final class PlainBody {
    private static final int BYTES_MAX = 16 * 1024 * 1024;
    private static final String CONTENT_ENCODING = "content-encoding";

    private PlainBody() {}

    /** Of an answer; empty when its coding cannot be read. */
    public static Optional<ContentCoding.Plain> of(Leg leg, Body body) {
        return isEncoded(leg) ? decoded(body, leg.headers()) : Optional.of(asItIs(body));
    }

    /** Of a request. */
    public static Optional<ContentCoding.Plain> of(Request request) {
        return isEncoded(request.headers().get(CONTENT_ENCODING))
                ? decoded(request.body(), request.headers())
                : Optional.of(asItIs(request.body()));
    }

    /** Whether an answer is compressed. What a stream was assembled to is not, whatever its head says of the stream. */
    static boolean isEncoded(Leg leg) {
        return leg.stream() == null && isEncoded(leg.headers().get(CONTENT_ENCODING));
    }

    static boolean isEncoded(@Nullable String contentEncoding) {
        return contentEncoding != null
                && !contentEncoding.isBlank()
                && !contentEncoding.strip().equalsIgnoreCase("identity");
    }

    private static ContentCoding.Plain asItIs(Body body) {
        return new ContentCoding.Plain(body.bytes(), true);
    }

    private static Optional<ContentCoding.Plain> decoded(Body body, Map<String, String> headers) {
        return Optional.ofNullable(ContentCoding.of(headers.get(CONTENT_ENCODING)))
                .map(coding -> coding.decode(body.bytes(), BYTES_MAX));
    }
}
