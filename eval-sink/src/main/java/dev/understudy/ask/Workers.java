package dev.understudy.ask;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does work with so many threads, and no more of it under way than that: who submits waits. */
public final class Workers implements AutoCloseable {
    private final ExecutorService threads;
    private final Semaphore free;
    private final int limit;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    public Workers(int limit, String name) {
        this.limit = limit;
        free = new Semaphore(limit);
        threads = Executors.newFixedThreadPool(limit, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
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
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
