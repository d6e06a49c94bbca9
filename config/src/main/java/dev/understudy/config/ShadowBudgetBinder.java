package dev.understudy.config;

import java.util.List;
import java.util.Optional;

/** Binds {@code shadow.limits.budget}. */
final class ShadowBudgetBinder {
    static final Keys BUDGET = Keys.of("tokensPerDay", "costPerDay");

    private ShadowBudgetBinder() {}

    /** @param copied the models that may get copies, each of which needs a price for {@code costPerDay} */
    static Reader<ShadowBudget> budget(List<String> copied, RouteContext context) {
        return value -> Section.open(value, BUDGET).flatMap(section -> {
            Optional<Long> tokens = section.read("tokensPerDay", Scalars.wholeNumber(1, ShadowBudget.TOKENS_MAX));
            Optional<Double> cost = section.read("costPerDay", Scalars.numberAbove(0, ShadowBudget.COST_MAX));
            if (section.has("costPerDay")) {
                copied.stream()
                        .filter(context::hasNoPrice)
                        .findFirst()
                        .ifPresent(model -> section.at("costPerDay")
                                .refuse(
                                        model + " gets copies and has no price, so that they would cost nothing",
                                        "price: {inputPerMillion: …, outputPerMillion: …} at models." + model));
            }
            if (!section.has("tokensPerDay") && !section.has("costPerDay")) {
                return value.refuse("nothing", "tokensPerDay, costPerDay or both");
            }
            return tokens.isEmpty() && cost.isEmpty() ? Optional.empty() : Optional.of(new ShadowBudget(tokens, cost));
        });
    }
}
