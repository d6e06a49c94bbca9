package dev.understudy.config;

import java.util.List;

/** Small files to test with: everything a file needs, with one part replaced. */
final class Yaml {
    static final String ROUTE = "{name: r, match: {path: {prefix: /}}, model: a, reveal: false}";

    private static final String MODELS =
            "models: {a: {url: \"http://h:1\"}, b: {url: \"http://h:2\"}, c: {url: \"http://h:3\"}}\n";
    private static final String IDENTITY = "identity: {user: [{header: x-user}]}\n";

    private Yaml() {}

    static String withRoute(String route) {
        return "version: 1\n" + MODELS + IDENTITY + "routes:\n- " + route + "\n";
    }

    static String withRoutes(String... routes) {
        return "version: 1\n" + MODELS + IDENTITY + "routes:\n- " + String.join("\n- ", routes) + "\n";
    }

    /** A route that does this. */
    static String withExperiment(String experiment) {
        return withRoute("{name: r, match: {path: {prefix: /}}, " + experiment + "}");
    }

    static String withModel(String model) {
        return "version: 1\nmodels:\n  a: " + model + "\nroutes:\n- " + ROUTE + "\n";
    }

    /** With sections at the top, in front of the rest. */
    static String with(String sections) {
        return sections + "\n" + withRoute(ROUTE);
    }

    static Config parse(String yaml) {
        try {
            return ConfigLoader.parse("test.yaml", yaml);
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage() + "\nin\n" + yaml, e);
        }
    }

    static Experiment experiment(String experiment) {
        return parse(withExperiment(experiment)).routes().get(0).experiment();
    }

    static Model model(String model) {
        return parse(withModel(model)).model("a");
    }

    /** Without what differs when only the text does. */
    static Config content(Config config) {
        return new Config(
                config.listen(),
                config.admin(),
                config.models(),
                config.dns(),
                config.identity(),
                config.routes(),
                config.guardrails(),
                config.judges(),
                config.sink(),
                config.operations(),
                "",
                "");
    }

    /** Each as its path and message. */
    static List<String> problems(String yaml) {
        return found(yaml).stream()
                .map(problem ->
                        problem.path().isEmpty() ? problem.message() : problem.path() + ": " + problem.message())
                .toList();
    }

    static List<Problem> found(String yaml) {
        try {
            ConfigLoader.parse("test.yaml", yaml);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }
}
