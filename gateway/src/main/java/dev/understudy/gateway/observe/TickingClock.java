package dev.understudy.gateway.observe;

import io.micrometer.core.instrument.Clock;

/** A clock for meters, whose time stands still between two ticks: a histogram asks twice whenever something is counted. */
public final class TickingClock implements Clock {
    private volatile long millis = System.currentTimeMillis();

    public void tick() {
        millis = System.currentTimeMillis();
    }

    @Override
    public long wallTime() {
        return millis;
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime();
    }
}
