package dev.understudy.compare.statistics;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of bounded size: whatever has the smallest hashes. Which ones are kept depends neither on order nor on
 * how the stream was divided.
 *
 * @param <T> what is kept under a key
 */
public final class HashSample<T> {
    private final int capacity;
    private final TreeMap<Key, T> kept =
            new TreeMap<>(Comparator.comparingLong(Key::hash).thenComparing(Key::id));
    private long offered;

    /** What is sampled; the id decides between equal hashes. */
    public record Key(long hash, String id) {}

    public HashSample(int capacity) {
        this.capacity = capacity;
    }

    /** Whether this key is among the smallest so far. */
    public boolean admits(Key key) {
        return kept.size() < capacity || kept.comparator().compare(key, kept.lastKey()) <= 0;
    }

    public @Nullable T get(Key key) {
        return kept.get(key);
    }

    /** Takes the value if its key is among the smallest; an equal key is replaced. */
    public void put(Key key, T value) {
        offered++;
        keep(key, value);
    }

    public void merge(HashSample<T> other) {
        offered += other.offered;
        other.kept.forEach(this::keep);
    }

    /** In the order of their hashes. */
    public Collection<T> values() {
        return kept.values();
    }

    /** How many there were. */
    public long offered() {
        return offered;
    }

    public boolean complete() {
        return offered <= capacity;
    }

    private void keep(Key key, T value) {
        if (admits(key)) {
            kept.put(key, value);
            if (kept.size() > capacity) {
                kept.pollLastEntry();
            }
        }
    }
}
