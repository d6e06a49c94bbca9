package dev.understudy.gateway.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Standard error behind a bounded queue and a thread of its own, so that no event loop that logs waits for whoever reads
 * it. What finds no room is dropped, counted, and told of once there is room again.
 */
final class QueuedErrors extends OutputStream {
    private static final int WAITING_MAX = 4096;
    private static final long FAREWELL_MILLIS = 1000;

    private final PrintStream errors;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    private QueuedErrors(PrintStream errors) {
        this.errors = errors;
        this.writer = new Thread(this::write, "understudy-stderr");
        writer.setDaemon(true);
        writer.start();
    }

    static QueuedErrors before(PrintStream errors) {
        return new QueuedErrors(errors);
    }

    /** To print to; each print is flushed at once, and kept together. */
    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
        if (count.incrementAndGet() > WAITING_MAX) {
            count.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            waiting.add(Arrays.copyOfRange(bytes, start, start + length));
            LockSupport.unpark(writer);
        }
    }

    /** Waits a moment for what is still to be written. */
    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        while (true) {
            byte @Nullable [] next = waiting.poll();
            if (next != null) {
                errors.write(next, 0, next.length);
                count.decrementAndGet();
            } else {
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    errors.println("understudy: " + lost + " pieces of the log were dropped, since nobody read them");
                }
                errors.flush();
                if (closed && waiting.isEmpty()) {
                    return;
                }
                LockSupport.park(this);
            }
        }
    }
}
