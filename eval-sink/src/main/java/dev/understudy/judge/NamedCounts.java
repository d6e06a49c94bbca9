package dev.understudy.judge;

import java.util.Map;
import java.util.TreeMap;

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

    private void add(String name, long count) {
        counts.merge(name, count, Long::sum);
        PeopleFigure.limit(counts, NAMES_MAX);
    }
}
