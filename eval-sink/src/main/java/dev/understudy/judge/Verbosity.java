package dev.understudy.judge;

import dev.understudy.compare.statistics.Normal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether longer answers win: logistic regression of the candidate's score (win 1, tie ½, loss 0) on how much longer its answer
 * is, by Newton's method with a slight ridge, so that it ends also where length decides everything.
 */
final class Verbosity {
    /** Below it a slope means nothing. */
    static final int LEAST = 20;

    private static final double RIDGE = 0.01;
    private static final int STEPS = 100;
    private static final double ENOUGH = 1e-12;
    private static final double UNIT_CHARS = 100;

    private final List<Point> points = new ArrayList<>();

    private record Point(double longer, double score) {}

    /**
     * What was found.
     *
     * @param oddsPer100Chars by what factor 100 characters more change the candidate's odds
     * @param p that length makes no difference (Wald)
     * @param rateAtEqualLength the candidate's win rate were both as long
     */
    record Fit(long n, double oddsPer100Chars, double p, double rateAtEqualLength) {}

    void add(int legacyChars, int candidateChars, Choice choice) {
        points.add(new Point((candidateChars - legacyChars) / UNIT_CHARS, score(choice)));
    }

    void merge(Verbosity other) {
        points.addAll(other.points);
    }

    static double score(Choice choice) {
        return switch (choice) {
            case LEGACY -> 0;
            case TIE -> 0.5;
            case CANDIDATE -> 1;
        };
    }

    /** Null with too few, or when all are as much longer. */
    @Nullable
    Fit fit() {
        int n = points.size();
        List<Point> ordered = new ArrayList<>(points);
        ordered.sort(Comparator.comparingDouble(Point::longer).thenComparingDouble(Point::score));
        double squares = ordered.stream()
                .mapToDouble(point -> point.longer() * point.longer())
                .sum();
        double scale = Math.sqrt(squares / Math.max(1, n));
        if (n < LEAST || scale == 0) {
            return null;
        }
        double intercept = 0;
        double slope = 0;
        double information = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient0 = 0;
            double gradient1 = -RIDGE * slope;
            double h00 = 0;
            double h01 = 0;
            double h11 = RIDGE;
            for (Point point : ordered) {
                double x = point.longer() / scale;
                double mean = sigmoid(intercept + slope * x);
                double weight = Math.max(mean * (1 - mean), 1e-10);
                gradient0 += point.score() - mean;
                gradient1 += (point.score() - mean) * x;
                h00 += weight;
                h01 += weight * x;
                h11 += weight * x * x;
            }
            double determinant = h00 * h11 - h01 * h01;
            double change0 = (h11 * gradient0 - h01 * gradient1) / determinant;
            double change1 = (h00 * gradient1 - h01 * gradient0) / determinant;
            intercept += change0;
            slope += change1;
            information = determinant / h00;
            if (Math.abs(change0) + Math.abs(change1) < ENOUGH) {
                break;
            }
        }
        double z = Math.abs(slope) * Math.sqrt(information);
        return new Fit(n, Math.exp(slope / scale), 2 * Normal.above(z), sigmoid(intercept));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
