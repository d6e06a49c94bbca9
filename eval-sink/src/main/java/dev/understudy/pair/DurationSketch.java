package dev.understudy.pair;

import java.util.Map;
import java.util.TreeMap;

/**
 * Durations, counted in buckets whose width grows with them: eight for each doubling, so that from 8 µs on a quantile is
 * within 6.25 % of the true one, and below within half a microsecond. Sketches add up in any order.
 *
 * <p>Bucket n holds n microseconds for n below 8; above, with e = n / 8 and s = n % 8, from (8 + s) · 2^(e − 1) up to the
 * beginning of the next. What takes longer than the last one's beginning is in the last one.
 *
 * @param counts by bucket; none is 0
 */
public record DurationSketch(Map<Integer, Long> counts) {
    /** The last one begins at 18 hours, about. */
    public static final int BUCKETS = 272;

    private static final int PER_DOUBLING = 8;
    private static final int BITS = 3;

    public DurationSketch {
        counts.forEach((bucket, count) -> {
            if (bucket < 0 || bucket >= BUCKETS || count < 1) {
                throw new IllegalArgumentException("bucket " + bucket + ": " + count + " (expected: buckets from 0 to "
                        + (BUCKETS - 1) + ", counts from 1)");
            }
        });
        counts = Map.copyOf(counts);
    }

    /** In which bucket a duration belongs. */
    public static int bucket(long nanos) {
        long micros = Math.max(0, nanos / 1000);
        if (micros < PER_DOUBLING) {
            return (int) micros;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int bucket = (exponent - BITS + 1) * PER_DOUBLING + (int) (micros >> (exponent - BITS)) - PER_DOUBLING;
        return Math.min(bucket, BUCKETS - 1);
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** About so many milliseconds, by the nearest rank; NaN of nothing. */
    public double quantileMillis(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (Map.Entry<Integer, Long> bucket : new TreeMap<>(counts).entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return (beginMicros(bucket.getKey()) + beginMicros(bucket.getKey() + 1)) / 2000.0;
            }
        }
        return Double.NaN;
    }

    public DurationSketch plus(DurationSketch other) {
        Map<Integer, Long> sums = new TreeMap<>(counts);
        other.counts.forEach((bucket, count) -> sums.merge(bucket, count, Long::sum));
        return new DurationSketch(sums);
    }

    private static long beginMicros(int bucket) {
        int doubling = bucket / PER_DOUBLING;
        return doubling == 0 ? bucket : (long) (PER_DOUBLING + bucket % PER_DOUBLING) << (doubling - 1);
    }
}
