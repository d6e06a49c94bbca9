package dev.understudy.config;

import java.util.EnumSet;
import java.util.Set;

/**
 * When legacy answers in a candidate's stead: only before the first byte has gone out. The arm that was assigned stays
 * in the record.
 *
 * @param maxHeld most of a stream that is held back until its first content, so that legacy can still step in
 */
public record Fallback(Set<Cause> on, int maxHeld) {
    static final int MAX_HELD = 64 * 1024;

    /** The safe default: the candidate could not be asked at all. */
    public static final Fallback DEFAULT = new Fallback(EnumSet.of(Cause.CONNECT_ERROR));

    public static final Fallback NONE = new Fallback(Set.of());

    public Fallback {
        on = Set.copyOf(on);
    }

    public Fallback(Set<Cause> on) {
        this(on, MAX_HELD);
    }

    /** What went wrong at the candidate. */
    public enum Cause {
        /** It could not be asked: no connection, open breaker, all its places taken. */
        CONNECT_ERROR("connectError"),
        STATUS_5XX("status5xx"),
        FIRST_BYTE_TIMEOUT("firstByteTimeout"),
        FIRST_TOKEN_TIMEOUT("firstTokenTimeout"),
        /** Its stream broke off, or said that it failed, before its first content. */
        STREAM_ERROR("streamError");

        private final String yaml;

        Cause(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }
}
