package dev.understudy.compare.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often which class was said of which, and how often what was held probable came true.
 *
 * @param labels in order; the most frequent, where there are more than {@value #LABELS_MAX}
 * @param truncated whether there are more
 * @param rows how many requests it was counted on; all, or a uniform sample of many
 */
public record Classes(List<String> labels, boolean truncated, int rows, Side legacy, Side candidate) {
    static final int LABELS_MAX = 20;

    public Classes {
        labels = List.copyOf(labels);
    }

    /**
     * One model's.
     *
     * @param confusion for each label how often each was predicted
     * @param unanswered for each label how often no usable answer came
     * @param reliability of the positive class of two; empty without probabilities
     */
    public record Side(List<List<Long>> confusion, List<Long> unanswered, List<Bin> reliability) {}

    /**
     * Predictions of about the same probability.
     *
     * @param probability their mean
     * @param happened how often the positive class came true
     */
    public record Bin(long n, double probability, double happened) {}

    static Classes of(ClassSet legacy, ClassSet candidate) {
        List<String> all = legacy.classes();
        long[] support = new long[all.size()];
        for (int label : legacy.labels()) {
            support[label]++;
        }
        for (int label : candidate.labels()) {
            support[label]++;
        }
        int[] shown = IntStream.range(0, all.size())
                .boxed()
                .sorted(Comparator.comparing((Integer k) -> support[k])
                        .reversed()
                        .thenComparing(k -> k))
                .limit(LABELS_MAX)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
        return new Classes(
                Arrays.stream(shown).mapToObj(all::get).toList(),
                shown.length < all.size(),
                candidate.labels().length,
                side(legacy, shown),
                side(candidate, shown));
    }

    private static Side side(ClassSet set, int[] shown) {
        int[] place = new int[set.classes().size()];
        Arrays.fill(place, -1);
        for (int i = 0; i < shown.length; i++) {
            place[shown[i]] = i;
        }
        long[][] confusion = new long[shown.length][shown.length];
        long[] unanswered = new long[shown.length];
        for (int i = 0; i < set.labels().length; i++) {
            int row = place[set.labels()[i]];
            int prediction = set.predictions()[i];
            if (row >= 0 && prediction == ClassSet.NONE) {
                unanswered[row]++;
            } else if (row >= 0 && place[prediction] >= 0) {
                confusion[row][place[prediction]]++;
            }
        }
        return new Side(
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                Arrays.stream(unanswered).boxed().toList(),
                reliability(set));
    }

    private static List<Bin> reliability(ClassSet set) {
        if (!set.hasProbabilities()) {
            return List.of();
        }
        long[] n = new long[CalibrationError.BINS];
        double[] probability = new double[CalibrationError.BINS];
        long[] happened = new long[CalibrationError.BINS];
        for (int i = 0; i < set.labels().length; i++) {
            int bin = CalibrationError.bin(set.probabilities()[i]);
            n[bin]++;
            probability[bin] += set.probabilities()[i];
            happened[bin] += set.labels()[i] == set.positive() ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < n.length; bin++) {
            if (n[bin] > 0) {
                bins.add(new Bin(n[bin], probability[bin] / n[bin], (double) happened[bin] / n[bin]));
            }
        }
        return bins;
    }
}
