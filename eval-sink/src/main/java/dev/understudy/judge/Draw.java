package dev.understudy.judge;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Draws by hashes, so that the same seed draws the same whatever the order. */
public final class Draw {
    private Draw() {}

    public static long hash(String salt, String id) {
        return Hashing.xxh3_64().hashCharsToLong(salt + '\0' + id);
    }

    /** Keeps as many as its limit says, those with the least hashes. */
    public static final class Sample<T> {
        private final String salt;
        private final long limit;
        private final PriorityQueue<Drawn<T>> kept = new PriorityQueue<>(
                Comparator.<Drawn<T>>comparingLong(Drawn::hash).reversed());

        public Sample(String salt, long limit) {
            this.salt = salt;
            this.limit = limit;
        }

        private record Drawn<T>(long hash, String id, T value) {}

        public void add(String id, T value) {
            kept.add(new Drawn<>(Draw.hash(salt, id), id, value));
            if (kept.size() > limit) {
                kept.poll();
            }
        }

        /** In the order of their hashes, which no order of the ids can be told from. */
        public List<T> byLot() {
            return sorted(Comparator.<Drawn<T>>comparingLong(Drawn::hash).thenComparing(Drawn::id));
        }

        /** By id. */
        public List<T> drawn() {
            return sorted(Comparator.comparing(Drawn::id));
        }

        private List<T> sorted(Comparator<Drawn<T>> order) {
            List<Drawn<T>> all = new ArrayList<>(kept);
            all.sort(order);
            return all.stream().map(Drawn::value).toList();
        }
    }
}
