package dev.understudy.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Percent;
import dev.understudy.gateway.rollout.Exposure.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final List<Step> STEPS =
            Steps.of("set 1", "pause 1h", "set 5", "pause", "set 50", "pause 1h", "set 80");

    private Instant now = START;
    private Start start = Start.anew("chat", "s", STEPS, START);

    @Test
    void a_pause_keeps_the_share_for_as_long_as_nobody_says_otherwise() throws Exception {
        after(Duration.ofMinutes(30)).give(Order.PAUSE);

        after(Duration.ofDays(30));
        assertThat(present().percent()).isEqualTo(new Percent(1));
        assertThat(present().state()).isEqualTo(State.PAUSED);
        assertThat(present().nextChange()).isEmpty();
    }

    @Test
    void a_resumed_bake_time_starts_afresh() throws Exception {
        after(Duration.ofMinutes(59)).give(Order.PAUSE);
        after(Duration.ofDays(1)).give(Order.RESUME);

        after(Duration.ofMinutes(59));
        assertThat(present().percent()).isEqualTo(new Percent(1));
        after(Duration.ofMinutes(1));
        assertThat(present().percent()).isEqualTo(new Percent(5));
    }

    @Test
    void who_waits_for_a_person_goes_on_when_one_says_so() throws Exception {
        after(Duration.ofHours(2));
        assertThat(present().state()).isEqualTo(State.WAITING);

        give(Order.RESUME);
        assertThat(present().percent()).isEqualTo(new Percent(50));
        after(Duration.ofHours(1));
        assertThat(present().percent()).isEqualTo(new Percent(80));
        assertThat(present().state()).isEqualTo(State.DONE);
    }

    @Test
    void promoting_lets_everybody_in_whatever_steps_are_left() throws Exception {
        give(Order.PROMOTE);

        assertThat(present().percent()).isEqualTo(Percent.ALL);
        assertThat(present().state()).isEqualTo(State.DONE);
        after(Duration.ofDays(1));
        assertThat(present().percent()).isEqualTo(Percent.ALL);
    }

    @Test
    void a_rollback_puts_everybody_out_and_lasts_until_it_is_resumed_from_the_first_step() throws Exception {
        after(Duration.ofHours(2)).give(Order.ROLLBACK);

        assertThat(present().percent()).isEqualTo(Percent.NONE);
        assertThat(present().state()).isEqualTo(State.ROLLED_BACK);
        after(Duration.ofDays(9));
        assertThat(present().percent()).isEqualTo(Percent.NONE);

        give(Order.RESUME);
        assertThat(present().percent()).isEqualTo(new Percent(1));
        assertThat(present().state()).isEqualTo(State.WALKING);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSE", "PROMOTE", "ROLLBACK"})
    void an_order_that_is_carried_out_already_changes_nothing(Order order) throws Exception {
        give(order);
        Start first = start;

        after(Duration.ofMinutes(1)).give(order);
        assertThat(start).isEqualTo(first);
    }

    @Test
    void an_order_that_leads_nowhere_is_refused_with_what_would_do() throws Exception {
        assertThatThrownBy(() -> give(Order.RESUME))
                .hasMessage("resume: chat is walking (expected: one that is paused, waiting or rolled back)");
        give(Order.ROLLBACK);
        assertThatThrownBy(() -> give(Order.PAUSE))
                .hasMessage("pause: chat is rolledBack (expected: a canary on its way)");
    }

    @Test
    void what_is_paused_stays_paused_when_later_steps_are_edited() throws Exception {
        give(Order.PAUSE);
        edit("set 1", "pause 1h", "set 9");

        after(Duration.ofDays(1));
        assertThat(present().percent()).isEqualTo(new Percent(1));
        assertThat(present().state()).isEqualTo(State.PAUSED);
    }

    @Test
    void what_is_paused_stays_paused_when_an_edit_puts_everybody_out() throws Exception {
        give(Order.PAUSE);
        edit("set 0", "set 9");

        after(Duration.ofDays(1));
        assertThat(present().percent()).isEqualTo(Percent.NONE);
        assertThat(present().state()).isEqualTo(State.PAUSED);
        give(Order.RESUME);
        assertThat(present().percent()).isEqualTo(new Percent(9));
    }

    @Test
    void what_was_rolled_back_follows_edited_steps_once_it_is_resumed() throws Exception {
        give(Order.ROLLBACK);
        edit("set 7", "pause");
        assertThat(present().state()).isEqualTo(State.ROLLED_BACK);

        give(Order.RESUME);
        assertThat(present().percent()).isEqualTo(new Percent(7));
    }

    @Test
    void a_canary_whose_steps_end_with_nobody_can_be_rolled_back_for_good() throws Exception {
        start = Start.anew("chat", "s", Steps.of("set 5", "set 0"), START);
        assertThat(present().state()).isEqualTo(State.ROLLED_BACK);

        give(Order.ROLLBACK);
        edit("set 7", "pause");
        assertThat(present().percent()).isEqualTo(Percent.NONE);
    }

    @Test
    void each_place_survives_being_written_and_read() throws Exception {
        for (Order order : Order.values()) {
            start = Start.anew("chat", "s", STEPS, START);
            if (order == Order.RESUME) {
                give(Order.PAUSE);
            }
            give(order);

            assertThat(EventCodec.decode(EventCodec.encode(order.event(), start)))
                    .contains(start);
        }
    }

    private OrderTest after(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    private void edit(String... steps) {
        start = Continuation.of(start, "chat", ContinuationTest.canary("s", Steps.of(steps)), now);
    }

    private void give(Order order) throws RefusedOrderException {
        start = order.apply(start, present(), now);
    }

    private Exposure present() {
        return Timeline.exposure(start, now);
    }
}
