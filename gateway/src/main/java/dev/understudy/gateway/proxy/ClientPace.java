package dev.understudy.gateway.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer a client may take over what it sends, or over what waits for it. Each byte that moves buys it time by a
 * least rate, and never more than its patience ahead: so it may rest for that long, and not drip for ever. One event loop.
 */
final class ClientPace {
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long patienceNanos;
    private final double nanosPerByte;
    private long untilNanos;

    /** @param bytesPerSecond the least rate; with 0 a byte is worth the whole patience */
    ClientPace(Duration patience, int bytesPerSecond) {
        this.patienceNanos = patience.toNanos();
        this.nanosPerByte = SECOND_NANOS / bytesPerSecond;
    }

    /** It is the client's turn from now on. */
    void begin(long now) {
        untilNanos = now + patienceNanos;
    }

    /** So much was sent, or taken. */
    void moved(int bytes, long now) {
        if (bytes > 0) {
            long bought = (long) Math.min((double) patienceNanos, bytes * nanosPerByte);
            untilNanos += Math.min(bought, now + patienceNanos - untilNanos);
        }
    }

    /** In nanoseconds; negative when it is too late. */
    long left(long now) {
        return untilNanos - now;
    }
}
