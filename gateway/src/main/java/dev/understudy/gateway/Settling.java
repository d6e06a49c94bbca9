package dev.understudy.gateway;

import dev.understudy.gateway.rollout.Rollouts;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The thread that waits for the file of the rollouts' positions, so that nobody else does for longer than his patience. */
final class Settling implements AutoCloseable {
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("understudy-rollouts", true));
    private final Runnable settle;
    private final Duration patience;

    Settling(Rollouts rollouts, Duration patience) {
        this.settle = Gateway.guarded(rollouts::settle);
        this.patience = patience;
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Once now; a disk that hangs holds up whoever calls this for so long. */
    void once() {
        if (thread.isShutdown()) {
            return;
        }
        Future<?> settled = thread.submit(settle);
        try {
            settled.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            settled.cancel(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Again each second, and behind it what follows from it; neither throws. */
    void eachSecond(Runnable then) {
        Runnable both = () -> {
            settle.run();
            then.run();
        };
        thread.scheduleWithFixedDelay(both, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
