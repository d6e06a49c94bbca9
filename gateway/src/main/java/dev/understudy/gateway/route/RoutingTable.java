package dev.understudy.gateway.route;

import dev.understudy.config.Config;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.gateway.assign.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routes of one revision at one position of its rollouts. The first that matches, in the order of the file, wins. */
public record RoutingTable(List<RouteEntry> entries) {
    public RoutingTable {
        entries = List.copyOf(entries);
    }

    /** @param exposures of canary routes, by route; one that is not named is at 0 */
    public static RoutingTable of(Config config, Map<String, Percent> exposures) {
        List<RouteEntry> entries = new ArrayList<>();
        for (Route route : config.routes()) {
            entries.add(RouteEntry.of(route, exposures.getOrDefault(route.name(), Percent.NONE)));
        }
        return new RoutingTable(entries);
    }

    public Optional<RouteEntry> find(RequestView request) {
        for (RouteEntry entry : entries) {
            if (entry.matches(request)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
