package dev.understudy.gateway.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Everything that has to end with the demo, ended in the reverse of the order it came in, once, whoever asks first: the
 * demo itself or Ctrl-C.
 */
final class Stage implements AutoCloseable {
    private final Thread hook = new Thread(this::interrupt, "demo-end");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private volatile boolean interrupted;

    static Stage open() {
        Stage stage = new Stage();
        Runtime.getRuntime().addShutdownHook(stage.hook);
        return stage;
    }

    /** Takes charge of a thing; when the end has come already, it ends at once. */
    synchronized <T extends AutoCloseable> T add(T thing) {
        things.push(thing);
        if (closing.getCount() == 0) {
            closeAll();
        }
        return thing;
    }

    /** A directory that is deleted with all in it. */
    Path scratch() throws IOException {
        Path directory = Files.createTempDirectory("understudy-demo");
        add(() -> delete(directory));
        return directory;
    }

    /** Whether somebody ended it from outside, as Ctrl-C does. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Waits; true as soon as the end has come. */
    boolean closesWithin(long seconds) throws InterruptedException {
        return closing.await(seconds, TimeUnit.SECONDS);
    }

    void awaitClosing() throws InterruptedException {
        closing.await();
    }

    private void interrupt() {
        interrupted = true;
        close();
    }

    @Override
    public void close() {
        closing.countDown();
        closeAll();
        if (Thread.currentThread() != hook) {
            forgetHook();
        }
    }

    private synchronized void closeAll() {
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                System.err.println("demo: could not end everything: " + e);
            }
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is going down already, and the hook finds nothing left to do.
            return;
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
