package dev.understudy.gateway.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Percent;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static final long LAST = -1;

    @Test
    void nothing_is_in_at_0_and_everything_at_100() {
        for (long bucket : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, LAST}) {
            assertThat(Threshold.of(Percent.NONE).admits(bucket)).isFalse();
            assertThat(Threshold.of(Percent.ALL).admits(bucket)).isTrue();
        }
    }

    @Test
    void a_half_ends_where_the_sign_bit_begins() {
        Threshold half = Threshold.of(new Percent(50));

        assertThat(half.admits(Long.MAX_VALUE)).isTrue();
        assertThat(half.admits(Long.MIN_VALUE)).isFalse();
        assertThat(half.admits(LAST)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 18446744073709551",
        "33.3, 6142765776545280688",
        "99.999999, 18446743889242110878",
        "1e-18, 0",
        "1e-17, 1",
    })
    void a_decimal_percent_is_taken_as_it_was_written(double percent, String width) {
        assertThat(Threshold.width(new Percent(percent))).isEqualTo(new BigInteger(width));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_a_smaller_share_admits_a_larger_one_does_too(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            double one = random.nextDouble(100);
            double other = random.nextDouble(100);
            Threshold smaller = Threshold.of(new Percent(Math.min(one, other)));
            Threshold larger = Threshold.of(new Percent(Math.max(one, other)));
            long bucket = random.nextLong();
            assertThat(smaller.admits(bucket) && !larger.admits(bucket)).isFalse();
        }
    }
}
