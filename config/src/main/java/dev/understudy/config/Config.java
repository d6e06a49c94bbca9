package dev.understudy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One revision of the whole file, checked.
 *
 * @param guardrails by name
 * @param judges by name
 * @param revision the first eight hexadecimal digits of the SHA-256 of {@code source}
 * @param source the YAML as it was read; secrets stand in it only by reference
 */
public record Config(
        Listen listen,
        Admin admin,
        Map<String, Model> models,
        Dns dns,
        Identity identity,
        List<Route> routes,
        Map<String, Guardrails> guardrails,
        Map<String, Judge> judges,
        Sink sink,
        Operations operations,
        String revision,
        String source) {
    public Config {
        models = Map.copyOf(models);
        routes = List.copyOf(routes);
        guardrails = Map.copyOf(guardrails);
        judges = Map.copyOf(judges);
    }

    /** With the defaults of {@link Operations}. */
    public Config(
            Listen listen,
            Admin admin,
            Map<String, Model> models,
            Dns dns,
            Identity identity,
            List<Route> routes,
            Sink sink,
            String revision,
            String source) {
        this(
                listen,
                admin,
                models,
                dns,
                identity,
                routes,
                Map.of(),
                Map.of(),
                sink,
                Operations.DEFAULT,
                revision,
                source);
    }

    /** The model of that name; the loader has checked that every name used in a route exists. */
    public Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("model: " + name + " (expected: one of " + models.keySet() + ")");
        }
        return model;
    }

    public Optional<Route> route(String name) {
        return routes.stream().filter(route -> route.name().equals(name)).findFirst();
    }
}
