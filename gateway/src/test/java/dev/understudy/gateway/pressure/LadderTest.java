package dev.understudy.gateway.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Percent;
import dev.understudy.config.Pressure.Shed;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of what is given up under pressure: the order, up at once, down slowly, and nobody's signal goes too far. */
class LadderTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Ladder LADDER = new Ladder(Shed.DEFAULT, Duration.ofSeconds(2));

    @ParameterizedTest
    @CsvSource({
        "0.00, CALM",
        "0.69, CALM",
        "0.70, SHADOWS",
        "0.79, SHADOWS",
        "0.80, BODIES",
        "0.90, INTERLEAVING",
        "0.94, INTERLEAVING",
        "0.95, REQUESTS",
        "7.00, REQUESTS",
        "NaN, CALM"
    })
    void things_go_in_the_order_of_the_design(double fill, Level level) {
        assertThat(step(Ladder.Position.START, Signal.IN_FLIGHT, fill, 0).level())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void no_signal_gives_up_more_than_may_be_given_up_for_it(Signal signal) {
        assertThat(step(Ladder.Position.START, signal, 100, 0).level()).isEqualTo(signal.most());
    }

    @Test
    void a_log_that_stands_still_never_costs_a_client_anything() {
        Level level = step(Ladder.Position.START, Signal.SINK_QUEUE, 100, 0).level();

        assertThat(level.shedsBodies()).isTrue();
        assertThat(level.shedsInterleaving()).isFalse();
        assertThat(level.shedsRequests()).isFalse();
    }

    @Test
    void it_goes_back_one_step_at_a_time_each_after_a_calm_while() {
        Ladder.Position position = step(Ladder.Position.START, Signal.LOOP_LAG, 1, 0);
        StringBuilder levels = new StringBuilder();
        for (long second = 1; second <= 10; second++) {
            position = step(position, Signal.LOOP_LAG, 0, second * SECOND);
            levels.append(position.level().steps());
        }

        assertThat(levels).hasToString("4433221100");
    }

    @Test
    void what_is_only_a_little_better_is_not_better() {
        Ladder.Position position = step(Ladder.Position.START, Signal.IN_FLIGHT, 0.72, 0);
        for (long second = 1; second <= 100; second++) {
            position = step(position, Signal.IN_FLIGHT, 0.66, second * SECOND);
        }

        assertThat(position.level()).isEqualTo(Level.SHADOWS);
        assertThat(settled(position, 0.62).level()).isEqualTo(Level.CALM);
    }

    @Test
    void a_relapse_begins_the_wait_anew() {
        Ladder.Position position = step(Ladder.Position.START, Signal.IN_FLIGHT, 0.72, 0);
        position = step(position, Signal.IN_FLIGHT, 0, SECOND);
        position = step(position, Signal.IN_FLIGHT, 0.72, 2 * SECOND);
        position = step(position, Signal.IN_FLIGHT, 0, 3 * SECOND);
        position = step(position, Signal.IN_FLIGHT, 0, 4 * SECOND);

        assertThat(position.level()).isEqualTo(Level.SHADOWS);
        assertThat(step(position, Signal.IN_FLIGHT, 0, 5 * SECOND).level()).isEqualTo(Level.CALM);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void more_of_anything_never_gives_up_less(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1000; i++) {
            Ladder ladder = new Ladder(shed(random), Duration.ofMillis(random.nextInt(1, 5000)));
            Ladder.Position lower = Ladder.Position.START;
            Ladder.Position higher = Ladder.Position.START;
            long now = random.nextLong();
            for (int step = 0; step < 20; step++) {
                now += random.nextLong(SECOND);
                Map<Signal, Double> fills = fills(random);
                Map<Signal, Double> more = new EnumMap<>(fills);
                more.replaceAll((signal, fill) -> fill + random.nextDouble(0.3));
                lower = ladder.next(lower, fills, now);
                higher = ladder.next(higher, more, now);

                assertThat(higher.level()).isGreaterThanOrEqualTo(lower.level());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void it_rises_at_once_and_falls_by_one(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ladder ladder = new Ladder(shed(random), Duration.ofMillis(100));
        Ladder.Position position = Ladder.Position.START;
        long now = 0;
        for (int step = 0; step < 5000; step++) {
            now += random.nextLong(SECOND / 4);
            Map<Signal, Double> fills = fills(random);
            Level needed = ladder.next(Ladder.Position.START, fills, now).level();
            Ladder.Position next = ladder.next(position, fills, now);

            assertThat(next.level()).isGreaterThanOrEqualTo(needed);
            if (next.level().compareTo(position.level()) < 0) {
                assertThat(next.level()).isEqualTo(position.level().lower());
            }
            position = next;
        }
    }

    private static Ladder.Position settled(Ladder.Position from, double fill) {
        Ladder.Position position = from;
        for (long second = 1000; second <= 1010; second++) {
            position = step(position, Signal.IN_FLIGHT, fill, second * SECOND);
        }
        return position;
    }

    private static Ladder.Position step(Ladder.Position before, Signal signal, double fill, long nowNanos) {
        return LADDER.next(before, Map.of(signal, fill), nowNanos);
    }

    private static Map<Signal, Double> fills(SplittableRandom random) {
        Map<Signal, Double> fills = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            fills.put(signal, random.nextDouble(1.2));
        }
        return fills;
    }

    private static Shed shed(SplittableRandom random) {
        double[] sorted = random.doubles(4, 1, 100).sorted().toArray();
        return new Shed(new Percent(sorted[0]), new Percent(sorted[1]), new Percent(sorted[2]), new Percent(sorted[3]));
    }
}
