package dev.understudy.gateway.admin;

import dev.understudy.config.Route;
import dev.understudy.gateway.proxy.BudgetStatus;
import dev.understudy.gateway.proxy.Usage;
import dev.understudy.gateway.rollout.Exposure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One route as it is now.
 *
 * @param configured each model's share, out of 1, at the present step
 * @param assigned requests since this process started, by the model they were assigned
 * @param served the same by the model whose answer the client got
 * @param exposure of a canary
 * @param costs of language models
 */
public record RouteStatus(
        Route route,
        Map<String, Double> configured,
        Map<String, Long> assigned,
        Map<String, Long> served,
        Optional<Exposure> exposure,
        Costs costs) {
    public RouteStatus {
        configured = new LinkedHashMap<>(configured);
        assigned = new LinkedHashMap<>(assigned);
        served = new LinkedHashMap<>(served);
    }

    /**
     * What its answers used.
     *
     * @param usages since this process started
     * @param copies their budget today; empty where they have none
     * @param currency of the prices; empty when no model has one
     */
    public record Costs(List<Usage> usages, Optional<BudgetStatus> copies, Optional<String> currency) {
        public static final Costs NONE = new Costs(List.of(), Optional.empty(), Optional.empty());

        public Costs {
            usages = List.copyOf(usages);
        }
    }

    /** Each model's share of the assigned requests, out of 1; empty before the first. */
    Map<String, Double> observed() {
        long all = assigned.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        if (all > 0) {
            assigned.forEach((model, count) -> shares.put(model, (double) count / all));
        }
        return shares;
    }
}
