package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulateLooksCommandTest {
    @Test
    void false_alarms_detection_and_coverage_are_printed_the_same_every_time() {
        Typed once = Typed.understudy("simulate-looks", "--simulations", "50", "--pairs", "200");
        Typed again = Typed.understudy("simulate-looks", "--simulations", "50", "--pairs", "200");

        assertThat(once.exitCode()).isZero();
        assertThat(once.out())
                .contains("50 simulations, 20 looks", "sequence", "a fixed test needs 7678 requests")
                .isEqualTo(again.out());
    }

    @Test
    void sizes_and_rates_that_make_no_sense_are_wrong_use() {
        assertThat(Typed.understudy("simulate-looks", "--pairs", "10").exitCode())
                .isEqualTo(2);
        assertThat(Typed.understudy("simulate-looks", "--rates", "0.9").exitCode())
                .isEqualTo(2);
        assertThat(Typed.understudy("simulate-looks", "--alpha", "2").exitCode())
                .isEqualTo(2);
    }
}
