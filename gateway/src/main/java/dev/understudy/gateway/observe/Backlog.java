package dev.understudy.gateway.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What waits to be written by a thread of its own. An offer never waits and wakes nobody: the thread comes by ten times a second
 * and takes what is there; what does not fit meanwhile is refused.
 */
public final class Backlog<T> implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;
    private static final long CLOSE_MILLIS = 3000;
    private static final int BATCH = 512;

    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int most;
    private final Consumer<List<T>> writer;
    private final Runnable end;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param writer gets some at a time, in order; must not fail
     * @param end follows the last of them, on the same thread
     */
    public Backlog(String name, int most, Consumer<List<T>> writer, Runnable end) {
        this.most = most;
        this.writer = writer;
        this.end = end;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether it was taken. */
    public boolean offer(T one) {
        if (closing.getCount() == 0) {
            return false;
        }
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            return false;
        }
        waiting.add(one);
        return true;
    }

    /** Takes nothing more. Waits at most three seconds until what is there is written, which goes on after that. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                drain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drain();
        end.run();
    }

    private void drain() {
        List<T> batch = new ArrayList<>();
        for (T one = waiting.poll(); one != null; one = waiting.poll()) {
            size.decrementAndGet();
            batch.add(one);
            if (batch.size() == BATCH) {
                writer.accept(List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            writer.accept(List.copyOf(batch));
        }
    }
}
