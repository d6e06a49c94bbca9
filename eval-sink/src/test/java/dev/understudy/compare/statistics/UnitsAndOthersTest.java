package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of users beside requests that nobody made by name: how far the mean of all errs, against experiments that show it. */
final class UnitsAndOthersTest {
    private static final int RUNS = 1500;

    /** Each row: users, requests of each, how much a user differs from others, requests without a user. */
    @ParameterizedTest
    @CsvSource({"20, 10, 1, 200", "8, 30, 0.7, 500", "60, 4, 1.5, 40", "30, 5, 1, 0", "0, 0, 0, 120"})
    void the_error_of_a_mean_is_what_repeated_experiments_show(int users, int each, double between, int others) {
        SplittableRandom random = new SplittableRandom(users * 31L + others);
        Moments means = new Moments();
        Moments squaredErrors = new Moments();
        int held = 0;
        for (int run = 0; run < RUNS; run++) {
            Moments plain = new Moments();
            WeightedMoments one = new WeightedMoments(Moments.GROUPS);
            for (int user = 0; user < users; user++) {
                double own = between * random.nextGaussian();
                for (int i = 0; i < each; i++) {
                    add(plain, one, own + random.nextGaussian(), (long) user);
                }
            }
            for (int i = 0; i < others; i++) {
                add(plain, one, random.nextGaussian(), null);
            }
            assertThat(one.variance()).isEqualTo(plain.variance());
            assertThat(one.independent()).isEqualTo(plain.independent());
            means.add(plain.mean());
            squaredErrors.add(plain.variance() / plain.n());
            Interval interval = MeanTest.paired(plain, 0.95);
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }

        // The true variance of the mean errs by 2 / RUNS of its square: four of its errors are 15 %.
        assertThat(squaredErrors.mean()).isEqualTo(means.variance(), within(0.15 * means.variance()));
        // 95 % less four errors of a share of RUNS, and two points for few users.
        assertThat((double) held / RUNS).isBetween(0.90, 0.985);
    }

    @Test
    void weights_make_no_request_without_a_user_vanish() {
        SplittableRandom random = new SplittableRandom(3);
        WeightedMoments weighted = new WeightedMoments(Moments.GROUPS);
        Moments plain = new Moments();
        for (int i = 0; i < 400; i++) {
            double value = random.nextGaussian();
            Long user = i < 40 ? (Long) (long) (i % 4) : null;
            weighted.add(value, i % 2 == 0 ? 1 : 1.000_01, user);
            add(plain, new WeightedMoments(1), value, user);
        }

        assertThat(weighted.weighted()).isTrue();
        assertThat(weighted.variance()).isEqualTo(plain.variance(), within(1e-4 * plain.variance()));
        assertThat(weighted.independent()).isBetween(plain.independent() - 1, plain.independent() + 1);
    }

    /** All of one weight are 1 and all of another are 0: neither is the mean of both. */
    @Test
    void numbers_that_are_all_the_same_within_a_weight_still_lie_apart_from_the_mean() {
        WeightedMoments weighted = new WeightedMoments(Moments.GROUPS);
        for (int i = 0; i < 500; i++) {
            weighted.add(1, 1, null);
            weighted.add(0, 2, null);
        }
        weighted.add(0, 2, 7L);
        weighted.add(0, 2, 7L);

        double weight = 500 + 2 * 500 + 2 * 2;
        double mean = 500 / weight;
        double alone = 500 * Math.pow(1 - mean, 2) + 500 * Math.pow(2 * mean, 2);
        double user = Math.pow(2 * 2 * mean, 2);
        double error = Math.sqrt((alone + user) * 1001 / 1000) / weight;
        assertThat(error).isEqualTo(0.014, within(1e-4));
        assertThat(Math.sqrt(weighted.variance() / weighted.n())).isEqualTo(error, within(1e-12));
        assertThat(weighted.independent()).isGreaterThan(900);
    }

    /** Of ten times 0.1 the mean is rounded; they lie no distance from it. */
    @Test
    void numbers_that_are_all_the_same_lie_at_their_own_mean() {
        for (int n = 2; n < 60; n++) {
            Moments same = new Moments();
            for (int i = 0; i < n; i++) {
                same.add(0.1);
            }

            assertThat(same.aloneSquares(same.mean())).isZero();
            assertThat(same.variance()).isZero();
        }
    }

    @Test
    void users_of_one_request_each_are_as_good_as_nobody_by_name() {
        Moments named = new Moments();
        Moments nameless = new Moments();
        for (int i = 0; i < 50; i++) {
            named.add(i % 7, i);
            nameless.add(i % 7);
        }

        assertThat(named.independent()).isEqualTo(50);
        assertThat(named.variance()).isEqualTo(nameless.variance(), within(1e-12));
    }

    @Test
    void parts_with_and_without_users_merge_to_the_whole() {
        Moments whole = new Moments();
        Moments left = new Moments();
        Moments right = new Moments();
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            double value = random.nextGaussian();
            Moments part = random.nextBoolean() ? left : right;
            if (i % 3 == 0) {
                whole.add(value);
                part.add(value);
            } else {
                whole.add(value, i % 11);
                part.add(value, i % 11);
            }
        }

        right.merge(left);

        assertThat(right.variance()).isEqualTo(whole.variance());
        assertThat(right.independent()).isEqualTo(whole.independent());
    }

    private static void add(
            Moments plain, WeightedMoments weighted, double value, @org.jspecify.annotations.Nullable Long user) {
        weighted.add(value, 1, user);
        if (user == null) {
            plain.add(value);
        } else {
            plain.add(value, user);
        }
    }
}
