package dev.understudy.log;

import dev.understudy.config.Sink;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local log as event loops see it: a bounded queue, and the one thread that empties it into segments.
 *
 * <p>The thread sleeps until something is offered, then waits a moment for more, and writes all of it at once; so
 * nothing stays longer than 200 ms, and a waking costs the event loops at most one call per batch. While the log cannot
 * be written the sink is <em>down</em>: what was taken waits within the queue's bounds, what is offered is refused, and
 * opening is tried again with growing pauses.
 */
public final class FileSink implements PairSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final long LINGER_NANOS = Duration.ofMillis(100).toNanos();
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long RETRY_NANOS_MIN = Duration.ofMillis(100).toNanos();
    private static final long RETRY_NANOS_MAX = Duration.ofSeconds(5).toNanos();
    private static final Optional<DropCause> TAKEN = Optional.empty();
    private static final Optional<DropCause> QUEUE_FULL = Optional.of(DropCause.QUEUE_FULL);
    private static final Optional<DropCause> SINK_DOWN = Optional.of(DropCause.SINK_DOWN);

    private static final int BUSY = 0;
    /** Waiting for more to write; woken only when much has come. */
    private static final int LINGERING = 1;
    /** Waiting for anything. */
    private static final int IDLE = 2;

    private final UnaryOperator<Pair> finishing;
    private final RecordQueue queue;
    private final PulseBacklog pulses = new PulseBacklog();
    private final LogWriter writer;
    private final Archive archive;
    private final Sealer sealer;
    private final Clock clock;
    private final Path data;
    private final Thread thread;
    private final AtomicInteger rest = new AtomicInteger(BUSY);
    private final LongAdder written = new LongAdder();
    private final Map<Loss, LongAdder> lost = new ConcurrentHashMap<>();

    /** Null when up. */
    private volatile @Nullable String downBecause = "not opened yet";

    private volatile long closeBeforeNanos;
    private volatile boolean closing;
    private volatile int encoded;

    /**
     * A sink that writes from now on. It never fails: what is wrong with the directory stands in {@link #status}.
     *
     * @param instance names this process among those that share the directory, such as {@code gw-1}
     */
    public static FileSink open(Sink settings, String instance) {
        return open(settings, instance, UnaryOperator.identity());
    }

    /** @param finishing what is made of a pair before it is written, on the writing thread */
    public static FileSink open(Sink settings, String instance, UnaryOperator<Pair> finishing) {
        return open(settings, instance, new DiskStorage(), Clock.systemUTC(), finishing);
    }

    static FileSink open(Sink settings, String instance, Storage storage, Clock clock) {
        return open(settings, instance, storage, clock, UnaryOperator.identity());
    }

    private static FileSink open(
            Sink settings, String instance, Storage storage, Clock clock, UnaryOperator<Pair> finishing) {
        FileSink sink = new FileSink(settings, instance, storage, clock, finishing);
        sink.attempt();
        sink.thread.start();
        sink.sealer.start();
        return sink;
    }

    private FileSink(Sink settings, String instance, Storage storage, Clock clock, UnaryOperator<Pair> finishing) {
        this.finishing = finishing;
        this.clock = clock;
        this.data = settings.path();
        queue = new RecordQueue(settings.queue());
        archive = new Archive(storage, settings.path(), instance, clock, settings.retention(), settings.maxBytes());
        sealer = new Sealer(archive, instance);
        writer = new LogWriter(storage, settings, instance, clock, archive, new Events());
        thread = new Thread(this::run, "pair-log-" + instance);
        thread.setDaemon(true);
    }

    @Override
    public Optional<DropCause> offer(Pair pair) {
        if (isDown()) {
            return SINK_DOWN;
        }
        return enqueue(pair) ? TAKEN : QUEUE_FULL;
    }

    @Override
    public boolean offer(Feedback feedback) {
        return !isDown() && enqueue(feedback);
    }

    @Override
    public void offer(Pulse pulse) {
        if (closing || !pulses.add(pulse)) {
            lose(Loss.PULSE, 1);
        } else {
            wake();
        }
    }

    public SinkStatus status() {
        String reason = downBecause;
        Map<Loss, Long> losses = new EnumMap<>(Loss.class);
        lost.forEach((cause, count) -> losses.put(cause, count.sum()));
        return new SinkStatus(
                isDown() ? SinkStatus.State.DOWN : SinkStatus.State.UP,
                reason != null ? reason : closing ? "closed" : "",
                queue.size() + (long) encoded,
                queue.bytes(),
                written.sum(),
                losses,
                archive.torn());
    }

    /** Writes what was taken, within ten seconds, and forces it to the disk. */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    void close(Duration within) {
        if (!closing) {
            closeBeforeNanos = System.nanoTime() + within.toNanos();
            closing = true;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(within.toMillis() + Sealer.CLOSE_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDown() {
        return downBecause != null || closing;
    }

    private boolean enqueue(Object value) {
        if (!queue.offer(value)) {
            wake();
            return false;
        }
        wake();
        return true;
    }

    private void wake() {
        int now = rest.get();
        boolean wanted = now == IDLE || (now == LINGERING && queue.isWorthWriting());
        if (wanted && rest.compareAndSet(now, BUSY)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            writeUntilClosed();
        } finally {
            downBecause = closing ? null : "the writing thread has ended; its error is in the log of this process";
            finish();
        }
    }

    private void writeUntilClosed() {
        long retryNanos = RETRY_NANOS_MIN;
        while (!(closing && isDrained())) {
            if (attempt()) {
                retryNanos = RETRY_NANOS_MIN;
                awaitWork();
            } else if (closing && System.nanoTime() - closeBeforeNanos >= 0) {
                break;
            } else {
                LockSupport.parkNanos(closing ? RETRY_NANOS_MIN : retryNanos);
                retryNanos = Math.min(2 * retryNanos, RETRY_NANOS_MAX);
            }
        }
    }

    private boolean isDrained() {
        return queue.isEmpty() && pulses.isEmpty() && encoded == 0;
    }

    /** Writes everything that is there; false when the log cannot be written. */
    private boolean attempt() {
        try {
            writer.open();
            writer.flush();
            up();
            writeQueued(queue.size());
            pulses.takeAll().forEach(writer::add);
            writer.flush();
            writer.sealOld();
            return true;
        } catch (IOException | RuntimeException e) {
            down(e);
            return false;
        } finally {
            encoded = writer.waiting();
        }
    }

    /** No more than were there, so that pulses get their turn however fast more come in. */
    private void writeQueued(int records) throws IOException {
        for (int left = records; left > 0; left--) {
            Object value = queue.poll();
            if (value == null) {
                return;
            }
            add(value);
            if (writer.isFull()) {
                writer.flush();
            }
        }
    }

    private void add(Object value) {
        long weight = RecordQueue.weight(value);
        boolean added =
                value instanceof Pair pair ? writer.add(finished(pair), weight) : writer.add((Feedback) value, weight);
        if (!added) {
            queue.release(weight);
            lose(Loss.NOT_ENCODED, 1);
        }
    }

    /** As it came when finishing it fails: what is missing then must not cost the record. */
    private Pair finished(Pair pair) {
        try {
            return finishing.apply(pair);
        } catch (RuntimeException e) {
            LOG.error("record not finished id={}", pair.id(), e);
            return pair;
        }
    }

    private void up() {
        if (downBecause != null) {
            LOG.info("pair log up");
            downBecause = null;
        }
    }

    private void down(Exception cause) {
        String reason = data + " cannot be written: " + describe(cause);
        if (!reason.equals(downBecause)) {
            LOG.warn("pair log down reason={}", reason, cause instanceof IOException ? null : cause);
        }
        downBecause = reason;
    }

    private static String describe(Exception cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        String kind =
                cause.getClass() == IOException.class ? "" : cause.getClass().getSimpleName() + ": ";
        return kind + message;
    }

    /** Rests until something is offered, a segment is to be sealed, or a minute is over; then lets more come in. */
    private void awaitWork() {
        if (closing) {
            return;
        }
        rest.set(IDLE);
        if (queue.isEmpty() && pulses.isEmpty() && !closing) {
            LockSupport.parkNanos(this, untilNextSealing());
        }
        rest.set(LINGERING);
        if (!queue.isWorthWriting() && !closing) {
            LockSupport.parkNanos(this, LINGER_NANOS);
        }
        rest.set(BUSY);
    }

    private long untilNextSealing() {
        Instant next = writer.nextSealing();
        if (next == null) {
            return IDLE_NANOS;
        }
        long millis = Duration.between(clock.instant(), next).toMillis();
        return Math.min(IDLE_NANOS, Math.max(LINGER_NANOS, millis * 1_000_000));
    }

    private void finish() {
        try {
            writer.close();
            sealer.close();
            if (sealer.isDone()) {
                writer.releaseLock();
            }
        } catch (IOException e) {
            LOG.warn("pair log not closed cleanly error={}", e.toString());
        }
        long left = queue.size() + (long) encoded;
        if (left > 0) {
            lose(Loss.CLOSED, left);
            LOG.warn("pair log closed with records unwritten records={}", left);
        }
    }

    private void lose(Loss cause, long records) {
        lost.computeIfAbsent(cause, name -> new LongAdder()).add(records);
    }

    private final class Events implements LogEvents {
        @Override
        public void complete(Path segment) {
            sealer.seal(segment);
        }

        @Override
        public void removed(long records) {
            lose(Loss.SEGMENT_REMOVED, records);
        }

        @Override
        public void written(int records, long weight) {
            written.add(records);
            queue.release(weight);
        }
    }
}
