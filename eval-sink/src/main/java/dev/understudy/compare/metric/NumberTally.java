package dev.understudy.compare.metric;

import java.util.List;

/**
 * Sums over estimated numbers, with each counting as often as it weighs.
 *
 * @param squares of the right numbers around their mean
 * @param errorSpread squares of the errors around their mean
 */
record NumberTally(double n, double squares, double squaredErrors, double errorSpread) {
    static NumberTally of(List<NumberRow> rows, double[] weights) {
        double n = 0;
        double right = 0;
        double error = 0;
        for (int i = 0; i < weights.length; i++) {
            NumberRow row = rows.get(i);
            n += weights[i];
            right += weights[i] * row.right();
            error += weights[i] * (row.right() - row.estimated());
        }
        double meanRight = right / n;
        double meanError = error / n;
        double squares = 0;
        double squaredErrors = 0;
        double spread = 0;
        for (int i = 0; i < weights.length; i++) {
            NumberRow row = rows.get(i);
            double off = row.right() - row.estimated();
            squares += weights[i] * (row.right() - meanRight) * (row.right() - meanRight);
            squaredErrors += weights[i] * off * off;
            spread += weights[i] * (off - meanError) * (off - meanError);
        }
        return new NumberTally(n, squares, squaredErrors, spread);
    }
}
