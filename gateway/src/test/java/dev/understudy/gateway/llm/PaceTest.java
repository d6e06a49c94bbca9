package dev.understudy.gateway.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.pair.Leg;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    @Test
    void one_event_has_no_gap() {
        Pace pace = new Pace();

        pace.beat(7);

        assertThat(pace.summary()).isNull();
        assertThat(pace.nanos()).isZero();
    }

    @Test
    void mean_and_longest_are_exact() {
        Pace pace = new Pace();
        for (long millis : new long[] {100, 110, 130, 160}) {
            pace.beat(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        Leg.InterToken summary = Objects.requireNonNull(pace.summary());

        assertThat(summary.gaps()).isEqualTo(3);
        assertThat(summary.mean()).isEqualTo(20);
        assertThat(summary.max()).isEqualTo(30);
        assertThat(pace.nanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(60));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_percentile_is_within_five_percent(long seed) {
        Random random = new Random(seed);
        double[] gaps = new double[2000];
        Pace pace = new Pace();
        long now = random.nextLong();
        pace.beat(now);
        for (int i = 0; i < gaps.length; i++) {
            long gap = (long) Math.exp(random.nextGaussian(Math.log(20e6), 1.5));
            gaps[i] = gap / 1e6;
            now += gap;
            pace.beat(now);
        }
        Arrays.sort(gaps);

        double p95 = Objects.requireNonNull(pace.summary()).p95();

        assertThat(p95).isCloseTo(gaps[1899], within(gaps[1899] * 0.05));
    }

    @Test
    void gaps_of_nothing_and_of_hours_have_their_place() {
        Pace pace = new Pace();
        pace.beat(0);
        pace.beat(0);
        pace.beat(TimeUnit.HOURS.toNanos(10));

        Leg.InterToken summary = Objects.requireNonNull(pace.summary());

        assertThat(summary.max()).isEqualTo(36_000_000);
        assertThat(summary.p95()).isLessThanOrEqualTo(summary.max());
    }
}
