package dev.understudy.log;

import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines from one thread that are decoded by several. No more batches are under way than twice the threads: who reads
 * waits for those who decode, and memory stays bounded.
 */
final class ParallelDecoding implements AutoCloseable {
    private static final int BATCH_LINES = 256;
    private static final int BATCH_BYTES = 1024 * 1024;

    private final PairReader reader;
    private final Consumer<List<Pair>> target;
    private final ExecutorService workers;
    private final Semaphore free;
    private final int batchesMax;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private List<Line> batch = new ArrayList<>();
    private long batchBytes;

    ParallelDecoding(int threads, PairReader reader, Consumer<List<Pair>> target) {
        this.reader = reader;
        this.target = target;
        batchesMax = 2 * threads;
        free = new Semaphore(batchesMax);
        workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "pair-decoding");
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(String file, byte[] line) throws IOException {
        batch.add(new Line(file, line));
        batchBytes += line.length;
        if (batch.size() >= BATCH_LINES || batchBytes >= BATCH_BYTES) {
            submit();
        }
    }

    /** Returns when everything has been handed on, or throws what the target threw. */
    void finish() throws IOException {
        submit();
        acquire(batchesMax);
        rethrow();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private void submit() throws IOException {
        rethrow();
        acquire(1);
        List<Line> lines = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        workers.execute(() -> {
            try {
                decode(lines);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    private void decode(List<Line> lines) {
        List<Pair> pairs = lines.stream()
                .map(line -> reader.read(line.file, line.bytes))
                .filter(Objects::nonNull)
                .toList();
        if (!pairs.isEmpty()) {
            target.accept(pairs);
        }
    }

    private void acquire(int permits) throws IOException {
        try {
            free.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading pairs", e);
        }
    }

    private void rethrow() {
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(String file, byte[] bytes) {}
}
