package dev.understudy.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Fallback;
import dev.understudy.config.Percent;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.rollout.Start.Gait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant EDITED = START.plus(Duration.ofMinutes(90));
    private static final List<Step> STEPS = Steps.of("set 1", "pause 1h", "set 5", "pause 1h", "set 25", "pause");

    @Test
    void the_same_steps_go_on_as_if_nothing_happened() {
        Start start = Start.anew("chat", "s", STEPS, START);

        assertThat(Continuation.of(start, "chat", canary("s", STEPS), EDITED)).isSameAs(start);
    }

    @Test
    void an_edit_of_what_is_still_to_come_leaves_the_pause_under_way_alone() {
        Exposure exposure = afterEdit("set 1", "pause 1h", "set 5", "pause 1h", "set 10", "pause");

        assertThat(exposure.percent()).isEqualTo(new Percent(5));
        assertThat(exposure.nextChange()).contains(START.plus(Duration.ofHours(2)));
    }

    @Test
    void an_edited_pause_under_way_starts_afresh_so_that_no_bake_time_is_skipped() {
        Exposure exposure = afterEdit("set 1", "pause 1h", "set 5", "pause 10m", "set 25");

        assertThat(exposure.percent()).isEqualTo(new Percent(5));
        assertThat(exposure.nextChange()).contains(EDITED.plus(Duration.ofMinutes(10)));
    }

    @Test
    void a_share_that_is_no_longer_in_the_list_is_held_until_a_larger_one_is_due() {
        Exposure exposure = afterEdit("set 2", "pause 3h", "set 30");

        assertThat(exposure.percent()).isEqualTo(new Percent(5));
        assertThat(exposure.nextChange()).contains(EDITED.plus(Duration.ofHours(3)));
    }

    @Test
    void a_first_step_above_the_present_share_applies_at_once() {
        assertThat(afterEdit("set 10", "pause").percent()).isEqualTo(new Percent(10));
    }

    @Test
    void a_zero_put_in_front_empties_it_at_once() {
        Exposure exposure = afterEdit("set 0", "pause", "set 1", "pause 1h", "set 25");

        assertThat(exposure.percent()).isEqualTo(Percent.NONE);
        assertThat(exposure.nextChange()).isEmpty();
    }

    @Test
    void when_every_percent_was_lowered_the_file_is_followed_from_its_first_step() {
        Exposure exposure = afterEdit("set 1", "pause 1h", "set 2");

        assertThat(exposure.percent()).isEqualTo(new Percent(1));
        assertThat(exposure.nextChange()).contains(EDITED.plus(Duration.ofHours(1)));
    }

    @Test
    void who_was_let_in_beyond_the_steps_stays_in_unless_an_edit_lowers_what_they_reach() {
        List<Step> steps = Steps.of("set 1", "pause 1h", "set 50", "pause");
        Start promoted = Start.anew("chat", "s", steps, START).movedTo(4, Percent.ALL, Gait.WALKING, START);

        assertThat(share(promoted, "set 1", "pause 2h", "set 50", "pause")).isEqualTo(Percent.ALL);
        assertThat(share(promoted, "set 1", "pause 2h", "set 60", "pause")).isEqualTo(Percent.ALL);
        assertThat(share(promoted, "set 1", "pause 2h", "set 40", "pause")).isEqualTo(new Percent(1));
    }

    @Test
    void what_was_rolled_back_stays_so_and_knows_the_edited_steps() {
        Start rolledBack = Start.anew("chat", "s", STEPS, START).rolledBack(START);
        List<Step> edited = Steps.of("set 2", "pause");

        assertThat(Continuation.of(rolledBack, "chat", canary("s", edited), EDITED))
                .isEqualTo(Start.anew("chat", "s", edited, START).rolledBack(START));
        assertThat(Continuation.of(rolledBack, "chat", canary("t", edited), EDITED))
                .isEqualTo(Start.anew("chat", "t", edited, EDITED));
    }

    @Test
    void a_list_without_any_percent_puts_everybody_out() {
        assertThat(afterEdit("pause").percent()).isEqualTo(Percent.NONE);
    }

    @Test
    void a_new_salt_means_new_units_and_starts_anew() {
        Start next = Continuation.of(Start.anew("chat", "s", STEPS, START), "chat", canary("t", STEPS), EDITED);

        assertThat(next).isEqualTo(Start.anew("chat", "t", STEPS, EDITED));
    }

    @Test
    void removing_the_endless_pause_lets_it_go_on() {
        Start held = Start.anew("chat", "s", STEPS, START);
        Instant later = START.plus(Duration.ofDays(3));
        List<Step> edited = Steps.of("set 1", "pause 1h", "set 5", "pause 1h", "set 25", "pause 1h", "set 100");

        Exposure exposure = Timeline.exposure(Continuation.of(held, "chat", canary("s", edited), later), later);

        assertThat(exposure.percent()).isEqualTo(new Percent(25));
        assertThat(exposure.nextChange()).contains(later.plus(Duration.ofHours(1)));
    }

    @Test
    void steps_appended_to_a_finished_list_begin_when_they_were_appended() {
        Start done = Start.anew("chat", "s", Steps.of("set 1", "pause 1h", "set 5"), START);
        List<Step> edited = Steps.of("set 1", "pause 1h", "set 5", "pause 2h", "set 50");

        Exposure exposure = Timeline.exposure(Continuation.of(done, "chat", canary("s", edited), EDITED), EDITED);

        assertThat(exposure.percent()).isEqualTo(new Percent(5));
        assertThat(exposure.nextChange()).contains(EDITED.plus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void edits_that_lower_nothing_never_shrink_the_share(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Start start = Start.anew("chat", "s", Steps.growing(random, 0), START);
            Instant now = START;
            double before = 0;
            for (int edit = 0; edit < 10; edit++) {
                now = now.plusSeconds(random.nextInt(9000));
                before =
                        Math.max(before, Timeline.exposure(start, now).percent().value());
                List<Step> edited = new ArrayList<>(Steps.growing(random, random.nextInt(50)));
                edited.add(new Step.SetPercent(new Percent(100)));
                start = Continuation.of(start, "chat", canary("s", edited), now);
                double after = Timeline.exposure(start, now).percent().value();

                assertThat(after).isGreaterThanOrEqualTo(before);
                before = after;
            }
        }
    }

    private static Percent share(Start before, String... steps) {
        Start after = Continuation.of(before, "chat", canary("s", Steps.of(steps)), EDITED);
        return Timeline.exposure(after, EDITED).percent();
    }

    private static Exposure afterEdit(String... steps) {
        Start before = Start.anew("chat", "s", STEPS, START);
        Start after = Continuation.of(before, "chat", canary("s", Steps.of(steps)), EDITED);
        return Timeline.exposure(after, EDITED);
    }

    static Canary canary(String salt, List<Step> steps) {
        return new Canary("chat-8b", "chat-70b", UnitKind.USER, salt, steps, Fallback.DEFAULT);
    }
}
