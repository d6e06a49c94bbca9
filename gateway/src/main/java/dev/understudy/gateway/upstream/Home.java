package dev.understudy.gateway.upstream;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Where what the event loops share of one model is changed: one task after the other, on one thread, without a lock. */
interface Home {
    void execute(Runnable task);

    /** Cancelling it calls it off. */
    Future<?> schedule(Runnable task, long delayNanos);

    /** Of {@link System#nanoTime}. */
    long now();

    /** One event loop is a model's home; others run elsewhere. */
    static Home on(EventLoop loop) {
        return new Home() {
            @Override
            public void execute(Runnable task) {
                if (!loop.isShuttingDown()) {
                    loop.execute(task);
                }
            }

            @Override
            public Future<?> schedule(Runnable task, long delayNanos) {
                return loop.isShuttingDown()
                        ? loop.newSucceededFuture(null)
                        : loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public long now() {
                return System.nanoTime();
            }
        };
    }
}
