package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawing anew with weights and clusters, against the plain way of doing it. */
final class ResamplingTest {
    private static final double[] QUANTILES = {0.1, 0.5, 0.95};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void clusters_are_drawn_whole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] clusters = random.longs(40, 0, 9).toArray();
        long[] distinct = Arrays.stream(clusters).distinct().toArray();
        Resampling rows = new Resampling(40, clusters);
        SplittableRandom draws = new SplittableRandom(seed);
        SplittableRandom same = new SplittableRandom(seed);

        rows.draw(draws);

        int[] wanted = new int[40];
        for (int i = 0; i < distinct.length; i++) {
            long drawn = distinct[(int) (same.nextDouble() * distinct.length)];
            for (int row = 0; row < 40; row++) {
                wanted[row] += clusters[row] == drawn ? 1 : 0;
            }
        }
        assertThat(rows.counts()).containsExactly(wanted);
        assertThat(rows.independent()).isEqualTo(distinct.length);
    }

    @Test
    void clusters_of_one_are_drawn_as_rows_are() {
        Resampling alone = new Resampling(30, new long[0]);
        Resampling ones = new Resampling(30, new SplittableRandom(1).longs(30).toArray());

        alone.draw(new SplittableRandom(9));
        ones.draw(new SplittableRandom(9));

        assertThat(ones.counts()).containsExactly(alone.counts());
    }

    @Test
    void equal_weights_are_type_7_to_the_digit() {
        double[] values = new SplittableRandom(4).doubles(37).toArray();
        double[] weights = new double[37];
        Arrays.fill(weights, 2.5);
        double[] sorted = values.clone();
        Arrays.sort(sorted);

        for (double q : new double[] {0, 0.25, 0.5, 0.99, 1}) {
            assertThat(RankedSample.of(values, new double[0]).quantile(q)).isEqualTo(Quantiles.of(sorted, q));
            assertThat(RankedSample.of(values, weights).quantile(q)).isCloseTo(Quantiles.of(sorted, q), within(1e-12));
        }
    }

    @Test
    void what_stands_for_three_counts_as_three_would_in_a_large_sample() {
        SplittableRandom random = new SplittableRandom(6);
        double[] values = random.doubles(4000).toArray();
        double[] weights =
                Arrays.stream(values).map(value -> value < 0.5 ? 3 : 1).toArray();
        double[] repeated = Arrays.stream(values)
                .flatMap(
                        value -> Arrays.stream(value < 0.5 ? new double[] {value, value, value} : new double[] {value}))
                .sorted()
                .toArray();

        for (double q : QUANTILES) {
            assertThat(RankedSample.of(values, weights).quantile(q)).isCloseTo(Quantiles.of(repeated, q), within(2e-3));
        }
    }

    @Test
    void users_that_repeat_themselves_make_no_quantile_surer() {
        SplittableRandom random = new SplittableRandom(8);
        int users = 60;
        double[] legacy = random.doubles(users).toArray();
        double[] candidate = random.doubles(users).toArray();
        QuantileBootstrap bootstrap = new QuantileBootstrap(400, 42);
        Replicates[] once = bootstrap.unpaired(
                new QuantileBootstrap.Side(legacy), new QuantileBootstrap.Side(candidate), QUANTILES);

        Replicates[] clustered = bootstrap.unpaired(repeated(legacy, 5), repeated(candidate, 5), QUANTILES);
        Replicates[] naive = bootstrap.unpaired(
                new QuantileBootstrap.Side(repeated(legacy, 5).values()),
                new QuantileBootstrap.Side(repeated(candidate, 5).values()),
                QUANTILES);

        double single = error(once[1]);
        assertThat(error(clustered[1])).isBetween(0.8 * single, 1.25 * single);
        assertThat(error(naive[1])).isLessThan(0.6 * single);
    }

    @Test
    void errors_of_both_sides_and_their_common_part_make_that_of_the_difference() {
        SplittableRandom random = new SplittableRandom(3);
        double[] legacy = random.doubles(80).toArray();
        double[] candidate = Arrays.stream(legacy)
                .map(value -> value + 0.1 * random.nextDouble())
                .toArray();

        Replicates median = new QuantileBootstrap(500, 1)
                .paired(new QuantileBootstrap.Side(legacy), new QuantileBootstrap.Side(candidate), QUANTILES)[1];

        assertThat(median.commonError()).isPositive();
        assertThat(error(median)).isLessThan(median.legacyError());
        assertThat(median.defined()).isEqualTo(1);
    }

    private static double error(Replicates replicates) {
        return replicates.legacyError() + replicates.candidateError() - 2 * replicates.commonError();
    }

    private static QuantileBootstrap.Side repeated(double[] values, int times) {
        double[] all = new double[values.length * times];
        long[] clusters = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i / times];
            clusters[i] = i / times;
        }
        return new QuantileBootstrap.Side(all, new double[0], clusters);
    }
}
