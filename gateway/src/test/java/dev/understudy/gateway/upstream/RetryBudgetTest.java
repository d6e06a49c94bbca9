package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Selection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
    private final AtomicLong requests = new AtomicLong();
    private long now = TimeUnit.DAYS.toNanos(2);

    @Test
    void a_quiet_model_has_ten_seconds_worth_of_the_minimum() {
        RetryBudget budget = budget(20, 10);

        assertThat(takeAll(budget)).isEqualTo(100);
        pass(1000);
        assertThat(takeAll(budget)).isEqualTo(10);
        pass(3_600_000);
        assertThat(takeAll(budget)).isEqualTo(100);
    }

    @Test
    void without_a_minimum_and_without_requests_there_is_nothing() {
        assertThat(takeAll(budget(20, 0))).isZero();
        assertThat(takeAll(budget(0, 0))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"20, 0, 1000", "20, 10, 1000", "5, 1, 200", "100, 0, 50"})
    void in_a_storm_no_more_than_the_share_and_the_minimum_are_sent_again(
            double percent, int minPerSecond, int perSecond) {
        RetryBudget budget = budget(percent, minPerSecond);
        takeAll(budget);
        int again = 0;
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < perSecond; i++) {
                requests.incrementAndGet();
                now += TimeUnit.SECONDS.toNanos(1) / perSecond;
                again += budget.take(now) ? 1 : 0;
            }
        }

        double allowed = 60.0 * perSecond * percent / 100 + 60.0 * minPerSecond;
        assertThat((double) again).isBetween(Math.min(60.0 * perSecond, allowed) * 0.9, allowed + 1);
    }

    @Test
    void requests_of_long_ago_do_not_count() {
        RetryBudget budget = budget(20, 0);
        requests.addAndGet(1_000_000);
        pass(3_600_000);

        assertThat(takeAll(budget)).isLessThan(600);
    }

    private RetryBudget budget(double percent, int minPerSecond) {
        return new RetryBudget(new Selection.Retry(3, Set.of(), percent, minPerSecond), requests::get, now);
    }

    private int takeAll(RetryBudget budget) {
        int taken = 0;
        while (budget.take(now)) {
            taken++;
        }
        return taken;
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
