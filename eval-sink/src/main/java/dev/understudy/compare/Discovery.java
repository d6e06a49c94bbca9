package dev.understudy.compare;

import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What must be known of the data before it is compared: which revision is the newest, and which models each route saw. */
final class Discovery implements Consumer<Pair> {
    private static final Comparator<Pair> BY_TIME =
            Comparator.comparing(Pair::time).thenComparing(Pair::id);

    private final Filter filter;
    private final TreeMap<String, Instant> lastSeen = new TreeMap<>();
    private final TreeMap<String, Pair> newest = new TreeMap<>();
    private final TreeMap<String, Set<String>> models = new TreeMap<>();

    Discovery(Filter filter) {
        this.filter = filter;
    }

    @Override
    public void accept(Pair pair) {
        if (!filter.admits(pair)) {
            return;
        }
        see(pair.revision(), pair.time());
        newest.merge(pair.route(), pair, (a, b) -> BY_TIME.compare(a, b) >= 0 ? a : b);
        for (Leg leg : pair.legs()) {
            if (leg.role() == Leg.Role.CANDIDATE) {
                models.computeIfAbsent(pair.route(), route -> new TreeSet<>()).add(leg.model());
            }
        }
    }

    void add(Pulse pulse) {
        if (!filter.admits(pulse)) {
            return;
        }
        see(pulse.revision(), pulse.time());
        Set<String> known = models.computeIfAbsent(pulse.route(), route -> new TreeSet<>());
        known.addAll(pulse.configured().keySet());
        known.addAll(pulse.assigned().keySet());
    }

    void merge(Discovery other) {
        other.lastSeen.forEach(this::see);
        other.newest.forEach((route, pair) -> newest.merge(route, pair, (a, b) -> BY_TIME.compare(a, b) >= 0 ? a : b));
        other.models.forEach((route, names) ->
                models.computeIfAbsent(route, key -> new TreeSet<>()).addAll(names));
    }

    /** The newest first. */
    List<String> revisions() {
        return lastSeen.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    Set<String> routes() {
        return newest.keySet();
    }

    @Nullable
    Pair newest(String route) {
        return newest.get(route);
    }

    Set<String> models(String route) {
        return models.getOrDefault(route, Set.of());
    }

    private void see(String revision, Instant time) {
        lastSeen.merge(revision, time, (a, b) -> a.isAfter(b) ? a : b);
    }
}
