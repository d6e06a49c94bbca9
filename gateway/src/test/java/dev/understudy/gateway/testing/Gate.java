package dev.understudy.gateway.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something a fake model waits for, so that a test decides the order of events and no clock does. */
public final class Gate {
    private final CountDownLatch latch = new CountDownLatch(1);

    public void open() {
        latch.countDown();
    }

    boolean isOpen() {
        return latch.getCount() == 0;
    }

    /** Waits without looking at any socket. */
    void await() {
        try {
            if (!latch.await(3L * Deadline.MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("gate: still closed (expected: a test opens what it closed)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
