package dev.understudy.gateway.proxy;

import dev.understudy.pair.DurationSketch;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations as a {@link DurationSketch} counts them, of all that happened so far. Any thread. */
final class DurationCounts {
    private final AtomicLongArray buckets = new AtomicLongArray(DurationSketch.BUCKETS);

    void add(long nanos) {
        buckets.getAndIncrement(DurationSketch.bucket(nanos));
    }

    long[] counts() {
        long[] counts = new long[DurationSketch.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets.get(i);
        }
        return counts;
    }
}
