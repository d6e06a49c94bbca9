package dev.understudy.config;

import java.util.Optional;

/**
 * What copies of one route may use in a day, by UTC; what is over it is not sent ({@code shed}, cause {@code budget}).
 *
 * @param tokensPerDay of input and output together
 * @param costPerDay by the prices of the models, in their currency
 */
public record ShadowBudget(Optional<Long> tokensPerDay, Optional<Double> costPerDay) {
    static final long TOKENS_MAX = 1_000_000_000_000_000L;
    static final double COST_MAX = 1e9;

    public ShadowBudget {
        if (tokensPerDay.isPresent() && (tokensPerDay.get() < 1 || tokensPerDay.get() > TOKENS_MAX)) {
            throw new IllegalArgumentException(
                    "tokensPerDay: " + tokensPerDay.get() + " (expected: 1.." + TOKENS_MAX + ")");
        }
        if (costPerDay.isPresent() && !(costPerDay.get() > 0 && costPerDay.get() <= COST_MAX)) {
            throw new IllegalArgumentException("costPerDay: " + costPerDay.get() + " (expected: above 0)");
        }
        if (tokensPerDay.isEmpty() && costPerDay.isEmpty()) {
            throw new IllegalArgumentException("budget: nothing (expected: tokensPerDay, costPerDay or both)");
        }
    }
}
