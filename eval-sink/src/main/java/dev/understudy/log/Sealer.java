package dev.understudy.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The low-priority thread that does the archive's work, beside the one that writes. */
final class Sealer implements AutoCloseable {
    static final long CLOSE_WITHIN_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final long EVERY_HOURS = 1;

    private final Archive archive;
    private final ScheduledThreadPoolExecutor executor;

    /** Complete and not sealed yet; also those for which it did not work. */
    private final Set<Path> complete = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it: writing goes first where the system can do that
    Sealer(Archive archive, String instance) {
        this.archive = archive;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "pair-archive-" + instance);
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        var unused = executor.scheduleWithFixedDelay(this::sweep, 0, EVERY_HOURS, TimeUnit.HOURS);
    }

    void seal(Path segment) {
        complete.add(segment);
        try {
            executor.execute(this::sealComplete);
        } catch (RejectedExecutionException e) {
            LOG.debug("left for the next start segment={}", segment);
        }
    }

    /** Stops after the segment under way, or leaves it for the next start. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.info("still sealing, left for the next start segments={}", complete.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isDone() {
        return executor.isTerminated();
    }

    private void sweep() {
        sealComplete();
        quietly("abandoned segments", archive::sealAbandoned);
        quietly("retention", archive::retain);
    }

    private void sealComplete() {
        boolean sealed = false;
        for (Path segment : List.copyOf(complete)) {
            if (executor.isShutdown()) {
                return;
            }
            if (quietly("sealing " + segment, () -> archive.seal(segment))) {
                complete.remove(segment);
                sealed = true;
            }
        }
        if (sealed) {
            quietly("retention", archive::retain);
        }
    }

    /** What fails here is tried again within the hour, and must not end the schedule. */
    private static boolean quietly(String what, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("archive step failed step={} error={}", what, e.toString());
            return false;
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
