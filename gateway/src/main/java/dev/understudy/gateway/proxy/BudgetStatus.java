package dev.understudy.gateway.proxy;

import dev.understudy.config.ShadowBudget;
import java.util.Optional;

/** The budget of a route's copies as it stands now. */
public record BudgetStatus(ShadowBudget limits, Spent spent) {

    /** Empty where tokens have no end. */
    public Optional<Long> tokensLeft() {
        return limits.tokensPerDay().map(limit -> Math.max(0, limit - spent.tokens()));
    }

    /** Empty where cost has no end. */
    public Optional<Double> costLeft() {
        return limits.costPerDay().map(limit -> Math.max(0, limit - spent.cost()));
    }
}
