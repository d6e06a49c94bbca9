package dev.understudy.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.gateway.proxy.BudgetStatus;
import dev.understudy.gateway.proxy.Usage;

/** What a route's answers used and what its copies may still use, as JSON. */
final class CostsJson {
    private CostsJson() {}

    static void put(ObjectNode route, RouteStatus status) {
        ArrayNode usages = route.putArray("usage");
        for (Usage usage : status.costs().usages()) {
            ObjectNode json = usages.addObject()
                    .put("model", usage.model())
                    .put("role", usage.role().label())
                    .put("inputTokens", usage.inputTokens())
                    .put("outputTokens", usage.outputTokens());
            if (usage.cost() > 0) {
                json.put("cost", usage.cost());
                putCurrency(json, status);
            }
        }
        status.costs().copies().ifPresent(budget -> putBudget(route.putObject("shadowBudget"), budget, status));
    }

    private static void putBudget(ObjectNode json, BudgetStatus budget, RouteStatus status) {
        json.put("day", budget.spent().day().toString());
        budget.limits()
                .tokensPerDay()
                .ifPresent(limit -> json.putObject("tokens")
                        .put("perDay", limit)
                        .put("spent", budget.spent().tokens())
                        .put("left", budget.tokensLeft().orElse(0L)));
        budget.limits().costPerDay().ifPresent(limit -> {
            ObjectNode cost = json.putObject("cost")
                    .put("perDay", limit)
                    .put("spent", budget.spent().cost())
                    .put("left", budget.costLeft().orElse(0.0));
            putCurrency(cost, status);
        });
    }

    private static void putCurrency(ObjectNode json, RouteStatus status) {
        status.costs().currency().ifPresent(currency -> json.put("currency", currency));
    }
}
