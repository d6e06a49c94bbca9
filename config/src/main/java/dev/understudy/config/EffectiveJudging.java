package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a verdict rests on, written out. */
final class EffectiveJudging {
    private EffectiveJudging() {}

    static void put(Map<String, Object> yaml, Judging judging) {
        if (!judging.primaries().isEmpty()) {
            yaml.put(
                    "primaries",
                    judging.primaries().stream().map(EffectiveJudging::primary).toList());
        }
        judging.guardrails().ifPresent(set -> yaml.put("guardrails", set.name()));
        if (!judging.slices().isEmpty()) {
            yaml.put(
                    "slice",
                    judging.slices().stream().map(EffectiveJudging::slice).toList());
        }
        yaml.put("plannedPairs", judging.plannedPairs());
        yaml.put("alpha", EffectiveConfig.number(judging.alpha()));
    }

    static Map<String, Object> guardrails(Guardrails set) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("minSamples", set.minSamples());
        yaml.put(
                "metrics",
                set.metrics().stream().map(EffectiveJudging::guardrail).toList());
        return yaml;
    }

    private static Map<String, Object> guardrail(Guardrails.Guardrail guardrail) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("name", guardrail.name());
        guardrail.direction().ifPresent(direction -> yaml.put("direction", direction.yaml()));
        guardrail.maxDelta().ifPresent(number -> yaml.put("maxDelta", EffectiveConfig.number(number)));
        guardrail.maxRatio().ifPresent(number -> yaml.put("maxRatio", EffectiveConfig.number(number)));
        guardrail.min().ifPresent(number -> yaml.put("min", EffectiveConfig.number(number)));
        guardrail.max().ifPresent(number -> yaml.put("max", EffectiveConfig.number(number)));
        yaml.put("critical", guardrail.critical());
        guardrail.minSamples().ifPresent(samples -> yaml.put("minSamples", samples));
        return yaml;
    }

    private static Map<String, Object> primary(Primary primary) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("metric", primary.metric());
        yaml.put("goal", primary.goal().yaml());
        primary.margin().ifPresent(number -> yaml.put("margin", EffectiveConfig.number(number)));
        primary.marginRatio().ifPresent(number -> yaml.put("marginRatio", EffectiveConfig.number(number)));
        return yaml;
    }

    private static Map<String, Object> slice(Slice slice) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        if (Words.NAME.matcher(slice.name()).matches()) {
            yaml.put("name", slice.name());
        }
        yaml.put(slice.source().yaml(), slice.key());
        yaml.put("values", slice.values());
        return yaml;
    }
}
