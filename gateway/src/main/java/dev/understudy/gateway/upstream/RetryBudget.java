package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * How many requests may be sent once more: a share of those of the last ten seconds and so many each second, as in
 * Finagle's budget of the same name. A model in trouble gets little more than its share of requests, not a multiple of it.
 *
 * <p>All loops share it. It reads a counter that is there anyway, so a request that goes well costs nothing.
 */
final class RetryBudget {
    private static final double WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final double share;
    private final double perNano;
    private final LongSupplier requests;
    private final AtomicReference<Balance> balance;

    /** What was left at some time, and how many requests there had been. */
    private record Balance(double left, long requests, long nanos) {}

    /** @param requests how many there have been up to now */
    RetryBudget(Selection.Retry settings, LongSupplier requests, long now) {
        this.share = settings.budgetPercent() / 100;
        this.perNano = settings.minPerSecond() / (double) TimeUnit.SECONDS.toNanos(1);
        this.requests = requests;
        this.balance = new AtomicReference<>(new Balance(perNano * WINDOW_NANOS, requests.getAsLong(), now));
    }

    /** Takes one from the budget, if there is one. */
    boolean take(long now) {
        while (true) {
            Balance before = Objects.requireNonNull(balance.get());
            long seen = requests.getAsLong();
            double earned = left(before, seen, now);
            if (earned < 1) {
                return false;
            }
            if (balance.compareAndSet(before, new Balance(earned - 1, seen, now))) {
                return true;
            }
        }
    }

    /** What is older than the window is gone, and what was earned before it never counted. */
    private double left(Balance before, long seen, long now) {
        double elapsed = Math.max(0, now - before.nanos());
        double old = Math.min(1, elapsed / WINDOW_NANOS);
        double recent = elapsed > WINDOW_NANOS ? WINDOW_NANOS / elapsed : 1;
        double earned = share * (seen - before.requests()) + perNano * elapsed;
        return before.left() * (1 - old) + earned * recent;
    }
}
