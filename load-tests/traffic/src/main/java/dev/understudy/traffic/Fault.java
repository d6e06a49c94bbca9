package dev.understudy.traffic;

import java.util.Locale;

/** What a broken network does to the connections that go through it. */
public enum Fault {
    /** Nothing: bytes pass. */
    NONE,
    /** The first bytes of an answer become a reset of both sides. */
    RESET,
    /** Half of the first bytes of an answer pass; then both sides end. */
    CUT,
    /** Requests pass, answers are held until the fault is over. */
    STALL,
    /** Answers pass one byte at a time, twenty a second. */
    DRIP,
    /** Nothing passes in either direction any more, nor does an end; a connection that met this stays dead. */
    HALF_OPEN;

    String label() {
        return this == HALF_OPEN ? "half-open" : name().toLowerCase(Locale.ROOT);
    }

    static Fault of(String label) {
        for (Fault fault : values()) {
            if (fault.label().equals(label)) {
                return fault;
            }
        }
        throw new IllegalArgumentException(
                "fault: " + label + " (expected: none, reset, cut, stall, drip or half-open)");
    }
}
