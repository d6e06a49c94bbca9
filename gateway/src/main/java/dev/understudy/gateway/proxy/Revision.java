package dev.understudy.gateway.proxy;

import dev.understudy.config.Config;
import dev.understudy.config.Percent;
import dev.understudy.gateway.assign.RequestView;
import dev.understudy.gateway.assign.UnitFinder;
import dev.understudy.gateway.route.RouteEntry;
import dev.understudy.gateway.route.RoutingTable;
import dev.understudy.gateway.upstream.Upstreams;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One configuration at one position of its rollouts, ready to serve. A request keeps the one it began with. */
final class Revision {
    private final Config config;
    private final Upstreams upstreams;
    private final UnitFinder units;
    private final RoutingTable table;
    private final Map<RouteEntry, RouteRuntime> runtimes = new LinkedHashMap<>();

    private Revision(Config config, Upstreams upstreams, RoutingTable table) {
        this.config = config;
        this.upstreams = upstreams;
        this.units = new UnitFinder(config.identity());
        this.table = table;
    }

    static Revision of(Config config, Map<String, Percent> exposures, Upstreams upstreams, Meters meters, Ports ports) {
        Revision revision = new Revision(config, upstreams, RoutingTable.of(config, exposures));
        for (RouteEntry entry : revision.table.entries()) {
            RouteCounters counters = meters.route(entry.route().name());
            revision.runtimes.put(entry, new RouteRuntime(entry, config, counters, ports));
        }
        return revision;
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
    Collection<RouteRuntime> routes() {
        return Collections.unmodifiableCollection(runtimes.values());
    }

    Optional<RouteRuntime> find(RequestView request) {
        return table.find(request).map(runtimes::get);
    }
}
