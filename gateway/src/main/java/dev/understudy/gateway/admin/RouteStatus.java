package dev.understudy.gateway.admin;

import dev.understudy.config.Route;
import dev.understudy.gateway.rollout.Exposure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One route as it is now.
 *
 * @param configured each model's share, out of 1, at the present step
 * @param assigned requests since this process started, by the model they were assigned
 * @param served the same by the model whose answer the client got
 * @param exposure of a canary
 */
public record RouteStatus(
        Route route,
        Map<String, Double> configured,
        Map<String, Long> assigned,
        Map<String, Long> served,
        Optional<Exposure> exposure) {
    public RouteStatus {
        configured = new LinkedHashMap<>(configured);
        assigned = new LinkedHashMap<>(assigned);
        served = new LinkedHashMap<>(served);
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
