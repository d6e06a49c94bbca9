package dev.understudy.judge;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How often each of the names was named that people made up; of too many the first by name, and the others together. */
final class NamedCounts {
    static final int NAMES_MAX = 200;
    static final String OTHERS = "(others)";

    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long all;

    void add(String name) {
        add(name, 1);
        all++;
    }

    void merge(NamedCounts other) {
        other.counts.forEach(this::add);
        all += other.all;
    }

    Map<String, Long> result() {
        Map<String, Long> shown = new TreeMap<>(counts);
        long others = all - counts.values().stream().mapToLong(Long::longValue).sum();
        if (others > 0) {
            shown.merge(OTHERS, others, Long::sum);
        }
        return shown;
    }

    /** Up to which name both counts left none out; null where neither left any out. */
    static @Nullable String last(Map<String, Long> one, Map<String, Long> other) {
        String ofOne = last(one);
        String ofOther = last(other);
        return ofOne == null || (ofOther != null && ofOther.compareTo(ofOne) < 0) ? ofOther : ofOne;
    }

    private static @Nullable String last(Map<String, Long> counts) {
        return counts.containsKey(OTHERS) ? new TreeMap<>(counts).lastKey() : null;
    }

    /** @param last behind it by name all are others; null for none */
    static Map<String, Long> until(@Nullable String last, Map<String, Long> counts) {
        Map<String, Long> kept = new TreeMap<>();
        counts.forEach((name, count) ->
                kept.merge(last == null || name.compareTo(last) <= 0 ? name : OTHERS, count, Long::sum));
        return kept;
    }

    private void add(String name, long count) {
        counts.merge(name, count, Long::sum);
        PeopleFigure.limit(counts, NAMES_MAX);
    }
}
