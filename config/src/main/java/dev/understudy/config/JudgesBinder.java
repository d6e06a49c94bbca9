package dev.understudy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Binds {@code judges}. */
final class JudgesBinder {
    static final Keys JUDGE = Keys.of(
            "url",
            "model",
            "credentials",
            "kind",
            "promptFile",
            "temperature",
            "maxTokens",
            "concurrency",
            "timeout",
            "retries",
            "budget",
            "price");
    static final Keys CREDENTIALS = Keys.of("bearer");
    static final Keys BUDGET = Keys.of("calls", "tokens", "cost");

    static final int MAX_TOKENS = 1024;
    static final int CONCURRENCY = 4;
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final int RETRIES = 2;

    private static final int JUDGES_MAX = 50;
    private static final double COST_MAX = 1e9;

    private JudgesBinder() {}

    static Optional<Map<String, Judge>> judges(Value value) {
        return Section.entries(value, "judges by name").flatMap(entries -> {
            if (entries.size() > JUDGES_MAX) {
                return value.refuse(entries.size() + " judges", "at most " + JUDGES_MAX);
            }
            Map<String, Judge> judges = new LinkedHashMap<>();
            PriceBinder prices = new PriceBinder();
            for (Section.Entry entry : entries) {
                if (!Words.NAME.matcher(entry.name()).matches()) {
                    value.problems()
                            .add(
                                    entry.key(),
                                    entry.value().path(),
                                    Shown.quoted(entry.name()) + " (expected: as a judge's name, " + Words.NAME_EXPECTED
                                            + ")");
                }
                judge(entry.name(), entry.value(), prices).ifPresent(judge -> judges.put(entry.name(), judge));
            }
            return Optional.of(judges);
        });
    }

    private static Optional<Judge> judge(String name, Value value, PriceBinder prices) {
        return Section.open(value, JUDGE).flatMap(section -> {
            Optional<URI> url = section.require("url", Addresses.ENDPOINT, "http://host:port/v1");
            Optional<String> model = section.require("model", Scalars.TEXT, "the model's name in the request");
            Optional<Secret> bearer = section.read("credentials", JudgesBinder::credentials);
            Judge.Kind kind =
                    section.read("kind", Scalars.choice(Judge.Kind.values(), Judge.Kind::yaml), Judge.Kind.PAIRWISE);
            double temperature = section.read("temperature", Scalars.number(0, 2), 0.0);
            int maxTokens = section.read("maxTokens", Scalars.integer(1, 1_000_000), MAX_TOKENS);
            int concurrency = section.read("concurrency", Scalars.integer(1, 256), CONCURRENCY);
            Duration timeout =
                    section.read("timeout", Quantities.duration(Duration.ofMillis(100), Duration.ofHours(1)), TIMEOUT);
            int retries = section.read("retries", Scalars.integer(0, 10), RETRIES);
            Judge.Budget budget = section.read("budget", JudgesBinder::budget, Judge.Budget.DEFAULT);
            Optional<Path> promptFile = section.read("promptFile", Words.FILE);
            Optional<Model.Price> price = section.read("price", prices::price);
            return url.flatMap(address -> model.map(asked -> new Judge(
                    name,
                    address,
                    asked,
                    bearer,
                    kind,
                    promptFile,
                    temperature,
                    maxTokens,
                    concurrency,
                    timeout,
                    retries,
                    budget,
                    price)));
        });
    }

    private static Optional<Secret> credentials(Value value) {
        return Section.open(value, CREDENTIALS)
                .flatMap(section -> section.require("bearer", Secrets.REFERENCE, Secrets.EXPECTED));
    }

    private static Optional<Judge.Budget> budget(Value value) {
        Judge.Budget otherwise = Judge.Budget.DEFAULT;
        return Section.open(value, BUDGET)
                .map(section -> new Judge.Budget(
                        section.read("calls", Scalars.integer(1, 1_000_000_000), otherwise.calls()),
                        section.read("tokens", Scalars.integer(1, 2_000_000_000), (int) otherwise.tokens()),
                        section.read("cost", Scalars.numberAbove(0, COST_MAX), otherwise.cost())));
    }
}
