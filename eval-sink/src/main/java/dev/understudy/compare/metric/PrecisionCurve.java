package dev.understudy.compare.metric;

import java.util.Comparator;
import java.util.List;

/**
 * How precise the boxes of one label stay while more and more are taken, the surest first.
 *
 * @param pictures which picture each box is of
 * @param there how many each picture has
 */
@SuppressWarnings("ArrayRecordComponent") // weighted again and again, never compared
record PrecisionCurve(int[] pictures, BoxMatching.Hit[] hits, int[] there) {
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
                sorted.stream().map(Found::hit).toArray(BoxMatching.Hit[]::new),
                there);
    }

    long wanted(int[] weights) {
        long wanted = 0;
        for (int i = 0; i < weights.length; i++) {
            wanted += (long) weights[i] * there[i];
        }
        return wanted;
    }

    double average(int[] weights, long wanted, int threshold) {
        double[] recalls = new double[hits.length];
        double[] precisions = new double[hits.length];
        int size = 0;
        long right = 0;
        long wrong = 0;
        for (int i = 0; i < hits.length; i++) {
            int weight = weights[pictures[i]];
            if (weight == 0) {
                continue;
            }
            if (hits[i].isRight(threshold)) {
                right += weight;
            } else if (!hits[i].isIgnored(threshold)) {
                wrong += weight;
            }
            recalls[size] = (double) right / wanted;
            precisions[size++] = right + wrong == 0 ? 0 : (double) right / (right + wrong);
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
