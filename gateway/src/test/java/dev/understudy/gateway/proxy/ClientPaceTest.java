package dev.understudy.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClientPaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** As far on as {@link System#nanoTime} may be, which may be anywhere. */
    private long now = Long.MAX_VALUE - 5 * SECOND;

    private final ClientPace pace = new ClientPace(Duration.ofSeconds(30), 240);

    @Test
    void who_keeps_up_the_least_rate_has_time_for_ever() {
        pace.begin(now);
        for (int second = 0; second < 1000; second++) {
            now += SECOND;
            pace.moved(240, now);
        }

        assertThat(pace.left(now)).isEqualTo(30 * SECOND);
    }

    @Test
    void who_drips_is_late_when_the_patience_is_over_and_little_after() {
        pace.begin(now);
        long began = now;
        while (pace.left(now) > 0) {
            now += SECOND;
            pace.moved(24, now);
        }

        assertThat(now - began).isBetween(30 * SECOND, 35 * SECOND);
    }

    @Test
    void what_came_at_once_buys_no_more_than_the_patience() {
        pace.begin(now);
        pace.moved(Integer.MAX_VALUE, now);

        assertThat(pace.left(now)).isEqualTo(30 * SECOND);
        assertThat(pace.left(now + 31 * SECOND)).isNegative();
    }

    @Test
    void a_new_turn_begins_with_the_whole_patience() {
        pace.begin(now);
        now += 29 * SECOND;
        pace.begin(now);

        assertThat(pace.left(now)).isEqualTo(30 * SECOND);
    }

    @Test
    void without_a_least_rate_any_byte_is_worth_the_whole_patience_and_none_is_worth_nothing() {
        ClientPace any = new ClientPace(Duration.ofSeconds(30), 0);
        any.begin(now);
        now += 29 * SECOND;
        any.moved(1, now);
        assertThat(any.left(now)).isEqualTo(30 * SECOND);

        now += SECOND;
        any.moved(0, now);
        assertThat(any.left(now)).isEqualTo(29 * SECOND);
    }

    @Test
    void nobody_gets_more_time_than_the_bytes_are_worth_and_nobody_more_than_the_patience() {
        SplittableRandom random = new SplittableRandom(7);
        pace.begin(now);
        for (int i = 0; i < 10_000; i++) {
            now += random.nextLong(SECOND);
            long before = pace.left(now);
            int bytes = random.nextInt(500);
            pace.moved(bytes, now);

            assertThat(pace.left(now)).isBetween(before, 30 * SECOND);
            assertThat(pace.left(now) - before).isLessThanOrEqualTo(bytes * SECOND / 240);
        }
    }
}
