package dev.understudy.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Percent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final List<Step> STEPS =
            Steps.of("set 1", "pause 1h", "set 5", "pause 10m", "pause 20m", "set 25", "pause", "set 100");

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, 1, PT0S, PT1H",
        "PT59M59S, 1, 1, PT0S, PT1H",
        "PT1H, 5, 3, PT1H, PT1H30M",
        "PT1H15M, 5, 4, PT1H, PT1H30M",
        "PT1H29M59.999S, 5, 4, PT1H, PT1H30M",
    })
    void timed_steps_are_taken_to_the_second(
            Duration after, double percent, int step, Duration since, Duration nextChange) {
        Exposure exposure = Timeline.exposure(Start.anew("chat", "s", STEPS, START), START.plus(after));

        assertThat(exposure.percent().value()).isEqualTo(percent);
        assertThat(exposure.step()).isEqualTo(step);
        assertThat(exposure.since()).isEqualTo(START.plus(since));
        assertThat(exposure.nextChange()).contains(START.plus(nextChange));
    }

    @Test
    void a_pause_without_an_end_holds_for_ever() {
        Exposure exposure = Timeline.exposure(Start.anew("chat", "s", STEPS, START), START.plus(Duration.ofDays(9999)));

        assertThat(exposure.percent()).isEqualTo(new Percent(25));
        assertThat(exposure.step()).isEqualTo(6);
        assertThat(exposure.nextChange()).isEmpty();
    }

    @Test
    void before_the_first_set_percent_nobody_is_in() {
        List<Step> steps = Steps.of("pause 1h", "set 50");

        assertThat(Timeline.exposure(Start.anew("chat", "s", steps, START), START)
                        .percent())
                .isEqualTo(Percent.NONE);
        assertThat(Timeline.exposure(Start.anew("chat", "s", steps, START), START)
                        .nextChange())
                .contains(START.plus(Duration.ofHours(1)));
    }

    @Test
    void when_all_steps_are_done_the_last_share_stays() {
        Exposure exposure = Timeline.exposure(Start.anew("chat", "s", Steps.of("set 1", "set 7"), START), START);

        assertThat(exposure)
                .isEqualTo(new Exposure(new Percent(7), 2, START, java.util.Optional.empty(), Exposure.State.DONE));
    }

    @Test
    void a_pause_at_the_end_changes_nothing_more() {
        Exposure exposure = Timeline.exposure(Start.anew("chat", "s", Steps.of("set 1", "pause 1h"), START), START);

        assertThat(exposure.nextChange()).isEmpty();
        assertThat(exposure.step()).isEqualTo(1);
    }

    @Test
    void a_clock_that_stands_before_the_start_shows_the_start() {
        Exposure exposure = Timeline.exposure(Start.anew("chat", "s", STEPS, START), START.minusSeconds(3600));

        assertThat(exposure.percent()).isEqualTo(new Percent(1));
    }

    @Test
    void a_pause_beyond_the_end_of_time_is_one_without_an_end() {
        List<Step> steps = List.of(
                new Step.SetPercent(new Percent(1)),
                new Step.Pause(java.util.Optional.of(Duration.ofSeconds(Long.MAX_VALUE))),
                new Step.SetPercent(new Percent(2)));

        assertThat(Timeline.exposure(Start.anew("chat", "s", steps, START), Instant.MAX)
                        .percent())
                .isEqualTo(new Percent(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void as_time_goes_on_nobody_is_put_out_and_the_next_change_comes_when_it_was_said(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Start start = Start.anew("chat", "s", Steps.growing(random, 0), START);
            Exposure before = Timeline.exposure(start, START);
            Instant now = START;
            for (int look = 0; look < 50; look++) {
                now = now.plusSeconds(random.nextInt(7200));
                Exposure after = Timeline.exposure(start, now);

                assertThat(after.percent().value())
                        .isGreaterThanOrEqualTo(before.percent().value());
                assertThat(after.step()).isGreaterThanOrEqualTo(before.step());
                if (before.nextChange().isPresent()
                        && now.isBefore(before.nextChange().get())) {
                    assertThat(after.percent()).isEqualTo(before.percent());
                }
                before = after;
            }
        }
    }
}
