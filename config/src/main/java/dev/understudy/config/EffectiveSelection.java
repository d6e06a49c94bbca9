package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a model's endpoints are chosen, written out with its defaults. */
final class EffectiveSelection {
    private EffectiveSelection() {}

    static void put(Map<String, Object> model, Selection selection) {
        model.put("balance", balance(selection.balance()));
        model.put("ejection", ejection(selection.ejection()));
        model.put("retry", retry(selection.retry()));
        model.put("retryAfter", retryAfter(selection.retryAfter()));
        model.put("connections", connections(selection.connections()));
        selection.health().ifPresent(health -> model.put("health", health(health)));
    }

    private static Map<String, Object> balance(Selection.Balance balance) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("slowStart", Quantities.text(balance.slowStart()));
        yaml.put("panicPercent", EffectiveConfig.number(balance.panicPercent()));
        return yaml;
    }

    private static Map<String, Object> ejection(Selection.Ejection ejection) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("consecutiveFailures", ejection.consecutiveFailures());
        yaml.put("baseTime", Quantities.text(ejection.baseTime()));
        yaml.put("maxTime", Quantities.text(ejection.maxTime()));
        yaml.put("maxPercent", EffectiveConfig.number(ejection.maxPercent()));
        return yaml;
    }

    private static Map<String, Object> retry(Selection.Retry retry) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("attempts", retry.attempts());
        yaml.put(
                "on",
                retry.on().stream().sorted().map(Selection.Retry.Cause::yaml).toList());
        yaml.put("budgetPercent", EffectiveConfig.number(retry.budgetPercent()));
        yaml.put("minPerSecond", retry.minPerSecond());
        return yaml;
    }

    private static Map<String, Object> retryAfter(Selection.RetryAfter retryAfter) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("max", Quantities.text(retryAfter.max()));
        yaml.put("default", Quantities.text(retryAfter.otherwise()));
        return yaml;
    }

    private static Map<String, Object> connections(Selection.Connections connections) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("warm", connections.warm());
        yaml.put("idle", connections.idle());
        yaml.put("idleTime", Quantities.text(connections.idleTime()));
        yaml.put("streams", connections.streams());
        return yaml;
    }

    private static Map<String, Object> health(Selection.Health health) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("path", health.path());
        yaml.put("interval", Quantities.text(health.interval()));
        yaml.put("timeout", Quantities.text(health.timeout()));
        yaml.put("healthy", health.healthy());
        yaml.put("unhealthy", health.unhealthy());
        yaml.put("status", health.status().stream().sorted().toList());
        return yaml;
    }
}
