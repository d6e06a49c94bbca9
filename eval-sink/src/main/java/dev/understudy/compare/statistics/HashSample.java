package dev.understudy.compare.statistics;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

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
    public record Key(long hash, String id) {
        public static Key of(String id) {
            return new Key(Hashing.komihash5_0().hashCharsToLong(id), id);
        }
    }

    public HashSample(int capacity) {
        this.capacity = capacity;
    }

    /** Whether this key is among the smallest so far. */
    private boolean admits(Key key) {
        return kept.size() < capacity || kept.comparator().compare(key, kept.lastKey()) <= 0;
    }

    /** Takes the value if its key is among the smallest; {@code both} makes one of two under the same key. */
    public void put(Key key, T value, BinaryOperator<T> both) {
        offered++;
        keep(key, value, both);
    }

    /** Makes the value only if its key is among the smallest and not there yet. */
    public void put(Key key, Supplier<T> value) {
        offered++;
        if (admits(key) && !kept.containsKey(key)) {
            keep(key, value.get(), (a, b) -> a);
        }
    }

    public void merge(HashSample<T> other, BinaryOperator<T> both) {
        offered += other.offered;
        other.kept.forEach((key, value) -> keep(key, value, both));
    }

    /** In the order of their hashes. */
    public Collection<T> values() {
        return kept.values();
    }

    /** How many there were. */
    public long offered() {
        return offered;
    }

    /** Whether some may have been left out. */
    public boolean full() {
        return kept.size() == capacity;
    }

    private void keep(Key key, T value, BinaryOperator<T> both) {
        if (admits(key)) {
            kept.merge(key, value, both);
            if (kept.size() > capacity) {
                kept.pollLastEntry();
            }
        }
    }
}
