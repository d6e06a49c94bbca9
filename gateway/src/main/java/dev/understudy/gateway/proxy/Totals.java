package dev.understudy.gateway.proxy;

import dev.understudy.pair.DurationSketch;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that was counted of one route up to a moment. One thread at a time.
 *
 * @param counts group, a slash, and the name within it
 * @param times counts of durations, by name, in the buckets of {@link DurationSketch}
 * @param costs by name
 */
record Totals(
        long eligible, long recorded, Map<String, Long> counts, Map<String, long[]> times, Map<String, Double> costs) {
    private static final long[] NOTHING = new long[DurationSketch.BUCKETS];

    static Totals of(long eligible, long recorded) {
        return new Totals(eligible, recorded, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    void add(String group, String name, long count) {
        counts.put(group + "/" + name, count);
    }

    /** By group and name; what did not change since then is not there. */
    Map<String, Map<String, Long>> countsSince(Totals before) {
        Map<String, Map<String, Long>> groups = new HashMap<>();
        counts.forEach((name, count) -> {
            long difference = count - before.counts.getOrDefault(name, 0L);
            if (difference != 0) {
                int slash = name.indexOf('/');
                groups.computeIfAbsent(name.substring(0, slash), group -> new TreeMap<>())
                        .put(name.substring(slash + 1), difference);
            }
        });
        return groups;
    }

    /** Those that happened since then; what did not is not there. */
    Map<String, DurationSketch> timesSince(Totals before) {
        Map<String, DurationSketch> sketches = new HashMap<>();
        times.forEach((name, now) -> {
            long[] then = before.times.getOrDefault(name, NOTHING);
            Map<Integer, Long> differences = new HashMap<>();
            for (int bucket = 0; bucket < now.length; bucket++) {
                if (now[bucket] != then[bucket]) {
                    differences.put(bucket, now[bucket] - then[bucket]);
                }
            }
            if (!differences.isEmpty()) {
                sketches.put(name, new DurationSketch(differences));
            }
        });
        return sketches;
    }

    /** Those that came since then. */
    Map<String, Double> costsSince(Totals before) {
        Map<String, Double> differences = new HashMap<>();
        costs.forEach((name, now) -> {
            double difference = now - before.costs.getOrDefault(name, 0.0);
            if (difference > 0) {
                differences.put(name, difference);
            }
        });
        return differences;
    }
}
