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
    private final RoutingTable table;
    private final List<RouteRuntime> routes;

    private Revision(Config config, Upstreams upstreams, RoutingTable table, List<RouteRuntime> routes) {
        this.config = config;
        this.upstreams = upstreams;
        this.units = new UnitFinder(config.identity());
        this.table = table;
        this.routes = List.copyOf(routes);
    }

    static Revision of(Config config, Map<String, Percent> exposures, Upstreams upstreams, Meters meters, Ports ports) {
        List<RouteRuntime> routes = new ArrayList<>();
        RoutingTable table = RoutingTable.of(config, exposures);
        for (RouteEntry entry : table.entries()) {
            RouteCounters counters = meters.route(entry.route().name());
            routes.add(new RouteRuntime(entry, config, counters, ports));
        }
        return new Revision(config, upstreams, table, routes);
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

    /** The first that matches. */
    Optional<RouteRuntime> find(RequestView request) {
        int position = table.position(request);
        return position < 0 ? Optional.empty() : Optional.of(routes.get(position));
    }
}
