package dev.understudy.compare.metric;

import java.util.Comparator;
import java.util.List;

/**
 * How precise the boxes of one label stay while more and more are taken, the surest first.
 *
 * @param pictures which picture each box is of
 * @param right of each box a bit for each threshold, as are those ignored
 * @param there how many each picture has
 */
@SuppressWarnings("ArrayRecordComponent") // weighted again and again, never compared
record PrecisionCurve(int[] pictures, int[] right, int[] ignored, int[] there) {
    private static final int RECALLS = 101;
    private static final double STEP = 0.01;

    /** One box, and the picture it is of. */
    record Found(int picture, BoxMatching.Hit hit) {}

    /** Of those that are as sure, those of the earlier picture go first. */
    static PrecisionCurve of(List<Found> found, int[] there) {
        List<Found> sorted = found.stream()
                .sorted(Comparator.comparingDouble((Found one) -> one.hit().score())
                        .reversed())
                .toList();
        return new PrecisionCurve(
                sorted.stream().mapToInt(Found::picture).toArray(),
                sorted.stream().mapToInt(one -> one.hit().right()).toArray(),
                sorted.stream().mapToInt(one -> one.hit().ignored()).toArray(),
                there);
    }

    double wanted(double[] weights) {
        double wanted = 0;
        for (int i = 0; i < weights.length; i++) {
            wanted += weights[i] * there[i];
        }
        return wanted;
    }

    /** Adds the average precision at each threshold to its sum. */
    void addTo(double[] sums, double[] weights, double wanted) {
        double[] recalls = new double[pictures.length];
        double[] precisions = new double[pictures.length];
        double[] own = new double[pictures.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = weights[pictures[i]];
        }
        for (int threshold = 0; threshold < sums.length; threshold++) {
            sums[threshold] += average(own, wanted, threshold, recalls, precisions);
        }
    }

    /** Where a box is wrong, recall stays and precision falls: only where one is right can it be the largest beyond a recall. */
    private double average(double[] own, double wanted, int threshold, double[] recalls, double[] precisions) {
        int bit = 1 << threshold;
        int size = 0;
        double good = 0;
        double counted = 0;
        for (int i = 0; i < own.length; i++) {
            if ((ignored[i] & bit) != 0 || own[i] == 0) {
                continue;
            }
            counted += own[i];
            if ((right[i] & bit) != 0) {
                good += own[i];
                recalls[size] = good / wanted;
                precisions[size++] = good / counted;
            }
        }
        for (int i = size - 1; i > 0; i--) {
            precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
        }
        double sum = 0;
        int at = 0;
        for (int i = 0; i < RECALLS; i++) {
            double recall = i == RECALLS - 1 ? 1 : i * STEP;
            while (at < size && recalls[at] < recall) {
                at++;
            }
            if (at == size) {
                break;
            }
            sum += precisions[at];
        }
        return sum / RECALLS;
    }
}
