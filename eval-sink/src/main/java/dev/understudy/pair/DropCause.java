package dev.understudy.pair;

import java.util.Locale;

/** Why an eligible request has no record. */
public enum DropCause {
    /** The route records a share, and this request is not in it. */
    SAMPLED_OUT,
    /** There was too much to do. */
    SHED,
    /** The log's queue was full. */
    QUEUE_FULL,
    /** The log could not be written. */
    SINK_DOWN;

    /** As metrics, pulses and reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
