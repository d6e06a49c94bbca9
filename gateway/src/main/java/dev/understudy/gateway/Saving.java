package dev.understudy.gateway;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that waits for the data directory on behalf of others, so that nobody waits for it longer than his patience: and
 * not at all while it has hung for so long already.
 */
final class Saving implements AutoCloseable {
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("understudy-saving", true));
    private final long patienceNanos;
    private final LongSupplier nanos;

    /** When the thread began what it is at; null between two tasks. */
    private volatile @Nullable Long begun;

    Saving(Duration patience, LongSupplier nanos) {
        this.patienceNanos = patience.toNanos();
        this.nanos = nanos;
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Does this there, and waits for it; what is not begun when patience ends is left to {@link #every}. */
    void await(Runnable task) {
        if (thread.isShutdown()) {
            return;
        }
        Future<?> done = thread.submit(timed(task));
        try {
            done.get(patienceLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            done.cancel(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does this there again and again. */
    void every(Duration pause, Runnable task) {
        thread.scheduleWithFixedDelay(timed(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private Runnable timed(Runnable task) {
        Runnable guarded = Gateway.guarded(task);
        return () -> {
            begun = nanos.getAsLong();
            guarded.run();
            begun = null;
        };
    }

    private long patienceLeft() {
        Long since = begun;
        return since == null ? patienceNanos : Math.max(0, patienceNanos - (nanos.getAsLong() - since));
    }
}
