package dev.understudy.compare.statistics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something gathered by time, in at most {@value #MOST} stretches of one length. The length is the smallest power of two
 * milliseconds that is enough, so it depends on the first and the last time alone, not on the order.
 *
 * @param <T> what is gathered in a stretch
 */
public final class TimeBuckets<T> {
    static final int MOST = 64;

    private final Supplier<T> empty;
    private final BiConsumer<T, T> into;
    private final TreeMap<Long, T> buckets = new TreeMap<>();
    private int scale;
    private long lastKey;
    private @Nullable T last;

    /** @param into merges its second into its first */
    public TimeBuckets(Supplier<T> empty, BiConsumer<T, T> into) {
        this.empty = empty;
        this.into = into;
    }

    /** What is gathered at that time. */
    public T at(long millis) {
        long key = millis >> scale;
        T bucket = last;
        if (bucket == null || key != lastKey) {
            widen(key, key);
            key = millis >> scale;
            bucket = buckets.computeIfAbsent(key, any -> empty.get());
            last = bucket;
            lastKey = key;
        }
        return bucket;
    }

    public void merge(TimeBuckets<T> other) {
        if (other.buckets.isEmpty()) {
            return;
        }
        while (scale < other.scale) {
            coarsen();
        }
        int shift = scale - other.scale;
        widen(other.buckets.firstKey() >> shift, other.buckets.lastKey() >> shift);
        int both = scale - other.scale;
        other.buckets.forEach(
                (key, value) -> into.accept(buckets.computeIfAbsent(key >> both, any -> empty.get()), value));
        last = null;
    }

    /** By the time at which each stretch ends, in milliseconds since 1970. */
    public Map<Long, T> byEnd() {
        TreeMap<Long, T> ends = new TreeMap<>();
        buckets.forEach((key, value) -> ends.put((key + 1) << scale, value));
        return ends;
    }

    private void widen(long first, long last) {
        long from = first;
        long to = last;
        while (!buckets.isEmpty() && Math.max(to, buckets.lastKey()) - Math.min(from, buckets.firstKey()) >= MOST) {
            coarsen();
            from >>= 1;
            to >>= 1;
        }
        if (buckets.isEmpty()) {
            while (to - from >= MOST) {
                scale++;
                from >>= 1;
                to >>= 1;
            }
        }
    }

    private void coarsen() {
        scale++;
        TreeMap<Long, T> fine = new TreeMap<>(buckets);
        buckets.clear();
        last = null;
        fine.forEach((key, value) -> {
            T there = buckets.putIfAbsent(key >> 1, value);
            if (there != null) {
                into.accept(there, value);
            }
        });
    }
}
