package dev.understudy.traffic;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What became of the events of a run's streams. */
final class EventTally {
    private final Histogram delays = new Histogram(3_600_000_000_000L, 3);
    private long warmUp;
    private long split;
    private long merged;
    private long missing;
    private long refused;
    private long ended;

    /** Forgets the delays so far, and what was split or merged; not what went wrong. */
    void begin() {
        warmUp += delays.getTotalCount();
        delays.reset();
        split = 0;
        merged = 0;
    }

    /** An event that is whole, after so long on its way. */
    void event(long delayNanos) {
        delays.recordValue(Math.max(delayNanos, 0));
    }

    /** An event that came in more than one read. */
    void split() {
        split++;
    }

    /** An event that came in one read with the one before it. */
    void merged() {
        merged++;
    }

    /** Events whose numbers were passed over. */
    void missing(long events) {
        missing += events;
    }

    /** A stream that did not begin. */
    void refused() {
        refused++;
    }

    /** A stream that ended before its reader left. */
    void ended() {
        ended++;
    }

    /** One line of {@code key=value} pairs, times in microseconds. */
    String line() {
        return String.format(
                Locale.ROOT,
                "all=%d events=%d mean_us=%.1f p50_us=%.1f p99_us=%.1f max_us=%.1f split=%d merged=%d missing=%d refused=%d"
                        + " ended=%d",
                warmUp + delays.getTotalCount(),
                delays.getTotalCount(),
                delays.getMean() / 1e3,
                delays.getValueAtPercentile(50) / 1e3,
                delays.getValueAtPercentile(99) / 1e3,
                delays.getMaxValue() / 1e3,
                split,
                merged,
                missing,
                refused,
                ended);
    }
}
