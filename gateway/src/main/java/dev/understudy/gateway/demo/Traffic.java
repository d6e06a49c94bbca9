package dev.understudy.gateway.demo;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Shoppers, each on a thread of its own, until they are told to stop. Each rests twice as long as its last step took, so
 * that a slow machine is asked less and its models are never busy all the time.
 */
final class Traffic implements AutoCloseable {
    private static final int RESTS_PER_STEP = 2;
    private static final long REST_MILLIS_MIN = 20;
    private static final long REST_MILLIS_MAX = 2_000;
    private static final long LAST_STEP_SECONDS_MAX = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads;
    private final List<Future<?>> workers;

    Traffic(List<Shopper> shoppers) {
        threads = Executors.newFixedThreadPool(shoppers.size());
        workers = shoppers.stream()
                .<Future<?>>map(shopper -> threads.submit(() -> {
                    work(shopper);
                    return null;
                }))
                .toList();
    }

    private void work(Shopper shopper) throws InterruptedException {
        long rest = 0;
        while (!ended.await(rest, TimeUnit.MILLISECONDS)) {
            long began = System.nanoTime();
            shopper.step();
            long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            rest = Math.min(REST_MILLIS_MAX, Math.max(REST_MILLIS_MIN, RESTS_PER_STEP * taken));
        }
    }

    /** A failed request is counted; a worker that broke is a bug, and says so. */
    void checkWorking() throws InterruptedException {
        for (Future<?> worker : workers) {
            if (worker.isDone()) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a worker of the demo broke", e.getCause());
                }
            }
        }
    }

    /** Lets each finish its step. */
    @Override
    public void close() {
        ended.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_STEP_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
