package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long START = TimeUnit.DAYS.toNanos(20);

    private final Latency latency = new Latency();

    @Test
    void nothing_is_known_before_the_first_answer_and_after_it_was_forgotten() {
        assertThat(latency.busyMicros()).isZero();
        assertThat(latency.idleMicros(START)).isZero();

        latency.observe(millis(3), START);
        assertThat(latency.busyMicros()).isCloseTo(3000, within(0.1));

        latency.forget();
        assertThat(latency.busyMicros()).isZero();
    }

    @Test
    void a_worse_time_counts_at_once_and_a_better_one_with_the_time_that_passed() {
        latency.observe(millis(10), START);
        latency.observe(millis(100), START + 1);
        assertThat(latency.busyMicros()).isCloseTo(100_000, within(1.0));

        latency.observe(millis(10), START + TimeUnit.SECONDS.toNanos(10));
        assertThat(latency.busyMicros())
                .as("after one time constant 1/e of what was known is left")
                .isCloseTo(10_000 + 90_000 / Math.E, Percentage.withPercentage(1));
    }

    @Test
    void what_is_known_of_an_idle_peer_fades() {
        latency.observe(millis(100), START);

        assertThat(latency.idleMicros(START + TimeUnit.SECONDS.toNanos(20)))
                .isCloseTo(100_000 / Math.E / Math.E, Percentage.withPercentage(1));
        assertThat(latency.busyMicros()).isCloseTo(100_000, within(1.0));
    }

    @Test
    void many_small_steps_forget_as_much_as_one_large_step() {
        Latency once = new Latency();
        latency.observe(millis(100), START);
        once.observe(millis(100), START);
        for (int i = 1; i <= 5000; i++) {
            latency.observe(millis(10), START + i * millis(1));
        }
        once.observe(millis(10), START + 5000 * millis(1));

        assertThat(latency.busyMicros()).isCloseTo(once.busyMicros(), Percentage.withPercentage(5));
    }

    @Test
    void failing_fast_gets_more_expensive_each_time_up_to_a_limit() {
        latency.observe(millis(20), START);
        latency.observeFailure(1, START);
        assertThat(latency.busyMicros()).isCloseTo(60_000, within(10.0));

        for (int i = 0; i < 50; i++) {
            latency.observeFailure(1, START);
        }
        assertThat(latency.busyMicros()).isCloseTo(30_000_000, Percentage.withPercentage(1));
    }

    @Test
    void two_loops_may_disagree_on_the_time_by_a_little() {
        latency.observe(millis(10), START);
        latency.observe(millis(5), START - millis(20));

        assertThat(latency.busyMicros()).isCloseTo(10_000, within(1.0));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
