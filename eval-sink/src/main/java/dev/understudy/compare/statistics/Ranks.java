package dev.understudy.compare.statistics;

import java.util.Arrays;

/** Places of sorted numbers, ties sharing the mean of theirs. */
final class Ranks {
    private Ranks() {}

    /** @param ties the sum of {@code t^3 - t} over groups of {@code t} equal numbers */
    @SuppressWarnings("ArrayRecordComponent") // read by the test that asked for it
    record Ranked(double[] ranks, double ties) {}

    /** Of each number, where it stands. */
    static Ranked of(double[] values) {
        int n = values.length;
        long[] order = order(values);
        double[] ranks = new double[n];
        double ties = 0;
        int from = 0;
        while (from < n) {
            int to = from + 1;
            while (to < n && values[(int) order[to]] == values[(int) order[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[(int) order[i]] = rank;
            }
            double tied = to - from;
            ties += tied * tied * tied - tied;
            from = to;
        }
        return new Ranked(ranks, ties);
    }

    private static long[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        return Arrays.stream(order).mapToLong(Integer::longValue).toArray();
    }
}
