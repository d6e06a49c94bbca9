package dev.understudy.log;

import java.util.Locale;
import java.util.Map;

/**
 * How the log does.
 *
 * @param reason why it is down, and what can be done; empty when it is up
 * @param queuedRecords taken and not yet written
 * @param queuedBytes of their bodies
 * @param written records since the start
 * @param lost taken, and gone all the same, by cause
 * @param torn last lines of processes that died, half written and left out
 */
public record SinkStatus(
        State state,
        String reason,
        long queuedRecords,
        long queuedBytes,
        long written,
        Map<Loss, Long> lost,
        long torn) {
    public SinkStatus {
        lost = Map.copyOf(lost);
    }

    /** Whether records are taken. */
    public enum State {
        UP,
        DOWN;

        /** As pages and metrics write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
