package dev.understudy.compare.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How often the one with the higher risk comes first, of all pairs of which it is known who does: Harrell's C. A pair is known
 * when the shorter time ends with the event; of two equal times, when one does and the other does not. Equal risks are half right.
 *
 * <p>One sweep from the longest time to the shortest, with the risks met so far in a Fenwick tree.
 */
final class Concordance {
    private final double[] times;
    private final boolean[] events;
    /** By time, the longest first. */
    private final int[] order;
    /** From 1, by risk. */
    private final int[] ranks;

    private final int ranked;

    Concordance(double[] times, boolean[] events, double[] risks) {
        this.times = times;
        this.events = events;
        Integer[] boxed = new Integer[times.length];
        Arrays.setAll(boxed, i -> i);
        Arrays.sort(boxed, Comparator.comparingDouble((Integer i) -> -times[i]));
        order = Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
        double[] distinct = Arrays.stream(risks).sorted().distinct().toArray();
        ranked = distinct.length;
        ranks = Arrays.stream(risks)
                .mapToInt(risk -> Arrays.binarySearch(distinct, risk) + 1)
                .toArray();
    }

    /** NaN where of no pair it is known. */
    double of(double[] weights) {
        double[] tree = new double[ranked + 1];
        double[] same = new double[ranked + 1];
        double met = 0;
        double known = 0;
        double twiceRight = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && times[order[to]] == times[order[from]]) {
                to++;
            }
            for (int at = from; at < to; at++) {
                int row = order[at];
                if (!events[row]) {
                    add(tree, same, ranks[row], weights[row]);
                    met += weights[row];
                }
            }
            for (int at = from; at < to; at++) {
                int row = order[at];
                if (events[row] && weights[row] > 0) {
                    known += weights[row] * met;
                    twiceRight += weights[row] * (2 * below(tree, ranks[row]) + same[ranks[row]]);
                }
            }
            for (int at = from; at < to; at++) {
                int row = order[at];
                if (events[row]) {
                    add(tree, same, ranks[row], weights[row]);
                    met += weights[row];
                }
            }
            from = to;
        }
        return known == 0 ? Double.NaN : twiceRight / 2.0 / known;
    }

    private static void add(double[] tree, double[] same, int rank, double weight) {
        same[rank] += weight;
        for (int at = rank; at < tree.length; at += at & -at) {
            tree[at] += weight;
        }
    }

    private static double below(double[] tree, int rank) {
        double sum = 0;
        for (int at = rank - 1; at > 0; at -= at & -at) {
            sum += tree[at];
        }
        return sum;
    }
}
