package dev.understudy.gateway.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.config.Percent;
import dev.understudy.gateway.assign.Ranges.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void ranges_fill_the_space_without_a_gap_and_every_arm_has_its_share(int candidates) {
        SplittableRandom random = new SplittableRandom(candidates);
        for (int i = 0; i < 200; i++) {
            List<Percent> weights = weights(random, candidates, 100);
            List<Range> ranges = Ranges.of(weights).ranges();

            BigInteger end = BigInteger.ZERO;
            for (Range range : ranges) {
                assertThat(range.start()).isEqualTo(end);
                assertThat(range.width()).isPositive();
                end = range.end();
            }
            assertThat(end).isEqualTo(Threshold.SPACE);
            for (int arm = 1; arm <= candidates; arm++) {
                assertThat(width(ranges, arm)).isEqualTo(Threshold.width(weights.get(arm - 1)));
            }
        }
    }

    @Test
    void every_bucket_is_looked_up_in_its_range() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            Ranges ranges = Ranges.of(weights(random, 1 + random.nextInt(6), 100));
            for (Range range : ranges.ranges()) {
                BigInteger last = range.end().subtract(BigInteger.ONE);
                assertThat(ranges.arm(range.start().longValue())).isEqualTo(range.arm());
                assertThat(ranges.arm(last.longValue())).isEqualTo(range.arm());
            }
        }
    }

    @Test
    void two_candidates_with_everything_leave_legacy_nothing() {
        Ranges ranges = Ranges.of(List.of(new Percent(30), new Percent(70)));

        assertThat(width(ranges.ranges(), 0).doubleValue()).isCloseTo(0, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void one_arms_growth_takes_units_from_legacy_alone(int candidates) {
        SplittableRandom random = new SplittableRandom(candidates + 100L);
        for (int i = 0; i < 500; i++) {
            List<Percent> before = weights(random, candidates, 100);
            grown_from_legacy_alone(random, before, 100);
        }
    }

    @Test
    void so_does_it_with_three_candidates_of_which_the_first_and_the_others_have_at_most_half() {
        SplittableRandom random = new SplittableRandom(300);
        for (int i = 0; i < 500; i++) {
            List<Percent> before = new ArrayList<>(List.of(new Percent(random.nextDouble(50))));
            before.addAll(weights(random, 2, 50));
            int grows = random.nextInt(3);
            double room = grows == 0
                    ? 50 - before.get(0).value()
                    : 50 - before.get(1).value() - before.get(2).value();
            moved_only_from_legacy(random, before, grows, room);
        }
    }

    @Test
    void three_candidates_beyond_that_may_move_each_others_units() {
        Ranges before = Ranges.of(List.of(new Percent(10), new Percent(40), new Percent(10)));
        Ranges after = Ranges.of(List.of(new Percent(55), new Percent(40), new Percent(5)));

        long bucket = Threshold.width(new Percent(52)).longValue();
        assertThat(before.arm(bucket)).isEqualTo(3);
        assertThat(after.arm(bucket)).isEqualTo(1);
    }

    private static void grown_from_legacy_alone(SplittableRandom random, List<Percent> before, double all) {
        double room = all - before.stream().mapToDouble(Percent::value).sum();
        moved_only_from_legacy(random, before, random.nextInt(before.size()), room);
    }

    private static void moved_only_from_legacy(SplittableRandom random, List<Percent> before, int grows, double room) {
        List<Percent> after = new ArrayList<>(before);
        after.set(grows, new Percent(before.get(grows).value() + random.nextDouble() * Math.max(0, room)));
        Ranges old = Ranges.of(before);
        Ranges grown = Ranges.of(after);
        List<Long> buckets = new ArrayList<>();
        for (Ranges ranges : List.of(old, grown)) {
            for (Range range : ranges.ranges()) {
                buckets.add(range.start().longValue());
                buckets.add(range.end().longValue() - 1);
            }
        }
        for (int i = 0; i < 100; i++) {
            buckets.add(random.nextLong());
        }
        for (long bucket : buckets) {
            int from = old.arm(bucket);
            int to = grown.arm(bucket);
            assertThat(from == to || (from == 0 && to == grows + 1))
                    .as("%s to %s: bucket %x went from arm %s to %s", before, after, bucket, from, to)
                    .isTrue();
        }
    }

    /** As many shares, which add up to less than {@code all}; some of them are 0. */
    private static List<Percent> weights(SplittableRandom random, int candidates, double all) {
        double[] parts = new double[candidates];
        double sum = random.nextDouble(0.01, 1);
        for (int i = 0; i < candidates; i++) {
            parts[i] = random.nextInt(8) == 0 ? 0 : random.nextDouble();
            sum += parts[i];
        }
        List<Percent> weights = new ArrayList<>();
        for (double part : parts) {
            weights.add(new Percent(all * part / sum));
        }
        return weights;
    }

    private static BigInteger width(List<Range> ranges, int arm) {
        return ranges.stream()
                .filter(range -> range.arm() == arm)
                .map(Range::width)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
