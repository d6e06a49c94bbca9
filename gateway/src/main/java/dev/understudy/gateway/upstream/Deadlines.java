package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.gateway.wire.Failure;
import java.time.Duration;

/**
 * How long one call may take, in nanoseconds.
 *
 * @param late what it is called when {@code total} has passed
 */
public record Deadlines(long connect, long firstByte, long firstToken, long idle, long total, Failure late) {
    static Deadlines of(Model.Timeouts timeouts) {
        return new Deadlines(
                timeouts.connect().toNanos(),
                timeouts.firstByte().toNanos(),
                timeouts.firstToken().toNanos(),
                timeouts.idle().toNanos(),
                timeouts.total().toNanos(),
                Failure.TOTAL_TIMEOUT);
    }

    /** The same, cut off earlier where the caller does not wait that long. */
    public Deadlines within(long nanos) {
        return nanos < total ? new Deadlines(connect, firstByte, firstToken, idle, nanos, late) : this;
    }

    /** The same, cut off earlier for a shadow. */
    public Deadlines shadow(Duration timeout) {
        return timeout.toNanos() < total
                ? new Deadlines(connect, firstByte, firstToken, idle, timeout.toNanos(), Failure.SLOW_SHADOW)
                : this;
    }
}
