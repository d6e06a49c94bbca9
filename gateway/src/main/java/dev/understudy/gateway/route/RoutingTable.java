package dev.understudy.gateway.route;

import dev.understudy.config.Config;
import dev.understudy.config.Match;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.gateway.assign.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** All routes of one revision at one position of its rollouts. The first that matches, in the order of the file, wins. */
public final class RoutingTable {
    /** Paths of a configuration are in ASCII. */
    private static final int LETTERS = 128;

    private final List<RouteEntry> entries;
    /** By a path's first letter behind its slash, the positions of those that may take it; 0 is for every other path. */
    private final int[][] byLetter;

    private RoutingTable(List<RouteEntry> entries) {
        this.entries = List.copyOf(entries);
        this.byLetter = IntStream.range(0, LETTERS).mapToObj(this::positions).toArray(int[][]::new);
    }

    /** @param exposures of canary routes, by route; one that is not named is at 0 */
    public static RoutingTable of(Config config, Map<String, Percent> exposures) {
        List<RouteEntry> entries = new ArrayList<>();
        for (Route route : config.routes()) {
            entries.add(RouteEntry.of(route, exposures.getOrDefault(route.name(), Percent.NONE)));
        }
        return of(entries);
    }

    static RoutingTable of(List<RouteEntry> entries) {
        return new RoutingTable(entries);
    }

    /** In the order of the file. */
    public List<RouteEntry> entries() {
        return entries;
    }

    public Optional<RouteEntry> find(RequestView request) {
        int position = position(request);
        return position < 0 ? Optional.empty() : Optional.of(entries.get(position));
    }

    /** Of the route that takes the request, among {@link #entries}; -1 when none does. */
    public int position(RequestView request) {
        for (int position : byLetter[letter(request.path())]) {
            if (entries.get(position).matches(request)) {
                return position;
            }
        }
        return -1;
    }

    private int[] positions(int letter) {
        return IntStream.range(0, entries.size())
                .filter(position ->
                        mayTake(entries.get(position).route().match().path(), letter))
                .toArray();
    }

    private static boolean mayTake(Match.Path path, int letter) {
        String text = path instanceof Match.Path.Prefix prefix ? prefix.prefix() : ((Match.Path.Exact) path).exact();
        return text.length() == 1 || letter(text) == letter;
    }

    private static int letter(String path) {
        char letter = path.length() > 1 ? path.charAt(1) : 0;
        return letter < LETTERS ? letter : 0;
    }
}
