package dev.understudy.gateway.pressure;

import java.util.Locale;

/** What is measured, as a part of its limit. */
public enum Signal {
    /** Requests under way. */
    IN_FLIGHT(Level.REQUESTS),
    /** How late the latest event loop is. */
    LOOP_LAG(Level.REQUESTS),
    /** Buffers outside the heap. */
    DIRECT_MEMORY(Level.REQUESTS),
    /** Bodies kept in the heap: fewer mixed answers and fewer records need fewer of them; other requests need none. */
    BODIES(Level.INTERLEAVING),
    /** The queue of the log: it must never cost a client anything. */
    SINK_QUEUE(Level.BODIES);

    private final Level most;

    Signal(Level most) {
        this.most = most;
    }

    /** The most that may be given up for its sake. */
    Level most() {
        return most;
    }

    /** As metrics and logs write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
