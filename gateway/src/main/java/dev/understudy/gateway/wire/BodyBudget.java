package dev.understudy.gateway.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies one event loop may keep in the heap at a time. Only that loop takes and gives back; anybody may
 * read.
 */
public final class BodyBudget {
    private final AtomicLong held = new AtomicLong();
    private volatile long most;

    public BodyBudget(long most) {
        this.most = most;
    }

    /** What is over already stays until it is given back. */
    public void revise(long bytes) {
        most = bytes;
    }

    public long held() {
        return held.get();
    }

    public double fill() {
        return held.get() / (double) Math.max(1, most);
    }

    boolean has(int bytes) {
        return held.getPlain() + bytes <= most;
    }

    boolean take(int bytes) {
        if (!has(bytes)) {
            return false;
        }
        held.lazySet(held.getPlain() + bytes);
        return true;
    }

    void give(int bytes) {
        held.lazySet(held.getPlain() - bytes);
    }
}
