package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The laws that docs/statistics.md puts figures to, on fewer experiments. */
final class LookSimulationTest {
    private final LookSimulation simulation = new LookSimulation(400, 20, 1000, 0.05, 1);
    private final LookSimulation large = new LookSimulation(2000, 20, 1000, 0.05, 1);

    @Test
    void looking_every_day_raises_no_more_false_alarms_than_alpha() {
        LookSimulation.FalseAlarms alarms = large.falseAlarms();

        assertThat(alarms.sequence()).isLessThanOrEqualTo(0.05);
        assertThat(alarms.fixed()).isGreaterThan(0.15);
    }

    @Test
    void a_regression_is_found_within_twice_the_sample_of_a_fixed_test() {
        LookSimulation.Detection detection = new LookSimulation(200, 20, 1000, 0.05, 1).detection(0.90, 0.88);

        assertThat(detection.fixed()).isBetween(7000L, 9000L);
        assertThat(detection.foundByTwice()).isGreaterThanOrEqualTo(0.8);
        assertThat(detection.median()).isLessThan(2 * detection.fixed());
    }

    @Test
    void intervals_hold_the_truth_as_often_as_they_say() {
        LookSimulation.Coverage coverage = simulation.coverage();

        assertThat(coverage.sequence()).isGreaterThanOrEqualTo(0.95);
        assertThat(coverage.student()).isBetween(0.91, 0.98);
        assertThat(coverage.bootstrap()).isBetween(0.90, 0.98);
    }

    @Test
    void the_same_seed_gives_the_same_figures() {
        assertThat(simulation.falseAlarms()).isEqualTo(simulation.falseAlarms());
    }

    @Test
    void looks_need_pairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LookSimulation(1, 20, 30, 0.05, 1))
                .withMessageContaining("two pairs for each look");
    }
}
