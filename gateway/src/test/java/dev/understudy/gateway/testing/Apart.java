package dev.understudy.gateway.testing;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work that waits, each piece in a thread of its own: the common pool may have but one, and then the second never begins. */
public final class Apart {
    private Apart() {}

    public static <T> CompletableFuture<T> supply(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Apart::begin);
    }

    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, Apart::begin);
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "apart");
        thread.setDaemon(true);
        thread.start();
    }
}
