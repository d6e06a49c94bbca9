package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against values that are published, or made with scipy 1.10 and statsmodels 0.13. */
final class TestsOfSamplesTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final double[] LEGACY = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    private static final double[] CANDIDATE = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    @Test
    void wilcoxon_of_hollander_and_wolfes_depression_scores() {
        double[] differences = new double[LEGACY.length];
        for (int i = 0; i < LEGACY.length; i++) {
            differences[i] = LEGACY[i] - CANDIDATE[i];
        }

        Wilcoxon test = Wilcoxon.test(differences);

        assertThat(test.w()).isEqualTo(5);
        assertThat(test.nonZero()).isEqualTo(9);
        assertThat(test.p()).isEqualTo(0.038151710173415135, CLOSE);
    }

    @Test
    void wilcoxon_leaves_zeros_out_and_shares_ranks() {
        Wilcoxon test = Wilcoxon.test(new double[] {0, 1, -1, 2, 2, 0, 3});

        assertThat(test.nonZero()).isEqualTo(5);
        assertThat(test.w()).isEqualTo(1.5);
        assertThat(Wilcoxon.test(new double[] {0, 0}).p()).isEqualTo(1);
        assertThat(Wilcoxon.test(new double[0]).p()).isEqualTo(1);
    }

    @Test
    void mann_whitney_says_how_likely_and_how_far() {
        double[] first = {1, 2, 3, 4, 5, 6, 7, 8};
        double[] second = {3, 4, 5, 6, 7, 8, 9, 10};

        MannWhitney test = MannWhitney.test(first, second, 0.95);

        assertThat(test.u()).isEqualTo(46);
        assertThat(test.cles()).isEqualTo(46.0 / 64);
        assertThat(test.p()).isEqualTo(0.15442325378008667, CLOSE);
        assertThat(test.shift()).isEqualTo(2, within(1e-9));
        assertThat(test.interval().low()).isLessThanOrEqualTo(0);
        assertThat(test.interval().high()).isGreaterThan(2);
    }

    @Test
    void mann_whitney_of_samples_that_are_all_one_value_says_nothing() {
        MannWhitney test = MannWhitney.test(new double[] {2, 2, 2}, new double[] {2, 2}, 0.95);

        assertThat(test.p()).isEqualTo(1);
        assertThat(test.cles()).isEqualTo(0.5);
        assertThat(test.shift()).isZero();
        assertThat(test.classify(MannWhitney.TOLERANCE)).isEqualTo(MannWhitney.Shift.PASS);
    }

    @Test
    void a_shift_turns_round_when_the_samples_are_swapped() {
        SplittableRandom random = new SplittableRandom(4);
        double[] first = random.doubles(60).map(d -> Math.rint(d * 50)).toArray();
        double[] second = random.doubles(45).map(d -> Math.rint(d * 50) + 30).toArray();

        MannWhitney there = MannWhitney.test(first, second, 0.95);
        MannWhitney back = MannWhitney.test(second, first, 0.95);

        assertThat(back.shift()).isEqualTo(-there.shift(), within(1e-9));
        assertThat(back.interval().low()).isEqualTo(-there.interval().high(), within(1e-9));
        assertThat(back.p()).isEqualTo(there.p(), CLOSE);
        assertThat(there.classify(0.25)).isEqualTo(MannWhitney.Shift.HIGH);
        assertThat(back.classify(0.25)).isEqualTo(MannWhitney.Shift.LOW);
    }

    @Test
    void benjamini_and_hochbergs_own_example() {
        List<Double> ps = List.of(
                0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                0.7590, 1.0000);

        double[] adjusted = BenjaminiHochberg.adjust(ps);

        int flagged = 0;
        for (double one : adjusted) {
            flagged += one <= 0.05 ? 1 : 0;
        }
        assertThat(flagged).isEqualTo(4);
        assertThat(adjusted[0]).isEqualTo(0.0015, CLOSE);
        assertThat(adjusted[3]).isEqualTo(0.035625, CLOSE);
        assertThat(adjusted).isSorted();
    }

    @Test
    void mid_p_lies_half_the_last_step_below_the_exact_value() {
        assertThat(SignTest.p(3, 13)).isEqualTo(0.021270751953125, CLOSE);
        assertThat(SignTest.midP(3, 13)).isEqualTo(0.012725830078124991, within(1e-12));
        assertThat(SignTest.midP(0, 0)).isEqualTo(1);
    }

    @Test
    void the_split_test_has_a_form_for_every_look() {
        SampleRatio.Result even =
                SampleRatio.test(List.of(new SampleRatio.Table(List.of(0.5, 0.5), List.of(1000L, 1200L))), 8);

        assertThat(even.statistic()).isEqualTo(18.181818181818183, CLOSE);
        assertThat(even.freedom()).isEqualTo(1);
        assertThat(even.p()).isEqualTo(2.007865612426481e-05, within(1e-12));
        assertThat(even.alwaysValidP()).isGreaterThan(even.p()).isLessThan(0.01);
        assertThat(SampleRatio.test(List.of(), 8).alwaysValidP()).isNaN();
    }

    @Test
    void a_bound_of_one_side_is_tighter_than_both() {
        ConfidenceSequence sequence = new ConfidenceSequence(500, 0.05);

        assertThat(sequence.halfWidth(1, 50)).isEqualTo(0.5451870546427807, CLOSE);
        assertThat(sequence.oneSidedHalfWidth(1, 50)).isEqualTo(0.5202990704759636, CLOSE);
    }

    @Test
    void the_generator_of_the_bootstrap_is_pinned() {
        SplittableRandom random = new SplittableRandom(42);

        assertThat(random.nextDouble()).isEqualTo(0.7415648787718233);
        assertThat(random.nextDouble()).isEqualTo(0.1599103928769201);
    }

    @Test
    void a_bootstrap_of_a_part_is_as_wide_as_one_of_the_whole_would_be() {
        double[] all = new SplittableRandom(1).doubles(4000).toArray();
        double[] part = new double[1000];
        System.arraycopy(all, 0, part, 0, 1000);
        double mean = java.util.Arrays.stream(all).average().orElseThrow();
        MeanBootstrap bootstrap = new MeanBootstrap(2000, 7);

        Interval whole = bootstrap.paired(all, mean, 4000, 0.95).interval();
        Interval scaled = bootstrap.paired(part, mean, 4000, 0.95).interval();

        assertThat(scaled.high() - scaled.low()).isCloseTo(whole.high() - whole.low(), within(0.002));
        assertThat((scaled.high() + scaled.low()) / 2).isCloseTo(mean, within(0.001));
    }

    @Test
    void a_bootstrap_of_nothing_but_zeros_is_sure_of_what_it_is_told() {
        MeanBootstrap bootstrap = new MeanBootstrap(200, 7);

        assertThat(bootstrap.paired(new double[] {0, -0.0, 0}, 0, 3, 0.95))
                .isEqualTo(new MeanBootstrap.Result(new Interval(0, 0), 1, 3));
        assertThat(bootstrap.paired(new double[3], 0.5, 9, 0.95).interval()).isEqualTo(new Interval(0.5, 0.5));
    }

    @Test
    void a_bounded_sample_is_the_same_in_any_order_and_any_division() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            order.add(i);
        }
        BoundedSample straight = sample(order, 1);
        Collections.shuffle(order, new Random(5));
        BoundedSample shuffled = sample(order, 7);

        assertThat(shuffled.values().first())
                .isEqualTo(straight.values().first())
                .hasSize(100);
        assertThat(straight.values().first()).isSorted();
        assertThat(shuffled.offered()).isEqualTo(5000);
    }

    @Test
    void ids_are_ordered_as_people_number_them() {
        List<String> ids = new ArrayList<>(List.of("q10", "q9", "q09", "81-2", "81-1", "160-1", "a", "", "q9b", "q"));

        ids.sort(NaturalOrder.OF_IDS);

        assertThat(ids).containsExactly("", "81-1", "81-2", "160-1", "a", "q", "q09", "q9", "q9b", "q10");
    }

    @Test
    void times_are_cut_alike_in_any_order_and_any_division() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            order.add(i);
        }
        var straight = buckets(order, 1);
        Collections.shuffle(order, new Random(6));

        assertThat(buckets(order, 5)).isEqualTo(straight);
        assertThat(straight).hasSizeBetween(32, TimeBuckets.MOST);
    }

    @Test
    void numbers_that_stand_for_more_count_for_more() {
        WeightedMoments moments = new WeightedMoments(8);
        for (int i = 0; i < 100; i++) {
            moments.add(1, 1, null);
            moments.add(4, 3, null);
        }

        assertThat(moments.mean()).isEqualTo((100 + 1200) / 400.0, CLOSE);
        assertThat(moments.weighted()).isTrue();
        assertThat(moments.effective()).isEqualTo(400.0 * 400 / (100 + 900), CLOSE);
    }

    @Test
    void numbers_of_one_weight_are_plain_moments_to_the_digit() {
        WeightedMoments weighted = new WeightedMoments(8);
        Moments plain = new Moments(8);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            double value = random.nextDouble() - 0.5;
            weighted.add(value, 20, (long) i % 40);
            plain.add(value, i % 40);
        }

        assertThat(weighted.mean()).isEqualTo(plain.mean());
        assertThat(weighted.variance()).isEqualTo(plain.variance());
        assertThat(weighted.independent()).isEqualTo(plain.independent());
    }

    @Test
    void more_weights_than_are_told_apart_are_rounded_alike_in_any_order() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            order.add(i);
        }
        WeightedMoments straight = weighted(order, 1);
        Collections.shuffle(order, new Random(8));
        WeightedMoments shuffled = weighted(order, 4);

        assertThat(shuffled.mean()).isEqualTo(straight.mean());
        assertThat(shuffled.variance()).isEqualTo(straight.variance());
    }

    /** Half way between two sixteenths of an octave, where the last digits would tip it over. */
    @Test
    void a_weight_is_rounded_alike_before_and_after_there_were_too_many() {
        double between = 1.0218972;
        WeightedMoments early = new WeightedMoments(8);
        early.add(1, between, null);
        WeightedMoments late = new WeightedMoments(8);
        for (int i = 0; i < 2 * WeightedMoments.WEIGHTS_MAX; i++) {
            early.add(i % 7, 2 + i, null);
            late.add(i % 7, 2 + i, null);
        }
        late.add(1, between, null);

        assertThat(late.mean()).isEqualTo(early.mean());
        assertThat(late.effective()).isEqualTo(early.effective());
    }

    @Test
    void weights_take_out_what_the_sampling_put_in() {
        SplittableRandom random = new SplittableRandom(11);
        WeightedMoments weighted = new WeightedMoments(8);
        Moments plain = new Moments();
        for (int i = 0; i < 60_000; i++) {
            boolean good = random.nextDouble() < 0.3;
            double chance = good ? 0.9 : 0.1;
            if (random.nextDouble() < chance) {
                weighted.add(good ? 1 : 0, 1 / chance, null);
                plain.add(good ? 1 : 0);
            }
        }

        assertThat(plain.mean()).isGreaterThan(0.7);
        double error = Math.sqrt(weighted.variance() / weighted.n());
        assertThat(weighted.mean()).isCloseTo(0.3, within(4 * error));
    }

    @Test
    void earlier_figures_take_out_what_units_bring_along() {
        UnitSample units = new UnitSample(1000);
        SplittableRandom random = new SplittableRandom(2);
        for (int unit = 0; unit < 800; unit++) {
            double habit = random.nextDouble() * 10;
            boolean candidate = unit % 2 == 0;
            units.addEarlier(unit, habit + random.nextDouble());
            units.add(unit, habit + random.nextDouble() + (candidate ? 0.3 : 0), candidate);
        }

        UnitSample.Regression found = java.util.Objects.requireNonNull(units.regression(30));

        assertThat(found.units()).isEqualTo(800);
        assertThat(found.correlation()).isGreaterThan(0.98);
        assertThat(found.delta()).isCloseTo(0.3, within(4 * Math.sqrt(found.squaredError())));
        assertThat(Math.sqrt(found.squaredError())).isLessThan(0.05);
        assertThat(new UnitSample(10).regression(1)).isNull();
    }

    private static BoundedSample sample(List<Integer> order, int parts) {
        List<BoundedSample> samples = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            samples.add(new BoundedSample(100));
        }
        for (int i = 0; i < order.size(); i++) {
            int value = order.get(i);
            samples.get(i % parts).add(value * 0x9E3779B97F4A7C15L, "p" + value, value, -value);
        }
        samples.stream().skip(1).forEach(samples.get(0)::merge);
        return samples.get(0);
    }

    private static java.util.Map<Long, Double> buckets(List<Integer> order, int parts) {
        List<TimeBuckets<Moments>> all = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            all.add(new TimeBuckets<>(Moments::new, Moments::merge));
        }
        for (int i = 0; i < order.size(); i++) {
            int value = order.get(i);
            all.get(i % parts).at(1_700_000_000_000L + value * 977L).add(value);
        }
        all.stream().skip(1).forEach(all.get(0)::merge);
        java.util.Map<Long, Double> sums = new java.util.TreeMap<>();
        all.get(0).byEnd().forEach((end, moments) -> sums.put(end, moments.sum()));
        return sums;
    }

    private static WeightedMoments weighted(List<Integer> order, int parts) {
        List<WeightedMoments> all = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            all.add(new WeightedMoments(8));
        }
        for (int i = 0; i < order.size(); i++) {
            int value = order.get(i);
            all.get(i % parts).add(value, 1 + value / 100.0, null);
        }
        all.stream().skip(1).forEach(all.get(0)::merge);
        return all.get(0);
    }
}
