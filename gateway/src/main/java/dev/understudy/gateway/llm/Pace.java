package dev.understudy.gateway.llm;

import dev.understudy.pair.Leg;
import org.jspecify.annotations.Nullable;

/**
 * The times between the content events of one stream: how many, how long in the mean, at most, and at the 95th percentile
 * within 5 %. 200 counters at most, whatever comes.
 */
final class Pace {
    /** A bucket's upper bound over its lower one is 2^(1/8), so its middle is within 4.5 %. */
    private static final int BUCKETS_PER_OCTAVE = 8;

    private static final double NANOS_MIN = 10_000;
    private static final int BUCKETS = 25 * BUCKETS_PER_OCTAVE;
    private static final double P95 = 0.95;

    private int @Nullable [] buckets;
    private long lastNanos;
    private boolean begun;
    private int gaps;
    private long sumNanos;
    private long maxNanos;

    /** A content event has come. */
    void beat(long nowNanos) {
        if (begun) {
            add(Math.max(0, nowNanos - lastNanos));
        }
        begun = true;
        lastNanos = nowNanos;
    }

    /** From the first content event to the last. */
    long nanos() {
        return sumNanos;
    }

    int gaps() {
        return gaps;
    }

    Leg.@Nullable InterToken summary() {
        int[] counts = buckets;
        if (counts == null) {
            return null;
        }
        long rank = (long) Math.ceil(P95 * gaps);
        int bucket = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
            bucket++;
        }
        return new Leg.InterToken(
                gaps,
                millis((double) sumNanos / gaps),
                millis(Math.min((double) maxNanos, bucket == 0 ? NANOS_MIN / 2 : middle(bucket))),
                millis((double) maxNanos));
    }

    private void add(long nanos) {
        int[] counts = buckets;
        if (counts == null) {
            counts = new int[BUCKETS];
            buckets = counts;
        }
        gaps++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
        counts[bucket(nanos)]++;
    }

    private static int bucket(long nanos) {
        if (nanos < NANOS_MIN) {
            return 0;
        }
        double octaves = Math.log(nanos / NANOS_MIN) / Math.log(2);
        return Math.min(BUCKETS - 1, 1 + (int) (octaves * BUCKETS_PER_OCTAVE));
    }

    private static double middle(int bucket) {
        return NANOS_MIN * Math.pow(2, (bucket - 0.5) / BUCKETS_PER_OCTAVE);
    }

    private static double millis(double nanos) {
        return Math.rint(nanos / 1000) / 1000;
    }
}
