package dev.understudy.work;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Pieces of work of very different size that several threads share: who is done with one takes the next. */
public record Threads(int count) {
    /** What came of them, in their order. */
    public <T> List<T> all(List<? extends Callable<T>> pieces) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(count, named("side-by-side"));
        try {
            List<Future<T>> begun = new ArrayList<>();
            pieces.forEach(piece -> begun.add(pool.submit(piece)));
            List<T> results = new ArrayList<>();
            for (Future<T> piece : begun) {
                results.add(result(piece));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Throws what the piece threw. */
    public static <T> T result(Future<T> piece) throws IOException {
        try {
            return piece.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while comparing");
        } catch (ExecutionException e) {
            throw Thrown.again(e.getCause());
        }
    }

    /** Such as keep no process alive. */
    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
