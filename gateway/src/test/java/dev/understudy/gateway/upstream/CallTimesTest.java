package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.upstream.CallTimes.Phase;
import dev.understudy.gateway.wire.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call waits for decides how long it may, and what it is called when that was too long. */
class CallTimesTest {
    private static final long CONNECT = 10;
    private static final long FIRST_BYTE = 20;
    private static final long FIRST_TOKEN = 25;
    private static final long IDLE = 40;
    private static final long TOTAL = 1000;
    /** Where the clock is about to wrap, as it may. */
    private static final long BEGUN = Math.subtractExact(Long.MAX_VALUE, 15);

    private final CallTimes times = times(Failure.TOTAL_TIMEOUT);

    @ParameterizedTest
    @CsvSource({
        "CONNECTING, 10, CONNECT_TIMEOUT",
        "SENDING, 40, FIRST_BYTE_TIMEOUT",
        "UNBEGUN, 20, FIRST_BYTE_TIMEOUT",
        "ANSWERING, 40, IDLE_TIMEOUT",
    })
    void silence_of_the_model_is_late_at_the_deadline_of_what_is_waited_for(Phase phase, long limit, Failure failure) {
        assertThat(times.late(phase, BEGUN + limit - 1)).isNull();
        assertThat(times.late(phase, BEGUN + limit)).isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({"PAUSED, TOTAL_TIMEOUT", "UNSENT, REQUEST_TIMEOUT"})
    void a_client_may_take_as_long_as_the_whole_call(Phase phase, Failure failure) {
        assertThat(times.late(phase, BEGUN + TOTAL - 1)).isNull();
        assertThat(times.late(phase, BEGUN + TOTAL)).isEqualTo(failure);
    }

    @Test
    void an_answer_that_began_before_the_request_was_whole_is_what_took_too_long() {
        times.progressed(BEGUN + 1);
        times.answerBegan();

        assertThat(times.late(Phase.UNSENT, BEGUN + TOTAL)).isEqualTo(Failure.TOTAL_TIMEOUT);
    }

    @Test
    void a_call_that_is_over_time_before_its_first_byte_lacks_its_first_byte() {
        times.askedMore(BEGUN + TOTAL - 5);

        assertThat(times.late(Phase.UNBEGUN, BEGUN + TOTAL)).isEqualTo(Failure.FIRST_BYTE_TIMEOUT);
        assertThat(times.late(Phase.ANSWERING, BEGUN + TOTAL)).isEqualTo(Failure.TOTAL_TIMEOUT);
        CallTimes shadows = times(Failure.SLOW_SHADOW);
        assertThat(shadows.late(Phase.UNBEGUN, BEGUN + TOTAL)).isEqualTo(Failure.SLOW_SHADOW);
    }

    @Test
    void the_first_content_of_a_stream_is_due_however_much_else_comes_unless_the_client_does_not_read() {
        times.answerBegan();
        times.awaitContent();
        times.answerCame(BEGUN + FIRST_TOKEN);

        assertThat(times.late(Phase.ANSWERING, BEGUN + FIRST_TOKEN)).isEqualTo(Failure.FIRST_TOKEN_TIMEOUT);
        assertThat(times.late(Phase.PAUSED, BEGUN + FIRST_TOKEN)).isNull();
        times.contentBegan();
        assertThat(times.late(Phase.ANSWERING, BEGUN + FIRST_TOKEN)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void nothing_is_late_before_it_is_looked_at_again_whatever_begins_meanwhile(Phase now) {
        long pause = times.pause(now, BEGUN);

        assertThat(pause).isPositive();
        for (Phase next : Phase.values()) {
            if (next != Phase.CONNECTING) {
                times.askedMore(BEGUN);
                assertThat(times.late(next, BEGUN + pause - 1))
                        .as("then %s", next)
                        .isNull();
            }
        }
    }

    private static CallTimes times(Failure late) {
        CallTimes times = new CallTimes(new Deadlines(CONNECT, FIRST_BYTE, FIRST_TOKEN, IDLE, TOTAL, late));
        times.began(BEGUN);
        times.tried(BEGUN);
        times.sent(BEGUN);
        return times;
    }
}
