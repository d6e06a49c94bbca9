package dev.understudy.compare;

import dev.understudy.compare.metric.Events;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.statistics.TimeBuckets;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one thread has gathered of all routes. */
final class Tallies implements Consumer<Pair> {
    private static final Duration LATE = Duration.ofDays(1);
    private static final Duration CLOCK_STEP = Duration.ofMinutes(5);
    private static final int NAMES_MAX = 20;

    /** Sorts behind every name. */
    private static final String NAMES_REST = "\uffff(others)";

    private final Settings settings;
    private final Filter filter;
    private final Function<String, List<Feedback>> feedback;
    private final Map<String, RouteTally> routes = new LinkedHashMap<>();
    private final TreeMap<String, Sequence> sequences = new TreeMap<>();
    private final TreeSet<String> revisions = new TreeSet<>();
    private final TreeMap<String, TimeBuckets<Dates>> dates = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, Long>> named = new TreeMap<>();
    private long lateFeedback;
    private long unusableFeedback;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private double sampleRateLeast = 1;
    private double sampleRateMost;
    private long records;
    private boolean metStrangers;
    private long impossibleChances;
    private @Nullable String impossibleExample;

    /** From when to when a stretch of one instance's records is dated, in milliseconds. */
    private static final class Dates {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void merge(Dates other) {
            first = Math.min(first, other.first);
            last = Math.max(last, other.last);
        }
    }

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
        date(pair);
        name(pair);
        revisions.add(pair.revision());
        first = earliest(first, pair.time());
        last = latest(last, pair.time());
        chances(pair);
        RouteTally route = routes.get(pair.route());
        if (route == null) {
            Optional<RouteSettings> found = settings.find(pair.route());
            metStrangers |= found.isEmpty();
            if (found.filter(RouteSettings::isExperiment).isEmpty()) {
                return;
            }
            route = new RouteTally(found.get());
            routes.put(pair.route(), route);
        }
        Events events = Events.of(pair.feedback(), feedback.apply(pair.id()));
        count(pair, events);
        route.add(pair, events);
    }

    private void chances(Pair pair) {
        if (Observation.isChance(pair.sampleRate())) {
            sampleRateLeast = Math.min(sampleRateLeast, pair.sampleRate());
            sampleRateMost = Math.max(sampleRateMost, pair.sampleRate());
        }
        if (!Observation.isChance(pair.sampleRate()) || !Observation.isChance(pair.propensity())) {
            impossibleChances++;
            impossibleExample = least(impossibleExample, pair.id());
        }
    }

    private static String least(@Nullable String a, String b) {
        return a == null || b.compareTo(a) < 0 ? b : a;
    }

    private void date(Pair pair) {
        long millis = pair.time().toEpochMilli();
        Dates stretch = dates.computeIfAbsent(pair.instance(), instance -> new TimeBuckets<>(Dates::new, Dates::merge))
                .at(Math.max(0, pair.sequence()));
        stretch.first = Math.min(stretch.first, millis);
        stretch.last = Math.max(stretch.last, millis);
    }

    /** Names are what models send, so only some of each are told apart. */
    private void name(Pair pair) {
        for (Leg leg : pair.legs()) {
            String reported = leg.generation().reportedModel();
            if (reported != null) {
                TreeMap<String, Long> names = named.computeIfAbsent(leg.model(), model -> new TreeMap<>());
                add(names, reported, 1);
            }
        }
    }

    private static void add(NavigableMap<String, Long> names, String name, long count) {
        names.merge(name, count, Long::sum);
        if (names.size() > NAMES_MAX + (names.containsKey(NAMES_REST) ? 1 : 0)) {
            String last = names.containsKey(NAMES_REST) ? names.lowerKey(NAMES_REST) : names.lastKey();
            Long moved = last == null ? null : names.remove(last);
            names.merge(NAMES_REST, moved == null ? 0L : moved, Long::sum);
        }
    }

    private void count(Pair pair, Events events) {
        for (Feedback event : events.all()) {
            lateFeedback += event.time().isAfter(pair.time().plus(LATE)) ? 1 : 0;
            boolean unusable = (event.event().equals("label") && event.label() == null)
                    || (event.event().equals("reward") && (event.value() == null || !Double.isFinite(event.value())));
            unusableFeedback += unusable ? 1 : 0;
        }
    }

    /** Stretches of records that end long before the stretch before them. */
    private static long steps(TimeBuckets<Dates> ofInstance) {
        long steps = 0;
        long last = Long.MIN_VALUE;
        for (Dates stretch : ofInstance.byEnd().values()) {
            steps += last != Long.MIN_VALUE && stretch.last < last - CLOCK_STEP.toMillis() ? 1 : 0;
            last = stretch.last;
        }
        return steps;
    }

    /** Whether there were pairs of routes of which nothing was known beforehand. */
    boolean hasMetStrangers() {
        return metStrangers;
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
        other.dates.forEach((instance, theirs) -> dates.computeIfAbsent(
                        instance, key -> new TimeBuckets<>(Dates::new, Dates::merge))
                .merge(theirs));
        other.named.forEach((model, names) -> {
            TreeMap<String, Long> ours = named.computeIfAbsent(model, key -> new TreeMap<>());
            names.forEach((name, count) -> add(ours, name, count));
        });
        lateFeedback += other.lateFeedback;
        unusableFeedback += other.unusableFeedback;
        first = other.first == null ? first : earliest(first, other.first);
        last = other.last == null ? last : latest(last, other.last);
        sampleRateLeast = Math.min(sampleRateLeast, other.sampleRateLeast);
        sampleRateMost = Math.max(sampleRateMost, other.sampleRateMost);
        records += other.records;
        metStrangers |= other.metStrangers;
        impossibleChances += other.impossibleChances;
        impossibleExample =
                other.impossibleExample == null ? impossibleExample : least(impossibleExample, other.impossibleExample);
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

    Report.Provenance provenance(
            PairSource.Reading reading,
            List<Report.LoggedFile> files,
            long impossibleTimes,
            long seed,
            VerdictRules rules) {
        return new Report.Provenance(
                first,
                last,
                records,
                reading.duplicates(),
                reading.unreadable(),
                impossibleTimes,
                sequences.values().stream().mapToLong(Sequence::gaps).sum(),
                dates.values().stream().mapToLong(Tallies::steps).sum(),
                lateFeedback,
                unusableFeedback,
                filter.isEverything() ? reading.unknownFeedback() : null,
                Build.VERSION,
                settings.revision(),
                files,
                models(),
                List.copyOf(sequences.keySet()),
                List.copyOf(revisions),
                records == 0 ? 1 : sampleRateLeast,
                sampleRateMost == 0 ? 1 : sampleRateMost,
                notes(reading),
                seed,
                rules);
    }

    private List<String> notes(PairSource.Reading reading) {
        List<String> notes = new ArrayList<>(reading.notes());
        if (impossibleChances > 0) {
            notes.add(Figures.count(impossibleChances) + " records have a sampling rate or a propensity that is no"
                    + " probability above 0, such as " + impossibleExample + ": it counts as 1.");
        }
        return List.copyOf(notes);
    }

    private List<Report.NamedModel> models() {
        List<Report.NamedModel> models = new ArrayList<>();
        named.forEach((model, names) ->
                names.forEach((name, answers) -> models.add(new Report.NamedModel(model, name, answers))));
        return models;
    }

    private static Instant earliest(@Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }

    private static Instant latest(@Nullable Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }
}
