package dev.understudy.compare.statistics;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Count, mean and variance of a stream of numbers, the same whatever the order.
 *
 * <p>Where requests of one user belong together they are not independent. Numbers may therefore be given a cluster:
 * clusters are gathered into at most {@value #GROUPS} random groups, and the variance is taken between groups (a ratio of
 * sums, linearised), which bounds memory whatever the number of users. A number without a cluster is a group of its own.
 */
public final class Moments implements Sample {
    public static final int GROUPS = 256;

    private static final @Nullable Group[] NO_GROUPS = new Group[0];

    private final ExactSum sum = new ExactSum();
    /** Of those that stand alone. */
    private final ExactSum squares = new ExactSum();

    private long n;
    private long alone;
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
        count(value);
        alone++;
        double square = value * value;
        squares.add(square);
        squares.add(Math.fma(value, value, -square));
    }

    /** Adds a finite number of one of those who may have many. */
    public void add(double value, long cluster) {
        count(value);
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

    private void count(double value) {
        n++;
        sum.add(value);
        least = Math.min(least, value);
        most = Math.max(most, value);
    }

    public void merge(Moments other) {
        n += other.n;
        alone += other.alone;
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
        if (!clustered) {
            return plainVariance();
        }
        long count = groupCount() + alone;
        if (count < 2) {
            return Double.NaN;
        }
        double mean = mean();
        return (groupSquares(mean) + aloneSquares(mean)) / n * count / (count - 1);
    }

    /**
     * How many independent numbers there are: all, or as many as there are groups. Where some numbers stand alone beside
     * groups, as many as would know a variance as well as both together (Satterthwaite, "An approximate distribution of
     * estimates of variance components", 1946): a thousand of them do not make five large users more.
     */
    @Override
    public long independent() {
        if (!clustered) {
            return n;
        }
        double mean = mean();
        return alone == 0 ? groupCount() : independent(groupCount(), groupSquares(mean), alone, aloneSquares(mean), n);
    }

    /** Of groups and of numbers that stand alone, each with the squares that they bring. */
    static long independent(long groups, double groupSquares, long alone, double aloneSquares, long n) {
        double squares = groupSquares + aloneSquares;
        if (groups + alone == n || !(squares > 0)) {
            return groups + alone;
        }
        double freedom = squares
                * squares
                / (groupSquares * groupSquares / Math.max(1, groups - 1)
                        + aloneSquares * aloneSquares / Math.max(1, alone - 1));
        return Math.max(2, Math.min(groups + alone, 1 + Math.round(freedom)));
    }

    private double plainVariance() {
        if (n < 2) {
            return Double.NaN;
        }
        return least == most ? 0 : Math.max(0, aloneDeviations(sum.scaled()) / n / (n - 1));
    }

    /** The squared distances of those that stand alone from their own mean, times how many they are. */
    private double aloneDeviations(BigInteger total) {
        BigInteger deviations = squares.scaled()
                .multiply(BigInteger.valueOf(alone))
                .shiftLeft(-ExactSum.LOWEST_EXPONENT)
                .subtract(total.multiply(total));
        return ExactSum.toDouble(deviations, 2 * ExactSum.LOWEST_EXPONENT);
    }

    /** The squared distances from the mean of those that stand alone. */
    double aloneSquares(double mean) {
        if (alone == 0) {
            return 0;
        }
        if (least == most) {
            // Rounded, their own mean may be a little beside the one value that all have.
            double apart = mean == mean() ? 0 : least - mean;
            return alone * apart * apart;
        }
        BigInteger total = sum.scaled();
        for (Group group : groups) {
            if (group != null) {
                total = total.subtract(group.sum.scaled());
            }
        }
        double distance = ExactSum.toDouble(total, ExactSum.LOWEST_EXPONENT) / alone - mean;
        return Math.max(0, aloneDeviations(total) / alone) + alone * distance * distance;
    }

    private double groupSquares(double mean) {
        double residuals = 0;
        for (Group group : groups) {
            if (group != null) {
                double residual = group.sum.value() - mean * group.n;
                residuals += residual * residual;
            }
        }
        return residuals;
    }

    /** How many numbers have no cluster. */
    long alone() {
        return alone;
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

    /** Of clusters only: numbers that stand alone are not kept. */
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
