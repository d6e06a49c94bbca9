package dev.understudy.gateway.proxy;

import dev.understudy.config.Config;
import dev.understudy.config.Percent;
import dev.understudy.gateway.assign.RequestView;
import dev.understudy.gateway.assign.UnitFinder;
import dev.understudy.gateway.route.RouteEntry;
import dev.understudy.gateway.route.RoutingTable;
import dev.understudy.gateway.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One configuration at one position of its rollouts, ready to serve. A request keeps the one it began with. */
final class Revision {
    private final Config config;
    private final Upstreams upstreams;
    private final UnitFinder units;
    private final List<RouteRuntime> routes;

    private Revision(Config config, Upstreams upstreams, List<RouteRuntime> routes) {
        this.config = config;
        this.upstreams = upstreams;
        this.units = new UnitFinder(config.identity());
        this.routes = List.copyOf(routes);
    }

    static Revision of(Config config, Map<String, Percent> exposures, Upstreams upstreams, Meters meters, Ports ports) {
        List<RouteRuntime> routes = new ArrayList<>();
        for (RouteEntry entry : RoutingTable.of(config, exposures).entries()) {
            RouteCounters counters = meters.route(entry.route().name());
            routes.add(new RouteRuntime(entry, config, counters, ports));
        }
        return new Revision(config, upstreams, routes);
    }

    Config config() {
        return config;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    UnitFinder units() {
        return units;
    }

    /** In the order of the file. */
    List<RouteRuntime> routes() {
        return routes;
    }

    /** The first that matches, as {@link RoutingTable#find} has it. */
    Optional<RouteRuntime> find(RequestView request) {
        for (RouteRuntime route : routes) {
            if (route.entry().matches(request)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
