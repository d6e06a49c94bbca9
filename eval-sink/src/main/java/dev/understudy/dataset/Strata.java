package dev.understudy.dataset;

import dev.understudy.judge.Draw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Draws from several groups by hash, so that all groups get alike as far as they have enough. Holds so many values in all,
 * however many groups there are: the largest group gives way, and of equal ones that which the lot puts last. What is kept
 * depends neither on the order nor on which groups come first.
 *
 * @param <T> what is drawn
 */
final class Strata<T> {
    private final String salt;
    private final int capacity;
    private final Map<String, Stratum<T>> strata = new HashMap<>();
    /** The one that gives way first. */
    private final TreeSet<Stratum<T>> bySize = new TreeSet<>(Comparator.<Stratum<T>>comparingInt(Stratum::size)
            .thenComparingLong(Stratum::lot)
            .thenComparing(Stratum::name)
            .reversed());

    private int size;

    private record Drawn<T>(long hash, String id, T value) {}

    private static final class Stratum<T> {
        private final String name;
        private final long lot;
        private final PriorityQueue<Drawn<T>> kept = new PriorityQueue<>(Comparator.<Drawn<T>>comparingLong(Drawn::hash)
                .thenComparing(Drawn::id)
                .reversed());

        Stratum(String name, long lot) {
            this.name = name;
            this.lot = lot;
        }

        int size() {
            return kept.size();
        }

        long lot() {
            return lot;
        }

        String name() {
            return name;
        }
    }

    Strata(String salt, int capacity) {
        this.salt = salt;
        this.capacity = capacity;
    }

    void add(String name, String id, T value) {
        Stratum<T> stratum = strata.computeIfAbsent(name, key -> new Stratum<>(key, Draw.hash(salt, key)));
        bySize.remove(stratum);
        stratum.kept.add(new Drawn<>(Draw.hash(salt, id), id, value));
        bySize.add(stratum);
        size++;
        if (size > capacity) {
            dropOne();
        }
    }

    private void dropOne() {
        Stratum<T> largest = bySize.first();
        bySize.remove(largest);
        largest.kept.remove();
        size--;
        if (largest.kept.isEmpty()) {
            strata.remove(largest.name());
        } else {
            bySize.add(largest);
        }
    }

    /** How many are held. */
    int size() {
        return size;
    }

    /** One group after the other in the order of the lot, each in the order of its hashes. */
    List<List<T>> byLot() {
        List<List<T>> all = new ArrayList<>();
        strata.values().stream()
                .sorted(Comparator.<Stratum<T>>comparingLong(Stratum::lot).thenComparing(Stratum::name))
                .forEach(stratum -> {
                    List<Drawn<T>> drawn = new ArrayList<>(stratum.kept);
                    drawn.sort(Comparator.<Drawn<T>>comparingLong(Drawn::hash).thenComparing(Drawn::id));
                    all.add(drawn.stream().map(Drawn::value).toList());
                });
        return all;
    }
}
