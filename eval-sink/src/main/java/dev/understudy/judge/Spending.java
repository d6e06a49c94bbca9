package dev.understudy.judge;

import dev.understudy.config.Judge;
import dev.understudy.config.Model;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has used of its budget. Calls are taken before they are made; what they cost is known afterwards, so that the
 * calls under way may go beyond the limit of tokens or cost, and none after them. Any thread may use it.
 */
final class Spending {
    private final Judge.Budget budget;
    private final Optional<Model.Price> price;
    private long calls;
    private long inputTokens;
    private long outputTokens;

    Spending(Judge.Budget budget, Optional<Model.Price> price) {
        this.budget = budget;
        this.price = price;
    }

    /** Whether so many further calls may be made; then they count. */
    synchronized boolean take(int more) {
        if (calls + more > budget.calls() || inputTokens + outputTokens >= budget.tokens() || isTooDear()) {
            return false;
        }
        calls += more;
        return true;
    }

    /** @param retries calls beyond those that were taken */
    synchronized void used(int retries, long input, long output) {
        calls += retries;
        inputTokens += input;
        outputTokens += output;
    }

    synchronized Judgment.Spent total() {
        return new Judgment.Spent(
                Math.toIntExact(Math.min(calls, Integer.MAX_VALUE)),
                inputTokens,
                outputTokens,
                cost(inputTokens, outputTokens));
    }

    @Nullable
    Double cost(long input, long output) {
        return price.map(known -> (Double) known.of(input, 0, output)).orElse(null);
    }

    private boolean isTooDear() {
        Double cost = cost(inputTokens, outputTokens);
        return cost != null && cost >= budget.cost();
    }
}
