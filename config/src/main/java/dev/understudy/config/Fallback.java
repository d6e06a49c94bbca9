package dev.understudy.config;

import java.util.EnumSet;
import java.util.Set;

/**
 * When legacy answers in a candidate's stead: only before the first byte has gone out. The arm that was assigned stays
 * in the record.
 */
public record Fallback(Set<Cause> on) {
    /** The safe default: the candidate could not be asked at all. */
    public static final Fallback DEFAULT = new Fallback(EnumSet.of(Cause.CONNECT_ERROR));

    public static final Fallback NONE = new Fallback(Set.of());

    public Fallback {
        on = Set.copyOf(on);
    }

    /** What went wrong at the candidate. */
    public enum Cause {
        /** It could not be asked: no connection, open breaker, all its places taken. */
        CONNECT_ERROR("connectError"),
        STATUS_5XX("status5xx"),
        FIRST_BYTE_TIMEOUT("firstByteTimeout");

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
