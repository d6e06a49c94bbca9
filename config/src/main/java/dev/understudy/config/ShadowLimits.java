package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What shadows of one route may take.
 *
 * @param maxBody largest request body that is copied; a larger one is not shadowed ({@code too_large})
 * @param maxInFlight shadows under way; one more is not sent ({@code shed})
 * @param timeout for a shadow's whole call; then it is cancelled ({@code timeout}, cause {@code slow})
 * @param budget what they may use in a day; without end when there is none
 */
public record ShadowLimits(int maxBody, int maxInFlight, Duration timeout, Optional<ShadowBudget> budget) {
    public static final ShadowLimits DEFAULT =
            new ShadowLimits(1024 * 1024, 64, Duration.ofSeconds(10), Optional.empty());

    public ShadowLimits {
        if (maxBody < 0) {
            throw new IllegalArgumentException("maxBody: " + maxBody + " (expected: >= 0)");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: >= 1)");
        }
    }
}
