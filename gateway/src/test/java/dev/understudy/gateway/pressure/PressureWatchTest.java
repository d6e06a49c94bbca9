package dev.understudy.gateway.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Percent;
import dev.understudy.config.Pressure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signals that are handed in become a level, and each is a metric. */
class PressureWatchTest {
    private static final long PERIOD = PressureWatch.PERIOD_NANOS;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private double inFlight;
    private final PressureWatch watch =
            new PressureWatch(2, Map.of(Signal.IN_FLIGHT, limits -> inFlight / limits.inFlight()), registry, 0);
    private long now;

    PressureWatchTest() {
        watch.revise(limits(10_000));
    }

    @Test
    void the_level_follows_the_signals_and_both_are_metrics() {
        inFlight = 9200;
        comeBy(1);

        assertThat(watch.level()).isEqualTo(Level.INTERLEAVING);
        assertThat(gauge("understudy.pressure.level")).isEqualTo(3);
        assertThat(registry.get("understudy.pressure.fill")
                        .tag("signal", "in_flight")
                        .gauge()
                        .value())
                .isEqualTo(0.92);
    }

    @Test
    void other_limits_are_in_force_from_the_next_look_on() {
        inFlight = 5;
        comeBy(1);
        assertThat(watch.level()).isEqualTo(Level.CALM);

        watch.revise(
                new Pressure(5, Duration.ofSeconds(1), new Percent(25), Pressure.Shed.DEFAULT, Duration.ofSeconds(2)));
        comeBy(1);

        assertThat(watch.level()).isEqualTo(Level.REQUESTS);
        assertThat(watch.isFull(5)).isFalse();
        assertThat(watch.isFull(6)).isTrue();
    }

    @Test
    void a_loop_that_does_not_come_is_noticed_by_the_other() {
        comeBy(3);
        for (int i = 0; i < 15; i++) {
            now += PERIOD;
            watch.came(0, now);
        }

        assertThat(watch.level()).isEqualTo(Level.REQUESTS);
        assertThat(gauge("understudy.loop.lag")).isGreaterThan(1);
    }

    @Test
    void a_single_pause_of_all_of_us_is_not_taken_for_pressure() {
        comeBy(3);
        now += 10 * PERIOD;
        comeBy(3);

        assertThat(watch.level()).isEqualTo(Level.CALM);
    }

    @Test
    void loops_that_keep_coming_late_are() {
        comeBy(1);
        for (int i = 0; i < 3; i++) {
            now += 9 * PERIOD;
            comeBy(1);
        }

        assertThat(watch.level()).isEqualTo(Level.INTERLEAVING);
    }

    @Test
    void what_is_given_up_is_counted_by_what_it_was() {
        watch.shed(Level.SHADOWS);
        watch.shed(Level.SHADOWS);
        watch.shed(Level.REQUESTS);

        assertThat(shed("shadows")).isEqualTo(2);
        assertThat(shed("bodies")).isZero();
        assertThat(shed("requests")).isEqualTo(1);
    }

    private static Pressure limits(int inFlight) {
        return new Pressure(
                inFlight, Duration.ofSeconds(1), new Percent(25), Pressure.Shed.DEFAULT, Duration.ofSeconds(2));
    }

    /** Both loops in time, so many times. */
    private void comeBy(int times) {
        for (int i = 0; i < times; i++) {
            now += PERIOD;
            watch.came(0, now);
            watch.came(1, now);
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double shed(String what) {
        return registry.get("understudy.pressure.shed")
                .tag("what", what)
                .functionCounter()
                .count();
    }
}
