package dev.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A route as the tree of values that a file would hold, defaults included. */
final class EffectiveRoute {
    private EffectiveRoute() {}

    static Map<String, Object> yaml(Route route) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("name", route.name());
        yaml.put("match", match(route.match()));
        experiment(route.experiment(), yaml);
        route.shadow().ifPresent(beside -> yaml.put("shadow", beside(beside)));
        route.record().ifPresent(record -> yaml.put("record", record(record)));
        route.compare().ifPresent(compare -> yaml.put("compare", EffectiveCompare.yaml(compare)));
        yaml.put("reveal", route.reveal());
        return yaml;
    }

    private static Map<String, Object> match(Match match) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        if (match.path() instanceof Match.Path.Prefix prefix) {
            yaml.put("path", Map.of("prefix", prefix.prefix()));
        } else if (match.path() instanceof Match.Path.Exact exact) {
            yaml.put("path", Map.of("exact", exact.exact()));
        }
        if (!match.methods().isEmpty()) {
            yaml.put("methods", List.copyOf(new TreeSet<>(match.methods())));
        }
        if (!match.headers().isEmpty()) {
            yaml.put("headers", new TreeMap<>(match.headers()));
        }
        return yaml;
    }

    private static void experiment(Experiment experiment, Map<String, Object> route) {
        if (experiment instanceof Experiment.Plain plain) {
            route.put("model", plain.model());
        } else if (experiment instanceof Experiment.Ab ab) {
            route.put("ab", ab(ab));
        } else if (experiment instanceof Experiment.Canary canary) {
            route.put("canary", canary(canary));
        } else if (experiment instanceof Experiment.Interleave interleave) {
            route.put("interleave", interleave(interleave));
        } else if (experiment instanceof Experiment.Shadow shadow) {
            route.put("shadow", shadow(shadow));
        }
    }

    private static Map<String, Object> ab(Experiment.Ab ab) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("unit", ab.unit().yaml());
        yaml.put("salt", ab.salt());
        List<Object> arms = new ArrayList<>();
        for (Experiment.Arm arm : ab.arms()) {
            arms.add(share(arm.model(), "weight", arm.weight()));
        }
        yaml.put("arms", arms);
        yaml.put("fallback", fallback(ab.fallback()));
        return yaml;
    }

    private static Map<String, Object> canary(Experiment.Canary canary) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("legacy", canary.legacy());
        yaml.put("candidate", canary.candidate());
        yaml.put("assignBy", canary.assignBy().yaml());
        yaml.put("salt", canary.salt());
        List<Object> steps = new ArrayList<>();
        for (Experiment.Step step : canary.steps()) {
            if (step instanceof Experiment.Step.SetPercent set) {
                steps.add(percent("setPercent", set.percent()));
            } else if (step instanceof Experiment.Step.Pause pause) {
                steps.add(Map.of(
                        "pause", pause.duration().<Object>map(Quantities::text).orElse(Map.of())));
            }
        }
        yaml.put("steps", steps);
        yaml.put("fallback", fallback(canary.fallback()));
        return yaml;
    }

    private static Map<String, Object> interleave(Experiment.Interleave interleave) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("legacy", interleave.legacy());
        yaml.put("candidate", interleave.candidate());
        yaml.putAll(percent("percent", interleave.percent()));
        yaml.put("unit", interleave.unit().yaml());
        yaml.put("salt", interleave.salt());
        yaml.put("method", interleave.method().yaml());
        yaml.put("items", interleave.items().text());
        interleave.itemId().ifPresent(pointer -> yaml.put("itemId", pointer.text()));
        yaml.put("wait", Quantities.text(interleave.waitFor()));
        yaml.put("maxBody", Quantities.text(interleave.maxBody()));
        return yaml;
    }

    private static Map<String, Object> shadow(Experiment.Shadow shadow) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("legacy", shadow.legacy());
        List<Object> candidates = new ArrayList<>();
        for (Experiment.Target target : shadow.targets()) {
            candidates.add(share(target.model(), "percent", target.percent()));
        }
        yaml.put("candidates", candidates);
        yaml.put("noise", percent("percent", shadow.noise()));
        yaml.put("limits", limits(shadow.limits()));
        return yaml;
    }

    private static Map<String, Object> beside(ShadowBeside beside) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("direction", beside.direction().yaml());
        yaml.putAll(percent("percent", beside.percent()));
        yaml.put("noise", percent("percent", beside.noise()));
        yaml.put("limits", limits(beside.limits()));
        return yaml;
    }

    private static Map<String, Object> limits(ShadowLimits limits) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("maxBody", Quantities.text(limits.maxBody()));
        yaml.put("maxInFlight", limits.maxInFlight());
        yaml.put("timeout", Quantities.text(limits.timeout()));
        limits.budget().ifPresent(budget -> yaml.put("budget", budget(budget)));
        return yaml;
    }

    private static Map<String, Object> budget(ShadowBudget budget) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        budget.tokensPerDay().ifPresent(tokens -> yaml.put("tokensPerDay", tokens));
        budget.costPerDay().ifPresent(cost -> yaml.put("costPerDay", EffectiveConfig.number(cost)));
        return yaml;
    }

    private static Map<String, Object> record(Recording record) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.putAll(percent("percent", record.percent()));
        yaml.put("maxBody", Quantities.text(record.maxBody()));
        Map<String, Object> redact = new LinkedHashMap<>();
        redact.put("headers", List.copyOf(new TreeSet<>(record.redactHeaders())));
        redact.put("jsonPointers", texts(record.redactPointers()));
        yaml.put("redact", redact);
        return yaml;
    }

    private static Map<String, Object> fallback(Fallback fallback) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("on", fallback.on().stream().sorted().map(Fallback.Cause::yaml).toList());
        yaml.put("maxHeld", Quantities.text(fallback.maxHeld()));
        return yaml;
    }

    private static Map<String, Object> share(String model, String key, Percent percent) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("model", model);
        yaml.putAll(percent(key, percent));
        return yaml;
    }

    private static Map<String, Object> percent(String key, Percent percent) {
        return Map.of(key, EffectiveConfig.number(percent.value()));
    }

    private static List<String> texts(List<Pointer> pointers) {
        return pointers.stream().map(Pointer::text).toList();
    }
}
