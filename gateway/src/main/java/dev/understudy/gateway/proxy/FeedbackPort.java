package dev.understudy.gateway.proxy;

import java.nio.charset.StandardCharsets;

/** Where feedback goes that comes in beside the traffic. Never waits. */
@FunctionalInterface
public interface FeedbackPort {
    Reply accept(byte[] body);

    /** What the sender gets; {@code retryAfterSeconds} 0: no such header. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Reply(int status, byte[] json, int retryAfterSeconds) {
        static final Reply METHOD_NOT_ALLOWED =
                new Reply(405, "{\"error\":\"methodNotAllowed\"}\n".getBytes(StandardCharsets.US_ASCII), 0);
    }
}
