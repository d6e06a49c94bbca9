package dev.understudy.compare;

import dev.understudy.config.Config;
import dev.understudy.config.Route;
import dev.understudy.pair.Pair;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows how each route is compared: as the override says, else as the newest revision that has the route.
 *
 * @param configs the override alone, or every revision, the newest first
 */
record Settings(List<Config> configs, Discovery discovery) {
    static Settings of(Optional<Config> override, Map<String, Config> revisions, Discovery discovery) {
        if (override.isPresent()) {
            return new Settings(List.of(override.get()), discovery);
        }
        List<Config> newestFirst = new ArrayList<>();
        for (String revision : discovery.revisions()) {
            Config config = revisions.get(revision);
            if (config != null) {
                newestFirst.add(config);
            }
        }
        if (newestFirst.isEmpty() && revisions.size() == 1) {
            newestFirst.addAll(revisions.values());
        }
        return new Settings(List.copyOf(newestFirst), discovery);
    }

    /** Of the file that says how to compare; empty without one. */
    String revision() {
        return configs.isEmpty() ? "" : configs.get(0).revision();
    }

    /** Experiments of the newest revision in its order, then what else was seen, by name. */
    Set<String> routes() {
        Set<String> routes = new LinkedHashSet<>();
        configs.stream()
                .limit(1)
                .flatMap(config -> config.routes().stream())
                .forEach(route -> routes.add(route.name()));
        routes.addAll(discovery.routes());
        return routes;
    }

    Optional<RouteSettings> find(String name) {
        Optional<RouteSettings> written = configs.stream()
                .flatMap(config -> config.route(name).stream())
                .findFirst()
                .map(this::settings);
        Pair pair = discovery.newest(name);
        return written.isPresent() || pair == null
                ? written
                : Optional.of(RouteSettings.observed(pair).with(discovery.models(name)));
    }

    private RouteSettings settings(Route route) {
        RouteSettings settings = RouteSettings.of(route);
        return settings.isSplit() ? settings.with(discovery.models(route.name())) : settings;
    }
}
