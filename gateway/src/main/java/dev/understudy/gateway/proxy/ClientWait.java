package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import java.time.Duration;

/** What an HTTP/1 connection waits for its client to do. */
enum ClientWait {
    /** It is our turn. */
    NOTHING,
    /** To begin another request. */
    REQUEST,
    /** To send the rest of a head. */
    HEAD,
    /** To send more of a body. */
    BODY,
    /** To take more of an answer. */
    READING,
    /** To say something in the protocol that was granted to it. */
    TALK;

    /** No end in sight. */
    static final long EVER_NANOS = Duration.ofDays(10_000).toNanos();

    /** In nanoseconds. */
    long limit(Listen.Timeouts timeouts) {
        return switch (this) {
            case NOTHING -> EVER_NANOS;
            case REQUEST, READING, TALK -> timeouts.idle().toNanos();
            case HEAD -> timeouts.header().toNanos();
            case BODY -> timeouts.body().toNanos();
        };
    }

    /** In nanoseconds: nothing that begins now can be late before that. */
    static long shortest(Listen.Timeouts timeouts) {
        return Math.min(
                timeouts.idle().toNanos(),
                Math.min(timeouts.header().toNanos(), timeouts.body().toNanos()));
    }
}
