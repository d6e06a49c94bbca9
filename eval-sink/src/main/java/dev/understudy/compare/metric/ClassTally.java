package dev.understudy.compare.metric;

import java.util.function.IntToDoubleFunction;

/** How often which class was right, predicted, and both, with each row counting as often as it weighs. */
final class ClassTally {
    private final ClassSet set;
    private final double[] weights;
    private final double[] support;
    private final double[] predicted;
    private final double[] right;
    private double n;
    private double correct;

    ClassTally(ClassSet set, double[] weights) {
        this.set = set;
        this.weights = weights;
        int classes = set.classes().size();
        support = new double[classes];
        predicted = new double[classes];
        right = new double[classes];
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
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

    double[] weights() {
        return weights;
    }

    double n() {
        return n;
    }

    double correct() {
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
    double support(int k) {
        return support[k];
    }

    /** Rows that were said to be it. */
    double predicted(int k) {
        return predicted[k];
    }

    /** Both. */
    double right(int k) {
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
    static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
