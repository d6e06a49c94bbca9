package dev.understudy.compare.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals for means, by resampling: replicate {@code b} draws {@code n} times, index {@code floor(u * n)}.
 *
 * @param replicates at least 2
 * @param seed of {@link SplittableRandom}
 */
public record MeanBootstrap(int replicates, long seed) {

    /**
     * @param p two-sided, by how many replicates lie on either side of 0
     * @param sampled of how many numbers the replicates were drawn
     */
    public record Result(Interval interval, double p, int sampled) {}

    /**
     * Of paired differences.
     *
     * @param mean of all of them, of which these are {@code differences.length}; the replicates of a part are drawn
     *     together to the width that all would have
     */
    public Result paired(double[] differences, double mean, long n, double confidence) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = differences.length;
        double[] means = new double[replicates];
        // Of nothing but zeros the mean is 0 whatever is drawn: what never happens is not worth millions of draws.
        boolean varies = Arrays.stream(differences).anyMatch(difference -> difference != 0);
        for (int replicate = 0; varies && replicate < replicates; replicate++) {
            means[replicate] = drawn(differences, random);
        }
        double centre = n == size ? 0 : Arrays.stream(differences).sum() / size;
        return result(means, centre, mean, Math.sqrt((double) size / n), n == size, size, confidence);
    }

    /** Of two samples that were drawn apart, the second minus the first. */
    public Result unpaired(double[] first, double[] second, double delta, long n, double confidence) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            double left = drawn(first, random);
            means[replicate] = drawn(second, random) - left;
        }
        int size = first.length + second.length;
        double centre = Arrays.stream(second).sum() / second.length
                - Arrays.stream(first).sum() / first.length;
        return result(means, centre, delta, Math.sqrt((double) size / n), n == size, size, confidence);
    }

    /**
     * Of paired differences where some belong together: whole clusters are drawn.
     *
     * @param sums of each cluster
     * @param counts of each cluster
     */
    public Result clustered(double[] sums, long[] counts, double mean, double confidence) {
        SplittableRandom random = new SplittableRandom(seed);
        int clusters = sums.length;
        double[] means = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < clusters; i++) {
                int drawn = (int) (random.nextDouble() * clusters);
                sum += sums[drawn];
                count += counts[drawn];
            }
            means[replicate] = sum / count;
        }
        return result(means, 0, mean, 1, true, clusters, confidence);
    }

    private static double drawn(double[] values, SplittableRandom random) {
        double sum = 0;
        int size = values.length;
        for (int i = 0; i < size; i++) {
            sum += values[(int) (random.nextDouble() * size)];
        }
        return sum / size;
    }

    private Result result(
            double[] means, double centre, double mean, double scale, boolean whole, int sampled, double confidence) {
        if (!whole) {
            Arrays.setAll(means, i -> mean + (means[i] - centre) * scale);
        }
        Arrays.sort(means);
        int below = 0;
        int above = 0;
        for (double one : means) {
            below += one <= 0 ? 1 : 0;
            above += one >= 0 ? 1 : 0;
        }
        double p = Math.min(1, 2 * Math.min((1.0 + below) / (replicates + 1), (1.0 + above) / (replicates + 1)));
        Interval interval =
                new Interval(Quantiles.of(means, (1 - confidence) / 2), Quantiles.of(means, 1 - (1 - confidence) / 2));
        return new Result(interval, p, sampled);
    }
}
