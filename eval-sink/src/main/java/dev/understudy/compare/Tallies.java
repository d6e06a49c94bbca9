package dev.understudy.compare;

import dev.understudy.compare.metric.Events;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one thread has gathered of all routes. */
final class Tallies implements Consumer<Pair> {
    private final Settings settings;
    private final Filter filter;
    private final Function<String, List<Feedback>> feedback;
    private final Map<String, RouteTally> routes = new LinkedHashMap<>();
    private final TreeMap<String, Sequence> sequences = new TreeMap<>();
    private final TreeSet<String> revisions = new TreeSet<>();
    private @Nullable Instant first;
    private @Nullable Instant last;
    private double sampleRateLeast = 1;
    private double sampleRateMost;
    private long records;

    /** The numbers seen of one instance. */
    private record Sequence(long least, long most, long count) {
        static Sequence plus(Sequence a, Sequence b) {
            return new Sequence(Math.min(a.least, b.least), Math.max(a.most, b.most), a.count + b.count);
        }

        /** An instance that began anew counts from the start: then gaps cannot be told, and there are none. */
        long gaps() {
            return Math.max(0, most - least + 1 - count);
        }
    }

    Tallies(Settings settings, Filter filter, Function<String, List<Feedback>> feedback) {
        this.settings = settings;
        this.filter = filter;
        this.feedback = feedback;
        for (String name : settings.routes()) {
            if (filter.admitsRoute(name)) {
                settings.find(name)
                        .filter(RouteSettings::isExperiment)
                        .ifPresent(found -> routes.put(name, new RouteTally(found)));
            }
        }
    }

    @Override
    public void accept(Pair pair) {
        if (filter.admits(pair.time())) {
            sequences.merge(pair.instance(), new Sequence(pair.sequence(), pair.sequence(), 1), Sequence::plus);
        }
        if (!filter.admits(pair)) {
            return;
        }
        records++;
        revisions.add(pair.revision());
        first = earliest(first, pair.time());
        last = latest(last, pair.time());
        sampleRateLeast = Math.min(sampleRateLeast, pair.sampleRate());
        sampleRateMost = Math.max(sampleRateMost, pair.sampleRate());
        RouteTally route = routes.get(pair.route());
        if (route == null) {
            RouteSettings found = settings.find(pair.route()).orElseGet(() -> settings.observed(pair));
            if (!found.isExperiment()) {
                return;
            }
            route = new RouteTally(found);
            routes.put(pair.route(), route);
        }
        route.add(pair, Events.of(pair.feedback(), feedback.apply(pair.id())));
    }

    void add(Pulse pulse) {
        RouteTally route = routes.get(pulse.route());
        if (route != null && filter.admits(pulse)) {
            route.add(pulse);
        }
    }

    void merge(Tallies other) {
        other.routes.forEach((name, tally) -> {
            RouteTally ours = routes.get(name);
            if (ours == null) {
                routes.put(name, tally);
            } else {
                ours.merge(tally);
            }
        });
        other.sequences.forEach((instance, sequence) -> sequences.merge(instance, sequence, Sequence::plus));
        revisions.addAll(other.revisions);
        first = other.first == null ? first : earliest(first, other.first);
        last = other.last == null ? last : latest(last, other.last);
        sampleRateLeast = Math.min(sampleRateLeast, other.sampleRateLeast);
        sampleRateMost = Math.max(sampleRateMost, other.sampleRateMost);
        records += other.records;
    }

    /** In the order of the file, then by name. */
    List<RouteTally> routes() {
        List<String> order = List.copyOf(settings.routes());
        return routes.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, RouteTally>>comparingInt(
                                entry -> Math.floorMod(order.indexOf(entry.getKey()), Integer.MAX_VALUE))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    Report.Provenance provenance(PairSource.Reading reading, long impossibleTimes, long seed, VerdictRules rules) {
        return new Report.Provenance(
                first,
                last,
                records,
                reading.duplicates(),
                reading.unreadable(),
                impossibleTimes,
                sequences.values().stream().mapToLong(Sequence::gaps).sum(),
                List.copyOf(sequences.keySet()),
                List.copyOf(revisions),
                records == 0 ? 1 : sampleRateLeast,
                records == 0 ? 1 : sampleRateMost,
                reading.notes(),
                seed,
                rules);
    }

    private static Instant earliest(@Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }

    private static Instant latest(@Nullable Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }
}
