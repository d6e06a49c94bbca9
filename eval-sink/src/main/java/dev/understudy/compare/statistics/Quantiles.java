package dev.understudy.compare.statistics;

/** Quantiles of sorted numbers, interpolated between neighbours (Hyndman and Fan's type 7, as in R and NumPy). */
public final class Quantiles {
    private Quantiles() {}

    /** @param sorted ascending, at least one */
    public static double of(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        double fraction = position - below;
        return sorted[below] + fraction * (sorted[above] - sorted[below]);
    }
}
