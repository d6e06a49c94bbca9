package dev.understudy.gateway.feedback;

import java.util.Locale;

/** Which side of an experiment an event speaks for. */
public enum Credit {
    LEGACY,
    CANDIDATE,
    /** Neither: the pair is no longer remembered, or the item stood in nobody's list. */
    NONE;

    /** As the metric and {@code Pair.Item} write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
