package dev.understudy.gateway.upstream;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A home whose time passes when a test says so; tasks run at once, in the caller's thread. */
final class VirtualHome implements Home {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now = TimeUnit.HOURS.toNanos(1);
    private long count;

    private record Task(long at, long number, Runnable work, Future<?> promise) {}

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Future<?> schedule(Runnable task, long delayNanos) {
        Future<?> promise = new CompletableFuture<>();
        tasks.add(new Task(now + delayNanos, count++, task, promise));
        return promise;
    }

    @Override
    public long now() {
        return now;
    }

    void pass(long amount, TimeUnit unit) {
        long end = now + unit.toNanos(amount);
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task next = tasks.remove();
            now = Math.max(now, next.at());
            if (!next.promise().isCancelled()) {
                next.work().run();
            }
        }
        now = end;
    }
}
