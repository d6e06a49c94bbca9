package dev.understudy.compare.statistics;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Count, mean and variance of a stream of numbers, the same whatever the order.
 *
 * <p>Where requests of one user belong together they are not independent. Numbers may therefore be given a cluster:
 * clusters are gathered into at most {@value #GROUPS} random groups, and the variance is taken between groups (a ratio of
 * sums, linearised), which bounds memory whatever the number of users.
 */
public final class Moments {
    static final int GROUPS = 256;

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long n;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    @SuppressWarnings("NullAway") // arrays of nullable elements are not expressible for the checker of this version
    private final @Nullable Group[] groups = new Group[GROUPS];

    private boolean clustered;

    private static final class Group {
        private final ExactSum sum = new ExactSum();
        private long n;
    }

    /** Adds a finite number that is independent of all others. */
    public void add(double value) {
        n++;
        sum.add(value);
        double square = value * value;
        squares.add(square);
        squares.add(Math.fma(value, value, -square));
        least = Math.min(least, value);
        most = Math.max(most, value);
    }

    /** Adds a finite number of one of those who may have many. */
    public void add(double value, long cluster) {
        add(value);
        clustered = true;
        int index = (int) Math.floorMod(cluster, (long) GROUPS);
        Group group = groups[index];
        if (group == null) {
            group = new Group();
            groups[index] = group;
        }
        group.n++;
        group.sum.add(value);
    }

    public void merge(Moments other) {
        n += other.n;
        sum.merge(other.sum);
        squares.merge(other.squares);
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
        clustered |= other.clustered;
        for (int i = 0; i < GROUPS; i++) {
            Group theirs = other.groups[i];
            if (theirs == null) {
                continue;
            }
            Group ours = groups[i];
            if (ours == null) {
                ours = new Group();
                groups[i] = ours;
            }
            ours.n += theirs.n;
            ours.sum.merge(theirs.sum);
        }
    }

    public long n() {
        return n;
    }

    public double sum() {
        return sum.value();
    }

    /** NaN of nothing. */
    public double mean() {
        return n == 0 ? Double.NaN : sum.value() / n;
    }

    /**
     * The variance of one number that would give the mean the error it has: the sample's own, or for clusters what the
     * differences between groups say. NaN below two numbers, or two groups.
     */
    public double variance() {
        return clustered ? clusteredVariance() : plainVariance();
    }

    /** How many independent numbers there are: all, or as many as there are groups. */
    public long independent() {
        return clustered ? groupCount() : n;
    }

    private double plainVariance() {
        if (n < 2) {
            return Double.NaN;
        }
        if (least == most) {
            return 0;
        }
        BigInteger total = sum.scaled();
        BigInteger deviations = squares.scaled()
                .multiply(BigInteger.valueOf(n))
                .shiftLeft(-ExactSum.LOWEST_EXPONENT)
                .subtract(total.multiply(total));
        double scaled = ExactSum.toDouble(deviations, 2 * ExactSum.LOWEST_EXPONENT);
        return Math.max(0, scaled / n / (n - 1));
    }

    private double clusteredVariance() {
        long count = groupCount();
        if (count < 2) {
            return Double.NaN;
        }
        double mean = mean();
        double residuals = 0;
        for (Group group : groups) {
            if (group != null) {
                double residual = group.sum.value() - mean * group.n;
                residuals += residual * residual;
            }
        }
        return residuals / n * count / (count - 1);
    }

    private long groupCount() {
        long count = 0;
        for (Group group : groups) {
            if (group != null) {
                count++;
            }
        }
        return count;
    }
}
