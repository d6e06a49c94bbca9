package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatisticsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_sum_is_exact_in_any_order_and_however_it_is_divided(long seed) {
        Random random = new Random(seed);
        List<Double> values = new ArrayList<>();
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < 2000; i++) {
            double value = Math.scalb(random.nextDouble() - 0.5, random.nextInt(300) - 150);
            values.add(value);
            exact = exact.add(new BigDecimal(value));
        }
        double forward = sum(values, 1);
        Collections.shuffle(values, random);

        assertThat(sum(values, 7)).isEqualTo(forward).isEqualTo(exact.doubleValue());
    }

    @Test
    void extreme_doubles_cancel_exactly() {
        assertThat(sum(List.of(1e308, 1.0, -1e308, Double.MIN_VALUE, -1.0), 1)).isEqualTo(Double.MIN_VALUE);
        assertThat(sum(List.of(), 1)).isZero();
        assertThat(sum(List.of(-0.1, -0.2), 1)).isEqualTo(-0.30000000000000004);
    }

    @Test
    void variance_survives_a_mean_a_billion_times_larger() {
        Moments moments = new Moments();
        for (double value : new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) {
            moments.add(value);
        }

        assertThat(moments.mean()).isEqualTo(1e9 + 10);
        assertThat(moments.variance()).isEqualTo(30);
    }

    @Test
    void nothing_and_one_number_have_no_variance() {
        Moments moments = new Moments();
        assertThat(moments.mean()).isNaN();
        moments.add(3);
        assertThat(moments.mean()).isEqualTo(3);
        assertThat(moments.variance()).isNaN();
        moments.add(3);
        assertThat(moments.variance()).isZero();
    }

    @Test
    void requests_of_one_user_count_as_one() {
        Moments clustered = new Moments();
        Moments plain = new Moments();
        SplittableRandom random = new SplittableRandom(1);
        for (long user = 0; user < 100; user++) {
            double liking = random.nextDouble();
            for (int i = 0; i < 20; i++) {
                clustered.add(liking, user);
                plain.add(liking);
            }
        }

        assertThat(clustered.mean()).isEqualTo(plain.mean());
        assertThat(clustered.variance() / plain.variance()).isCloseTo(20, within(0.5));
        assertThat(clustered.independent()).isEqualTo(100);
    }

    @Test
    void mcnemar_and_the_sign_test_are_binomial() {
        assertThat(SignTest.p(13, 3)).isEqualTo(0.021270751953125, within(1e-12));
        assertThat(SignTest.p(3, 13)).isEqualTo(SignTest.p(13, 3));
        assertThat(SignTest.p(0, 0)).isEqualTo(1);
        assertThat(SignTest.alwaysValidP(0, 0)).isEqualTo(1);
        assertThat(SignTest.alwaysValidP(60, 20)).isLessThan(0.01);
    }

    @Test
    void a_split_is_tested_only_where_there_is_a_choice() {
        var skewed = new SampleRatio.Table(List.of(0.5, 0.5), List.of(1000L, 1200L));
        var closed = new SampleRatio.Table(List.of(1.0, 0.0), List.of(500L, 0L));
        var few = new SampleRatio.Table(List.of(0.99, 0.01), List.of(100L, 9L));

        assertThat(SampleRatio.p(List.of(skewed), 8)).isEqualTo(2.007865612426481e-05, within(1e-12));
        assertThat(SampleRatio.p(List.of(closed), 8)).isNaN();
        assertThat(SampleRatio.p(List.of(few), 8)).isNaN();
        assertThat(SampleRatio.p(List.of(skewed, closed, few), 8)).isEqualTo(SampleRatio.p(List.of(skewed), 8));
    }

    @Test
    void twenty_looks_at_two_equal_models_raise_no_more_false_alarms_than_promised() {
        ConfidenceSequence sequence = new ConfidenceSequence(1000, 0.05);
        SplittableRandom random = new SplittableRandom(11);
        int alwaysValid = 0;
        int fixed = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            Moments moments = new Moments();
            boolean alarm = false;
            boolean fixedAlarm = false;
            for (int look = 0; look < 20; look++) {
                for (int i = 0; i < 50; i++) {
                    moments.add(random.nextDouble() - 0.5);
                }
                Interval interval = sequence.interval(moments.mean(), moments.variance(), moments.n());
                alarm |= interval.low() > 0 || interval.high() < 0;
                Interval narrow = MeanTest.paired(moments, 0.95);
                fixedAlarm |= narrow.low() > 0 || narrow.high() < 0;
            }
            alwaysValid += alarm ? 1 : 0;
            fixed += fixedAlarm ? 1 : 0;
        }

        assertThat(alwaysValid).isLessThanOrEqualTo(runs * 5 / 100);
        assertThat(fixed).isGreaterThan(runs * 15 / 100);
    }

    @Test
    void a_few_numbers_that_are_all_the_same_are_no_certainty() {
        ConfidenceSequence sequence = new ConfidenceSequence(1000, 0.05);

        assertThat(sequence.p(3, 0, 2)).isEqualTo(0.75, within(1e-12));
        assertThat(sequence.p(-3, 0, 10)).isEqualTo(11 / 1024.0, within(1e-12));
        assertThat(sequence.p(3, 0, 1000)).isLessThan(1e-200);
        assertThat(sequence.p(0, 0, 1000)).isEqualTo(1);
    }

    @Test
    void bootstrapped_quantiles_cover_the_truth_as_often_as_they_say() {
        double[] quantiles = {0.5, 0.95};
        int hits = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            double[] legacy = random.doubles(200).toArray();
            double[] candidate = random.doubles(200).map(value -> value + 1).toArray();
            Interval median = new QuantileBootstrap(300, run)
                    .unpaired(new QuantileBootstrap.Side(legacy), new QuantileBootstrap.Side(candidate), quantiles)[0]
                            .interval(0.95);
            hits += median.low() <= 1 && 1 <= median.high() ? 1 : 0;
        }

        assertThat(hits).isBetween(runs * 90 / 100, runs);
    }

    @Test
    void the_counted_bootstrap_is_the_sorted_one() {
        SplittableRandom random = new SplittableRandom(5);
        double[] legacy = random.doubles(37).toArray();
        double[] candidate = random.doubles(37).toArray();
        double[] quantiles = {0.5, 0.95, 0.99};
        int replicates = 50;
        SplittableRandom draws = new SplittableRandom(42);
        double[][] naive = new double[quantiles.length][replicates];
        for (int b = 0; b < replicates; b++) {
            double[] left = new double[37];
            double[] right = new double[37];
            for (int i = 0; i < 37; i++) {
                int drawn = (int) (draws.nextDouble() * 37);
                left[i] = legacy[drawn];
                right[i] = candidate[drawn];
            }
            Arrays.sort(left);
            Arrays.sort(right);
            for (int q = 0; q < quantiles.length; q++) {
                naive[q][b] = Quantiles.of(right, quantiles[q]) - Quantiles.of(left, quantiles[q]);
            }
        }

        Replicates[] counted = new QuantileBootstrap(replicates, 42)
                .paired(new QuantileBootstrap.Side(legacy), new QuantileBootstrap.Side(candidate), quantiles);

        for (int q = 0; q < quantiles.length; q++) {
            Arrays.sort(naive[q]);
            assertThat(counted[q].interval(0.9).low()).isEqualTo(Quantiles.of(naive[q], 0.05), within(1e-12));
            assertThat(counted[q].interval(0.9).high()).isEqualTo(Quantiles.of(naive[q], 0.95), within(1e-12));
        }
    }

    @Test
    void a_hash_sample_keeps_the_same_whatever_the_order() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add("pair-" + i);
        }
        HashSample<String> forward = sample(ids);
        Collections.shuffle(ids, new Random(3));
        HashSample<String> shuffled = sample(ids.subList(0, 400));
        shuffled.merge(sample(ids.subList(400, 1000)), (a, b) -> a);

        assertThat(shuffled.values())
                .containsExactlyElementsOf(forward.values())
                .hasSize(100);
        assertThat(shuffled.offered()).isEqualTo(1000);
    }

    @Test
    void holm_multiplies_the_smallest_by_all_and_never_reorders() {
        assertThat(Holm.adjust(List.of(0.04, 0.01, 0.03, 0.9)))
                .containsExactly(new double[] {0.09, 0.04, 0.09, 0.9}, within(1e-12));
        assertThat(Holm.adjust(List.of())).isEmpty();
    }

    private static HashSample<String> sample(List<String> ids) {
        HashSample<String> sample = new HashSample<>(100);
        ids.forEach(id -> sample.put(HashSample.Key.of(id), id, (a, b) -> a));
        return sample;
    }

    private static double sum(List<Double> values, int parts) {
        ExactSum all = new ExactSum();
        for (int part = 0; part < parts; part++) {
            ExactSum one = new ExactSum();
            for (int i = part; i < values.size(); i += parts) {
                one.add(values.get(i));
            }
            all.merge(one);
        }
        return all.value();
    }
}
