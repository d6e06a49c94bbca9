package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer of our own, in JSON. It tells nothing of the inside.
 *
 * @param retryAfterSeconds 0 for none
 * @param closes whether nothing can be asked on this connection any more
 * @param allow the methods that could be asked with; null where that is not the question
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared never
record Page(
        int status,
        @Nullable String pairId,
        byte[] json,
        int retryAfterSeconds,
        boolean closes,
        @Nullable String allow) {
    /** What goes through; others that are not known do too, but for CONNECT and TRACE. */
    private static final String PROXIED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static final String OF_FEEDBACK = "POST";
    private static final int NO_CONTENT = 204;
    private static final int METHOD_NOT_ALLOWED = 405;

    private static final int RETRY_AFTER_SECONDS = 1;

    /** What a client gets when no model's answer can be had. */
    static Page of(Failure failure, @Nullable String pairId, boolean closes) {
        String json = "{\"error\":\"" + failure.cause() + "\",\"message\":\"" + failure.explanation() + "\""
                + (pairId == null ? "" : ",\"id\":\"" + pairId + "\"") + "}\n";
        return new Page(
                failure.status(),
                pairId,
                json.getBytes(StandardCharsets.US_ASCII),
                failure.passes() ? RETRY_AFTER_SECONDS : 0,
                closes,
                failure == Failure.METHOD_NOT_ALLOWED ? PROXIED : null);
    }

    /** What feedback comes to. */
    static Page of(FeedbackPort.Reply reply, String pairId) {
        return new Page(
                reply.status(),
                pairId,
                reply.json(),
                reply.retryAfterSeconds(),
                false,
                reply.status() == METHOD_NOT_ALLOWED ? OF_FEEDBACK : null);
    }

    /** What this hop can do. */
    static Page options(String pairId) {
        return new Page(NO_CONTENT, pairId, new byte[0], 0, false, PROXIED);
    }
}
