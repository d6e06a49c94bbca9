package dev.understudy.log;

import dev.understudy.config.Sink;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, within a number of records and of bytes. Any thread offers, one polls, none waits. Bytes
 * count until they are released, not only until they are polled: what is encoded but not written takes memory too.
 */
final class RecordQueue {
    /** What a record takes beside its bodies, roughly. */
    private static final long OVERHEAD_BYTES = 512;

    /** Worth a waking of the writing thread; what waits longer than a collection of young objects costs one to copy. */
    private static final long BATCH_BYTES = 1024 * 1024;

    private final MpscAtomicArrayQueue<Object> records;
    private final AtomicLong bytes = new AtomicLong();
    private final int recordsMax;
    private final long bytesMax;

    RecordQueue(Sink.Queue limits) {
        records = new MpscAtomicArrayQueue<>(Math.max(2, limits.records()));
        recordsMax = limits.records();
        bytesMax = limits.bytes();
    }

    boolean offer(Object value) {
        long weight = weight(value);
        if (bytes.addAndGet(weight) <= bytesMax && records.offerIfBelowThreshold(value, recordsMax)) {
            return true;
        }
        bytes.addAndGet(-weight);
        return false;
    }

    @Nullable
    Object poll() {
        return records.poll();
    }

    void release(long weight) {
        bytes.addAndGet(-weight);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether so much waits that writing should not be put off. */
    boolean isWorthWriting() {
        return bytes.get() > Math.min(BATCH_BYTES, bytesMax / 2) || records.size() > recordsMax / 2;
    }

    int size() {
        return records.size();
    }

    long bytes() {
        return bytes.get();
    }

    static long weight(Object value) {
        if (!(value instanceof Pair pair)) {
            return OVERHEAD_BYTES;
        }
        long weight = OVERHEAD_BYTES + pair.request().body().bytes().length;
        for (Leg leg : pair.legs()) {
            Body body = leg.body();
            weight += OVERHEAD_BYTES + (body == null ? 0 : body.bytes().length);
        }
        return weight;
    }
}
