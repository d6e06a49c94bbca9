package dev.understudy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadPlanTest {
    private static final long SLOT_NANOS = 2_000_000;

    private final LoadPlan plan = new LoadPlan(
            URI.create("http://127.0.0.1:80/"),
            "GET",
            List.of(),
            "",
            500,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            1,
            Duration.ofSeconds(1),
            -1);

    @Test
    void each_request_is_due_within_its_own_slot() {
        assertThat(plan.requests()).isEqualTo(2000);
        for (long number = 0; number < plan.requests(); number++) {
            assertThat(plan.dueNanos(number))
                    .isBetween(number * SLOT_NANOS, (number + 1) * SLOT_NANOS)
                    .isEqualTo(plan.dueNanos(number));
        }
    }

    @Test
    void nothing_periodic_falls_in_step_with_requests() {
        int[] quarters = new int[4];
        for (long number = 0; number < plan.requests(); number++) {
            long within = plan.dueNanos(number) % SLOT_NANOS;
            quarters[(int) Math.min(3, within * 4 / SLOT_NANOS)]++;
        }
        for (int count : quarters) {
            assertThat(count).isBetween(400, 600);
        }
    }
}
