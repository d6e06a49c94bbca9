package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The judges of a configuration, written out with their defaults. */
final class EffectiveJudges {
    private EffectiveJudges() {}

    static Map<String, Object> yaml(Map<String, Judge> judges) {
        Map<String, Object> yaml = new TreeMap<>();
        judges.forEach((name, judge) -> yaml.put(name, judge(judge)));
        return yaml;
    }

    private static Map<String, Object> judge(Judge judge) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("url", judge.url().toString());
        yaml.put("model", judge.model());
        judge.bearer().ifPresent(token -> yaml.put("credentials", Map.of("bearer", EffectiveConfig.secret(token))));
        yaml.put("kind", judge.kind().yaml());
        judge.promptFile().ifPresent(file -> yaml.put("promptFile", file.toString()));
        yaml.put("temperature", EffectiveConfig.number(judge.temperature()));
        yaml.put("maxTokens", judge.maxTokens());
        yaml.put("concurrency", judge.concurrency());
        yaml.put("timeout", Quantities.text(judge.timeout()));
        yaml.put("retries", judge.retries());
        Map<String, Object> budget = new LinkedHashMap<>();
        budget.put("calls", judge.budget().calls());
        budget.put("tokens", judge.budget().tokens());
        budget.put("cost", EffectiveConfig.number(judge.budget().cost()));
        yaml.put("budget", budget);
        judge.price().ifPresent(price -> yaml.put("price", EffectiveConfig.price(price)));
        return yaml;
    }
}
