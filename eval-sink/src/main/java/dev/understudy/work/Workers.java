package dev.understudy.work;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does work with so many threads, and no more of it under way than a limit: who submits waits. */
public final class Workers implements AutoCloseable {
    private final ExecutorService threads;
    private final Semaphore free;
    private final int limit;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** With as many threads as may be under way. */
    public Workers(int limit, String name) {
        this(limit, limit, name);
    }

    /** @param limit of what is under way; it is begun in the order in which it was submitted */
    public Workers(int threads, int limit, String name) {
        this.limit = limit;
        this.free = new Semaphore(limit);
        this.threads = Executors.newFixedThreadPool(threads, Threads.named(name));
    }

    /** A piece of work. */
    public interface Task {
        void run() throws IOException, InterruptedException;
    }

    /** Throws what an earlier piece threw. */
    public void submit(Task task) throws IOException, InterruptedException {
        rethrow();
        free.acquire();
        threads.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    /** Returns when everything is done. */
    public void finish() throws IOException, InterruptedException {
        free.acquire(limit);
        free.release(limit);
        rethrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void rethrow() throws IOException {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw Thrown.again(thrown);
        }
    }
}
