package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of pairs of numbers: those with the smallest hashes. Which ones are kept depends neither on order nor
 * on how the stream was divided. It grows as it fills, and holds at most twice its capacity on the way.
 */
public final class BoundedSample {
    private static final int FIRST_ROOM = 16;
    private static final double[] NO_WEIGHTS = {};
    private static final long[] NO_CLUSTERS = {};
    private static final long[] NO_TIMES = {};

    private final int capacity;
    private long[] hashes = new long[FIRST_ROOM];
    private String[] ids = new String[FIRST_ROOM];
    private double[] firsts = new double[FIRST_ROOM];
    private double[] seconds = new double[FIRST_ROOM];
    /** Empty as long as all weigh 1. */
    private double[] weights = NO_WEIGHTS;

    /** Empty as long as each stands alone. */
    private long[] clusters = NO_CLUSTERS;

    /** Empty as long as nobody says when. */
    private long[] times = NO_TIMES;

    private int size;
    private long limit = Long.MAX_VALUE;
    private long offered;

    public BoundedSample(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
        }
        this.capacity = capacity;
    }

    /** @param hash of the pair's id */
    public void add(long hash, String id, double first, double second) {
        offered++;
        keep(hash, id, first, second, 1, hash, 0);
    }

    /**
     * @param weight how many it stands for
     * @param cluster whose numbers belong together; null when it stands alone
     */
    public void add(long hash, String id, double first, double second, double weight, @Nullable Long cluster) {
        add(hash, id, first, second, weight, cluster, 0);
    }

    /** @param time when, in milliseconds since 1970; 0 where it does not matter */
    public void add(
            long hash, String id, double first, double second, double weight, @Nullable Long cluster, long time) {
        offered++;
        keep(hash, id, first, second, weight, cluster == null ? hash : cluster, time);
    }

    public void merge(BoundedSample other) {
        offered += other.offered;
        for (int i = 0; i < other.size; i++) {
            keep(
                    other.hashes[i],
                    other.ids[i],
                    other.firsts[i],
                    other.seconds[i],
                    other.weight(i),
                    other.cluster(i),
                    other.time(i));
        }
    }

    /** How many there were. */
    public long offered() {
        return offered;
    }

    /** What was kept, in the natural order of the ids. */
    public Values values() {
        shrink();
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        double[] first = new double[size];
        double[] second = new double[size];
        for (int i = 0; i < size; i++) {
            first[i] = firsts[order[i]];
            second[i] = seconds[order[i]];
        }
        return new Values(first, second, weights(order), clusters(order), times(order));
    }

    /** Empty where all weigh the same. */
    private double[] weights(Integer[] order) {
        double[] ordered = new double[size];
        boolean differ = false;
        for (int i = 0; i < size; i++) {
            ordered[i] = weight(order[i]);
            differ |= ordered[i] != ordered[0];
        }
        return differ ? ordered : NO_WEIGHTS;
    }

    private long[] clusters(Integer[] order) {
        if (clusters.length == 0) {
            return NO_CLUSTERS;
        }
        long[] ordered = new long[size];
        Arrays.setAll(ordered, i -> cluster(order[i]));
        return ordered;
    }

    private long[] times(Integer[] order) {
        long[] ordered = new long[size];
        Arrays.setAll(ordered, i -> time(order[i]));
        return ordered;
    }

    private long time(int at) {
        return times.length == 0 ? 0 : times[at];
    }

    private double weight(int at) {
        return weights.length == 0 ? 1 : weights[at];
    }

    private long cluster(int at) {
        return clusters.length == 0 ? hashes[at] : clusters[at];
    }

    /**
     * The columns of a sample.
     *
     * @param weights empty where all weigh the same
     * @param clusters empty where each stands alone
     * @param times 0 where nobody said when
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the figures that asked for it, and by nobody else
    public record Values(double[] first, double[] second, double[] weights, long[] clusters, long[] times) {
        /** What had come by that time, in the same order. */
        public Values until(long time) {
            int[] kept = IntStream.range(0, times.length)
                    .filter(i -> times[i] <= time)
                    .toArray();
            return new Values(
                    Arrays.stream(kept).mapToDouble(i -> first[i]).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> second[i]).toArray(),
                    weights.length == 0
                            ? weights
                            : Arrays.stream(kept).mapToDouble(i -> weights[i]).toArray(),
                    clusters.length == 0
                            ? clusters
                            : Arrays.stream(kept).mapToLong(i -> clusters[i]).toArray(),
                    Arrays.stream(kept).mapToLong(i -> times[i]).toArray());
        }

        public int size() {
            return first.length;
        }

        /** The second minus the first. */
        public double[] differences() {
            double[] differences = new double[first.length];
            Arrays.setAll(differences, i -> second[i] - first[i]);
            return differences;
        }
    }

    private int compare(int a, int b) {
        int byId = NaturalOrder.OF_IDS.compare(ids[a], ids[b]);
        int byHash = byId != 0 ? byId : Long.compare(hashes[a], hashes[b]);
        int byFirst = byHash != 0 ? byHash : Double.compare(firsts[a], firsts[b]);
        return byFirst != 0 ? byFirst : Double.compare(seconds[a], seconds[b]);
    }

    private void keep(long hash, String id, double first, double second, double weight, long cluster, long time) {
        if (hash > limit) {
            return;
        }
        if (size == 2 * capacity) {
            shrink();
            if (hash > limit) {
                return;
            }
        }
        if (size == hashes.length) {
            int room = Math.max(size + 1, Math.min(2 * capacity, 2 * size));
            hashes = Arrays.copyOf(hashes, room);
            ids = Arrays.copyOf(ids, room);
            firsts = Arrays.copyOf(firsts, room);
            seconds = Arrays.copyOf(seconds, room);
            weights = weights.length == 0 ? weights : Arrays.copyOf(weights, room);
            clusters = clusters.length == 0 ? clusters : Arrays.copyOf(clusters, room);
            times = times.length == 0 ? times : Arrays.copyOf(times, room);
        }
        openColumns(weight, hash, cluster);
        if (times.length == 0 && time != 0) {
            times = new long[hashes.length];
        }
        if (times.length > 0) {
            times[size] = time;
        }
        hashes[size] = hash;
        ids[size] = id;
        firsts[size] = first;
        seconds[size] = second;
        if (weights.length > 0) {
            weights[size] = weight;
        }
        if (clusters.length > 0) {
            clusters[size] = cluster;
        }
        size++;
    }

    /** Most samples need neither weights nor clusters. */
    private void openColumns(double weight, long hash, long cluster) {
        if (weights.length == 0 && weight != 1) {
            weights = new double[hashes.length];
            Arrays.fill(weights, 1);
        }
        if (clusters.length == 0 && cluster != hash) {
            clusters = hashes.clone();
        }
    }

    /** Keeps the smallest, and all that are as small as the last of them. */
    private void shrink() {
        if (size <= capacity) {
            return;
        }
        long[] sorted = Arrays.copyOf(hashes, size);
        Arrays.sort(sorted);
        limit = sorted[capacity - 1];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (hashes[i] <= limit) {
                hashes[kept] = hashes[i];
                ids[kept] = ids[i];
                firsts[kept] = firsts[i];
                seconds[kept] = seconds[i];
                if (weights.length > 0) {
                    weights[kept] = weights[i];
                }
                if (clusters.length > 0) {
                    clusters[kept] = clusters[i];
                }
                if (times.length > 0) {
                    times[kept] = times[i];
                }
                kept++;
            }
        }
        size = kept;
    }
}
