package dev.understudy.gateway.upstream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a peer takes to begin its answers, as a moving average that jumps to each peak and forgets it slowly.
 *
 * <p>This is the measure of the "peak EWMA" balancers of Finagle and Linkerd: a worse time counts at once and in full, a
 * better one by the time that passed since the last, with a decay of ten seconds; while nothing is under way the average
 * itself decays, so that a peer that was slow is tried again. All loops write to it: average and time stand in one word,
 * as a float of microseconds and a count of about a millisecond each, which wraps only after weeks without an answer.
 */
final class Latency {
    /** A failure counts as that much worse than what was known, and as no less than the floor, so that failing fast does not pay. */
    private static final int FAILURE_FACTOR = 3;

    private static final long FAILURE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long FAILURE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final int TICK_BITS = 20;
    private static final double DECAY_TICKS = (double) (TimeUnit.SECONDS.toNanos(10) >> TICK_BITS);

    /** 0 while nothing is known. */
    private final AtomicLong word = new AtomicLong();

    /** An answer began after that long. */
    void observe(long nanos, long now) {
        long before;
        long after;
        do {
            before = word.get();
            after = next(before, nanos / 1000f, tick(now));
        } while (!word.compareAndSet(before, after));
    }

    /** No good answer came, and that was known after so long. */
    void observeFailure(long nanos, long now) {
        long worse = (long) (FAILURE_FACTOR * 1000.0 * micros(word.get()));
        observe(Math.max(nanos, Math.min(FAILURE_NANOS_MAX, Math.max(FAILURE_NANOS_MIN, worse))), now);
    }

    /** In microseconds; 0 while nothing is known. */
    double busyMicros() {
        return micros(word.get());
    }

    /** The same for a peer at which nothing is under way, so that it will not tell us of itself that it got better. */
    double idleMicros(long now) {
        long present = word.get();
        return present == 0 ? 0 : micros(present) * keep(present, tick(now));
    }

    void forget() {
        word.set(0);
    }

    private static long next(long before, float micros, int tick) {
        float sample = Math.max(Float.MIN_NORMAL, micros);
        float known = micros(before);
        if (before == 0 || sample >= known) {
            return word(sample, tick);
        }
        double keep = keep(before, tick);
        return word((float) (known * keep + sample * (1 - keep)), tick);
    }

    /** How much of what was known still counts; two loops may disagree on what is later by a little. */
    private static double keep(long word, int tick) {
        return Math.exp(-Math.max(0, tick - (int) word) / DECAY_TICKS);
    }

    private static int tick(long nanos) {
        return (int) (nanos >> TICK_BITS);
    }

    private static float micros(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    private static long word(float micros, int tick) {
        return ((long) Float.floatToRawIntBits(micros) << 32) | (tick & 0xffff_ffffL);
    }
}
