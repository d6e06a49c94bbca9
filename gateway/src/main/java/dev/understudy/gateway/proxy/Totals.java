package dev.understudy.gateway.proxy;

import dev.understudy.pair.DurationSketch;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was counted of one route up to a moment, put in by its counters. One thread at a time. */
final class Totals {
    private static final long[] NOTHING = new long[DurationSketch.BUCKETS];

    private final long eligible;
    private final long recorded;
    private final Map<String, Map<String, Long>> counts = new HashMap<>();
    private final Map<String, long[]> times = new TreeMap<>();
    private final Map<String, Double> costs = new TreeMap<>();

    Totals(long eligible, long recorded) {
        this.eligible = eligible;
        this.recorded = recorded;
    }

    void count(String group, String name, long count) {
        counts.computeIfAbsent(group, first -> new TreeMap<>()).put(name, count);
    }

    /** @param buckets of a {@link DurationSketch}; kept, so that nobody may change them */
    void time(String name, long[] buckets) {
        times.put(name, buckets);
    }

    /** Several under one name add up. */
    void cost(String name, double amount) {
        costs.merge(name, amount, Double::sum);
    }

    /** What has come since then. */
    Change since(Totals before) {
        return new Change(
                eligible - before.eligible,
                recorded - before.recorded,
                countsSince(before),
                timesSince(before),
                costsSince(before));
    }

    /**
     * What came between two moments; what did not change is not there.
     *
     * @param counts by group and name
     */
    record Change(
            long eligible,
            long recorded,
            Map<String, Map<String, Long>> counts,
            Map<String, DurationSketch> times,
            Map<String, Double> costs) {
        boolean isEmpty() {
            return eligible == 0 && recorded == 0 && counts.isEmpty() && times.isEmpty() && costs.isEmpty();
        }

        Map<String, Long> group(String name) {
            return counts.getOrDefault(name, Map.of());
        }
    }

    private Map<String, Map<String, Long>> countsSince(Totals before) {
        Map<String, Map<String, Long>> groups = new HashMap<>();
        counts.forEach((group, now) -> {
            Map<String, Long> then = before.counts.getOrDefault(group, Map.of());
            now.forEach((name, count) -> {
                long difference = count - then.getOrDefault(name, 0L);
                if (difference != 0) {
                    groups.computeIfAbsent(group, first -> new TreeMap<>()).put(name, difference);
                }
            });
        });
        return groups;
    }

    private Map<String, DurationSketch> timesSince(Totals before) {
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

    private Map<String, Double> costsSince(Totals before) {
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
