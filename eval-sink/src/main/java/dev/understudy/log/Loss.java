package dev.understudy.log;

/** How a record is lost that the log had taken. */
public enum Loss {
    /** Too many different pulses waited. */
    PULSE("pulse"),
    NOT_ENCODED("not_encoded"),
    /** Somebody deleted the segment in which it stood. */
    SEGMENT_REMOVED("segment_removed"),
    /** The process ended before it could be written. */
    CLOSED("closed");

    private final String label;

    Loss(String label) {
        this.label = label;
    }

    /** As metrics write it. */
    public String label() {
        return label;
    }
}
