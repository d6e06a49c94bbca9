package dev.understudy.compare.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Classified requests of one side, numbered so that they can be weighted again and again.
 *
 * @param classes of both sides together, in order
 * @param probabilities of the positive class
 * @param ascending rows by that
 * @param shares of each class, the part of its row's scores; only of more than two
 * @param orders rows by those
 * @param positive the number of the class that is looked for, of two
 */
@SuppressWarnings("ArrayRecordComponent") // shared within the family, never compared
record ClassSet(
        List<String> classes,
        int positive,
        int[] labels,
        int[] predictions,
        double[] probabilities,
        double[][] scores,
        int[] ascending,
        double[][] shares,
        int[][] orders) {
    /** No class at all. */
    static final int NONE = -1;

    /** Numbers by value, then words. */
    static final Comparator<String> ORDER = Comparator.comparing(ClassSet::isWord)
            .thenComparing(name -> isWord(name) ? BigDecimal.ZERO : new BigDecimal(name))
            .thenComparing(Comparator.naturalOrder());

    /** The classes that rows name. */
    static List<String> classes(List<ClassRow> legacy, List<ClassRow> candidate) {
        Set<String> names = new TreeSet<>(ORDER);
        for (List<ClassRow> rows : List.of(legacy, candidate)) {
            for (ClassRow row : rows) {
                names.add(row.label());
                if (row.predicted() != null) {
                    names.add(row.predicted());
                }
            }
        }
        return List.copyOf(names);
    }

    static ClassSet of(List<ClassRow> rows, List<String> classes, int positive) {
        int[] labels = new int[rows.size()];
        int[] predictions = new int[rows.size()];
        double[] probabilities = new double[rows.size()];
        double[][] scores = new double[rows.size()][];
        String positiveName = classes.isEmpty() ? "" : classes.get(positive);
        for (int i = 0; i < labels.length; i++) {
            ClassRow row = rows.get(i);
            labels[i] = classes.indexOf(row.label());
            predictions[i] = row.predicted() == null ? NONE : classes.indexOf(row.predicted());
            Double fromScores = row.scores().get(positiveName);
            probabilities[i] = Double.isNaN(row.probability()) && fromScores != null ? fromScores : row.probability();
            scores[i] = scores(row, classes);
        }
        double[][] shares = classes.size() > 2 ? shares(scores, classes.size()) : new double[0][];
        return new ClassSet(
                classes,
                positive,
                labels,
                predictions,
                probabilities,
                scores,
                order(probabilities),
                shares,
                Arrays.stream(shares).map(ClassSet::order).toArray(int[][]::new));
    }

    /** Whether there are only the class that is looked for and another. */
    boolean isBinary() {
        return classes.size() <= 2;
    }

    /** Whether each row has a probability of the positive class. */
    boolean hasProbabilities() {
        return isBinary() && ascending.length > 0 && !Double.isNaN(probabilities[ascending[ascending.length - 1]]);
    }

    /** Which class has the largest score of a row; the first of equals. */
    int top(int row) {
        int best = 0;
        for (int k = 1; k < scores[row].length; k++) {
            best = scores[row][k] > scores[row][best] ? k : best;
        }
        return best;
    }

    private static double[] scores(ClassRow row, List<String> classes) {
        double[] found = new double[classes.size()];
        for (int k = 0; k < found.length; k++) {
            Double score = row.scores().get(classes.get(k));
            if (score == null) {
                return new double[0];
            }
            found[k] = score;
        }
        return found;
    }

    /** By class, then by row; none where a row has no scores. */
    private static double[][] shares(double[][] scores, int classes) {
        double[][] shares = new double[classes][scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (scores[i].length == 0) {
                return new double[0][];
            }
            double sum = Arrays.stream(scores[i]).sum();
            for (int k = 0; k < classes; k++) {
                shares[k][i] = sum == 0 ? 0 : scores[i][k] / sum;
            }
        }
        return shares;
    }

    private static int[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static boolean isWord(String name) {
        try {
            return new BigDecimal(name).scale() > 1000;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
