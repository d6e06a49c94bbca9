package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws rows with replacement, and counts how often each came: rows each for themselves, or whole clusters of rows that
 * belong together. One draw is {@code floor(nextDouble() * n)} over rows, or over clusters in the order of their first rows,
 * so that clusters of one row each are drawn as rows are.
 */
public final class Resampling {
    private final int[] counts;
    private final int[] clusterOf;
    private final int[] clusterCounts;

    /** @param clusters of the rows; empty where each stands alone */
    public Resampling(int rows, long[] clusters) {
        counts = new int[rows];
        Map<Long, Integer> places = new HashMap<>();
        for (long cluster : clusters) {
            places.putIfAbsent(cluster, places.size());
        }
        boolean alone = places.size() == clusters.length;
        clusterOf = alone
                ? new int[0]
                : Arrays.stream(clusters).mapToInt(places::get).toArray();
        clusterCounts = alone ? new int[0] : new int[places.size()];
    }

    /** How many independent things there are. */
    public int independent() {
        return clusterOf.length == 0 ? counts.length : clusterCounts.length;
    }

    public void draw(SplittableRandom random) {
        int[] drawn = clusterOf.length == 0 ? counts : clusterCounts;
        Arrays.fill(drawn, 0);
        for (int i = 0; i < drawn.length; i++) {
            drawn[(int) (random.nextDouble() * drawn.length)]++;
        }
        for (int row = 0; row < clusterOf.length; row++) {
            counts[row] = clusterCounts[clusterOf[row]];
        }
    }

    /** How often each row was drawn the last time; changes with the next draw. */
    public int[] counts() {
        return counts;
    }
}
