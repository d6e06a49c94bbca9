package dev.understudy.compare.metric;

import java.util.function.IntToDoubleFunction;

/** How often which class was right, predicted, and both, with each row counting as often as it weighs. */
final class ClassTally {
    private final ClassSet set;
    private final int[] weights;
    private final long[] support;
    private final long[] predicted;
    private final long[] right;
    private long n;
    private long correct;

    ClassTally(ClassSet set, int[] weights) {
        this.set = set;
        this.weights = weights;
        int classes = set.classes().size();
        support = new long[classes];
        predicted = new long[classes];
        right = new long[classes];
        for (int i = 0; i < weights.length; i++) {
            int weight = weights[i];
            if (weight == 0) {
                continue;
            }
            int label = set.labels()[i];
            int prediction = set.predictions()[i];
            n += weight;
            support[label] += weight;
            if (prediction != ClassSet.NONE) {
                predicted[prediction] += weight;
                if (prediction == label) {
                    right[label] += weight;
                    correct += weight;
                }
            }
        }
    }

    ClassSet set() {
        return set;
    }

    int[] weights() {
        return weights;
    }

    long n() {
        return n;
    }

    long correct() {
        return correct;
    }

    /** How many classes there are, seen or not. */
    int classes() {
        return support.length;
    }

    /** Whether a class was the label or the prediction of anything. */
    boolean isSeen(int k) {
        return support[k] + predicted[k] > 0;
    }

    /** Rows whose label it is. */
    long support(int k) {
        return support[k];
    }

    /** Rows that were said to be it. */
    long predicted(int k) {
        return predicted[k];
    }

    /** Both. */
    long right(int k) {
        return right[k];
    }

    /** Of the class that is looked for where there are two, else the mean over all classes that were seen. */
    double averaged(IntToDoubleFunction ofClass) {
        if (set.isBinary()) {
            return ofClass.applyAsDouble(set.positive());
        }
        double sum = 0;
        int seen = 0;
        for (int k = 0; k < classes(); k++) {
            if (isSeen(k)) {
                sum += ofClass.applyAsDouble(k);
                seen++;
            }
        }
        return sum / seen;
    }

    /** 0 of nothing, as scikit-learn has it. */
    static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
