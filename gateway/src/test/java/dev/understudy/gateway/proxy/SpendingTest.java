package dev.understudy.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ShadowBudget;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpendingTest {
    private static final long EVENING =
            Instant.parse("2026-11-26T23:59:59.999Z").toEpochMilli();
    private static final long MIDNIGHT = EVENING + 1;

    private final Spending spending = new Spending();

    @Test
    void a_budget_is_used_up_when_all_of_it_is() {
        ShadowBudget tokens = new ShadowBudget(Optional.of(10L), Optional.empty());
        ShadowBudget cost = new ShadowBudget(Optional.empty(), Optional.of(1.0));
        ShadowBudget both = new ShadowBudget(Optional.of(100L), Optional.of(1.0));

        spending.add(EVENING, 9, 0.5);
        assertThat(spending.isOver(tokens, EVENING)).isFalse();
        spending.add(EVENING, 1, 0.25);
        assertThat(spending.isOver(tokens, EVENING)).isTrue();
        assertThat(spending.isOver(cost, EVENING)).isFalse();
        spending.add(EVENING, 0, 0.25);
        assertThat(spending.isOver(cost, EVENING)).isTrue();
        assertThat(spending.isOver(both, EVENING)).isTrue();
    }

    @Test
    void a_day_begins_at_midnight_of_utc_and_does_not_come_back() {
        spending.add(EVENING, 7, 1);
        assertThat(spending.spent(EVENING)).isEqualTo(new Spent(LocalDate.of(2026, 11, 26), 7, 1));

        assertThat(spending.spent(MIDNIGHT)).isEqualTo(new Spent(LocalDate.of(2026, 11, 27), 0, 0));
        spending.add(EVENING, 2, 0);
        assertThat(spending.spent(MIDNIGHT).tokens()).isEqualTo(2);
    }

    @Test
    void what_an_earlier_process_used_counts_on_its_own_day_alone() {
        Spent before = new Spent(LocalDate.of(2026, 11, 26), 5, 0.5);

        Spending later = new Spending();
        later.restore(before, MIDNIGHT);
        assertThat(later.spent(MIDNIGHT).tokens()).isZero();

        spending.restore(before, EVENING);
        assertThat(spending.spent(EVENING)).isEqualTo(before);
    }
}
