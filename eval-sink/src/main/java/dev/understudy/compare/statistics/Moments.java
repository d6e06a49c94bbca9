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
public final class Moments implements Sample {
    public static final int GROUPS = 256;

    private static final @Nullable Group[] NO_GROUPS = new Group[0];

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long n;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    @SuppressWarnings("NullAway") // arrays of nullable elements are not expressible for the checker of this version
    private @Nullable Group[] groups = NO_GROUPS;

    private final int groupsMost;

    private boolean clustered;

    private static final double LARGEST = 1e150;

    private static final class Group {
        private final ExactSum sum = new ExactSum();
        private long n;
    }

    public Moments() {
        this(GROUPS);
    }

    /** @param groups fewer, where there are many of these */
    public Moments(int groups) {
        groupsMost = groups;
    }

    /** Whether a number can be counted: finite, and its square and sums too. */
    public static boolean takes(double value) {
        return Math.abs(value) <= LARGEST;
    }

    /** Adds a number that {@link #takes}, independent of all others. */
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
        openGroups();
        int index = (int) Math.floorMod(cluster, (long) groupsMost);
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
        if (other.groups.length > 0) {
            openGroups();
        }
        for (int i = 0; i < other.groups.length; i++) {
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

    @Override
    public long n() {
        return n;
    }

    public double sum() {
        return sum.value();
    }

    /** NaN of nothing. */
    @Override
    public double mean() {
        return n == 0 ? Double.NaN : sum.value() / n;
    }

    /**
     * The variance of one number that would give the mean the error it has: the sample's own, or for clusters what the
     * differences between groups say. NaN below two numbers, or two groups.
     */
    @Override
    public double variance() {
        return clustered ? clusteredVariance() : plainVariance();
    }

    /** How many independent numbers there are: all, or as many as there are groups. */
    @Override
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

    boolean clustered() {
        return clustered;
    }

    /** Adds how far each group's sum is from what the mean makes of it. */
    void addResiduals(double[] residuals, double weight, double mean) {
        for (int i = 0; i < groups.length; i++) {
            Group group = groups[i];
            if (group != null) {
                residuals[i] += weight * (group.sum.value() - mean * group.n);
            }
        }
    }

    MeanBootstrap.Result clusteredBootstrap(MeanBootstrap bootstrap, double confidence) {
        int count = Math.toIntExact(groupCount());
        double[] sums = new double[count];
        long[] counts = new long[count];
        int at = 0;
        for (Group group : groups) {
            if (group != null) {
                sums[at] = group.sum.value();
                counts[at++] = group.n;
            }
        }
        return bootstrap.clustered(sums, counts, mean(), confidence);
    }

    void markGroups(boolean[] seen) {
        for (int i = 0; i < groups.length; i++) {
            seen[i] |= groups[i] != null;
        }
    }

    private void openGroups() {
        if (groups.length == 0) {
            groups = new Group[groupsMost];
        }
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
