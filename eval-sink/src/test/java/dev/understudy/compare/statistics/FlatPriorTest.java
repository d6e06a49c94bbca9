package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FlatPriorTest {
    @Test
    void a_mean_of_nothing_is_above_or_below_alike() {
        assertThat(new FlatPrior(0, 1).chanceAbove()).isEqualTo(0.5);
        assertThat(new FlatPrior(0, 0).chanceAbove()).isEqualTo(0.5);
    }

    @Test
    void the_chance_is_what_the_normal_distribution_has_above_zero() {
        assertThat(new FlatPrior(1.959963984540054, 1).chanceAbove()).isEqualTo(0.975, within(1e-12));
        assertThat(new FlatPrior(-3.919927969080108, 2).chanceAbove()).isEqualTo(0.025, within(1e-12));
    }

    @Test
    void swapping_both_sides_swaps_the_chances_and_mirrors_the_interval() {
        FlatPrior one = new FlatPrior(0.3, 0.2);
        FlatPrior other = new FlatPrior(-0.3, 0.2);

        assertThat(one.chanceAbove() + other.chanceAbove()).isEqualTo(1, within(1e-15));
        assertThat(other.interval().low()).isEqualTo(-one.interval().high());
        assertThat(other.interval().high()).isEqualTo(-one.interval().low());
    }

    @Test
    void what_was_found_without_any_error_is_certain() {
        assertThat(new FlatPrior(0.1, 0).chanceAbove()).isEqualTo(1);
        assertThat(new FlatPrior(-0.1, 0).chanceAbove()).isZero();
    }
}
