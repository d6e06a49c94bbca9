package dev.understudy.gateway.pressure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late event loops come to their work. Each says when it came by; one that does not come is late all the same. One pause,
 * of the collector for instance, says little: of two in a row the shorter counts. Any thread.
 */
final class LoopLag {
    private final long periodNanos;
    private final AtomicLongArray cameNanos;
    private final AtomicLongArray late;
    private final AtomicLongArray lateBefore;

    LoopLag(int loops, long periodNanos, long nowNanos) {
        this.periodNanos = periodNanos;
        this.cameNanos = new AtomicLongArray(loops);
        this.late = new AtomicLongArray(loops);
        this.lateBefore = new AtomicLongArray(loops);
        for (int loop = 0; loop < loops; loop++) {
            cameNanos.set(loop, nowNanos);
        }
    }

    /** From that loop: here I am. */
    void came(int loop, long nowNanos) {
        lateBefore.set(loop, late.get(loop));
        late.set(loop, Math.max(0, nowNanos - cameNanos.get(loop) - periodNanos));
        cameNanos.set(loop, nowNanos);
    }

    /**
     * Of the loop that is latest.
     *
     * @param looker who asks: by what it was late itself the others may just have been, in a pause of all of us
     */
    double seconds(int looker, long nowNanos) {
        long most = 0;
        for (int loop = 0; loop < cameNanos.length(); loop++) {
            long absent = nowNanos - cameNanos.get(loop) - 2 * periodNanos - late.get(looker);
            most = Math.max(most, Math.max(absent, Math.min(late.get(loop), lateBefore.get(loop))));
        }
        return most / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
