package dev.understudy.compare;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.SampleRatio;
import dev.understudy.compare.statistics.TimeBuckets;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers who was assigned to which arm. Requests are counted from pulses, which see all traffic, or else from pairs. Where
 * an arm is stuck to a user or a conversation, the test counts those: a user with many requests is one draw, not many.
 * Each counts in the stretch of equal shares in which it was first seen.
 */
final class SplitFigure {
    /** The arm of an interleaving route whose answer is mixed. */
    static final String MIXED = "mixed";

    private static final int UNITS = 65_536;
    private static final Comparator<Draw> EARLIEST = Comparator.comparing(Draw::time)
            .thenComparing(Draw::arm)
            .thenComparing(Draw::share)
            .thenComparing(Draw::joined)
            .thenComparing(Draw::labelled);

    private final RouteSettings settings;
    private final TreeMap<String, Long> observed = new TreeMap<>();
    private final HashSample<Draw> units = new HashSample<>(UNITS);
    private final TimeBuckets<Map<Draw, Long>> requestsByTime = new TimeBuckets<>(
            SplitFigure::noDraws, (into, from) -> from.forEach((draw, n) -> into.merge(draw, n, Long::sum)));
    private final TimeBuckets<Map<String, Map<String, Long>>> pulsesByTime =
            new TimeBuckets<>(TreeMap::new, SplitFigure::add);
    private final Map<String, Map<String, Double>> configurations = new TreeMap<>();
    private @Nullable Pulse latest;

    /**
     * One assignment.
     *
     * @param share what all that belongs into one table has in common
     * @param joined whether a leg of the arm is in the record
     * @param labelled whether something came back later
     */
    private record Draw(Instant time, String arm, String share, boolean joined, boolean labelled) {}

    SplitFigure(RouteSettings settings) {
        this.settings = settings;
    }

    /** @param labelled whether anybody said something about it later */
    void add(Pair pair, boolean labelled) {
        String arm = arm(pair);
        observed.merge(arm, 1L, Long::sum);
        if (pair.propensity() >= 1 || !(pair.propensity() > 0)) {
            return;
        }
        Draw draw = new Draw(pair.time(), arm, share(arm, pair.propensity()), joined(pair, arm), labelled);
        Pair.Unit unit = pair.unit();
        if (settings.isSticky() && unit != null) {
            units.put(HashSample.Key.of(unit.hash()), draw, (a, b) -> EARLIEST.compare(a, b) <= 0 ? a : b);
        } else {
            requestsByTime.at(pair.time().toEpochMilli()).merge(timeless(draw), 1L, Long::sum);
        }
    }

    void add(Pulse pulse) {
        if (latest == null
                || Comparator.comparing(Pulse::time)
                                .thenComparing(Pulse::instance)
                                .compare(pulse, latest)
                        > 0) {
            latest = pulse;
        }
        String key = new TreeMap<>(pulse.configured()).toString();
        configurations.put(key, pulse.configured());
        add(pulsesByTime.at(pulse.time().toEpochMilli()), Map.of(key, pulse.assigned()));
    }

    private static void add(Map<String, Map<String, Long>> into, Map<String, Map<String, Long>> from) {
        from.forEach((key, counts) -> {
            Map<String, Long> sum = into.computeIfAbsent(key, shares -> new TreeMap<>());
            counts.forEach((model, n) -> sum.merge(model, n, Long::sum));
        });
    }

    private static Map<Draw, Long> noDraws() {
        return new TreeMap<>(Comparator.comparing(Draw::share)
                .thenComparing(Draw::arm)
                .thenComparing(Draw::joined)
                .thenComparing(Draw::labelled));
    }

    void merge(SplitFigure other) {
        other.observed.forEach((arm, count) -> observed.merge(arm, count, Long::sum));
        units.merge(other.units, (a, b) -> EARLIEST.compare(a, b) <= 0 ? a : b);
        requestsByTime.merge(other.requestsByTime);
        pulsesByTime.merge(other.pulsesByTime);
    }

    Report.Split result(VerdictRules rules) {
        boolean mixes = settings.strategy().equals("interleave");
        boolean hasPulses = latest != null && !mixes;
        List<Map<String, Map<String, Long>>> pulseLooks = pulseLooks();
        List<Map<Draw, Long>> looks = looks();
        Map<String, Map<String, Long>> pulsed = last(pulseLooks, Map.of());
        Map<Draw, Long> draws = last(looks, Map.of());
        List<SampleRatio.Table> tables = hasPulses && !settings.isSticky() ? pulseTables(pulsed) : pairTables(draws);
        double p = SampleRatio.p(tables, rules.mismatchLeast());
        List<Report.Place> places = new ArrayList<>();
        List<Report.Epoch> stretches = new ArrayList<>();
        if (hasPulses) {
            place(
                    "assigned",
                    pulseTables(pulsed),
                    pulseLooks.stream().map(this::pulseTables).toList(),
                    rules,
                    places,
                    stretches);
        }
        place("recorded", pairTables(draws), tables(looks, draw -> true), rules, places, stretches);
        place("joined", pairTables(only(draws, Draw::joined)), tables(looks, Draw::joined), rules, places, stretches);
        place(
                "labelled",
                pairTables(only(draws, Draw::labelled)),
                tables(looks, Draw::labelled),
                rules,
                places,
                stretches);
        Map<String, Double> configured = latest != null && !mixes ? latest.configured() : settings.configured();
        Map<String, Long> counted = new TreeMap<>();
        if (hasPulses) {
            pulsed.values().forEach(counts -> counts.forEach((model, n) -> counted.merge(model, n, Long::sum)));
        } else {
            counted.putAll(observed);
        }
        configured.keySet().forEach(arm -> counted.putIfAbsent(arm, 0L));
        return new Report.Split(
                new TreeMap<>(configured),
                counted,
                settings.unit(),
                tables.size(),
                Double.isNaN(p) ? null : p,
                places,
                stretches);
    }

    /**
     * What was counted at the end of each stretch of time, the last of which is now: units, and requests that had none and were
     * drawn by themselves.
     */
    private List<Map<Draw, Long>> looks() {
        TimeBuckets<Map<Draw, Long>> byTime = new TimeBuckets<>(
                SplitFigure::noDraws, (into, from) -> from.forEach((draw, n) -> into.merge(draw, n, Long::sum)));
        byTime.merge(requestsByTime);
        if (settings.isSticky()) {
            for (Draw draw : units.values()) {
                byTime.at(draw.time().toEpochMilli()).merge(timeless(draw), 1L, Long::sum);
            }
        }
        List<Map<Draw, Long>> looks = new ArrayList<>();
        Map<Draw, Long> sum = noDraws();
        for (Map<Draw, Long> stretch : byTime.byEnd().values()) {
            stretch.forEach((draw, n) -> sum.merge(draw, n, Long::sum));
            Map<Draw, Long> soFar = noDraws();
            soFar.putAll(sum);
            looks.add(soFar);
        }
        return looks;
    }

    private List<List<SampleRatio.Table>> tables(List<Map<Draw, Long>> looks, Predicate<Draw> kept) {
        return looks.stream().map(look -> pairTables(only(look, kept))).toList();
    }

    private List<Map<String, Map<String, Long>>> pulseLooks() {
        List<Map<String, Map<String, Long>>> looks = new ArrayList<>();
        Map<String, Map<String, Long>> sum = new TreeMap<>();
        for (Map<String, Map<String, Long>> stretch : pulsesByTime.byEnd().values()) {
            add(sum, stretch);
            Map<String, Map<String, Long>> soFar = new TreeMap<>();
            add(soFar, sum);
            looks.add(soFar);
        }
        return looks;
    }

    private static <T> T last(List<T> looks, T none) {
        return looks.isEmpty() ? none : looks.get(looks.size() - 1);
    }

    private void place(
            String name,
            List<SampleRatio.Table> tables,
            List<List<SampleRatio.Table>> looks,
            VerdictRules rules,
            List<Report.Place> places,
            List<Report.Epoch> stretches) {
        if (tables.isEmpty()) {
            return;
        }
        SampleRatio.Result all = SampleRatio.test(tables, rules.mismatchLeast());
        Map<String, Long> observed = new TreeMap<>();
        for (SampleRatio.Table table : tables) {
            Map<String, Double> configured = new TreeMap<>();
            Map<String, Long> counted = new TreeMap<>();
            for (int i = 0; i < table.shares().size(); i++) {
                configured.put(table.arms().get(i), table.shares().get(i));
                counted.put(table.arms().get(i), table.observed().get(i));
                observed.merge(table.arms().get(i), table.observed().get(i), Long::sum);
            }
            SampleRatio.Result one = SampleRatio.test(List.of(table), rules.mismatchLeast());
            stretches.add(new Report.Epoch(name, configured, counted, finite(one.p()), finite(one.alwaysValidP())));
        }
        places.add(new Report.Place(
                name,
                observed,
                all.freedom() == 0 ? null : all.statistic(),
                all.freedom(),
                finite(all.p()),
                finite(least(all.alwaysValidP(), looks, rules))));
    }

    /** The smallest that it has been at any look (Lindon and Malek), NaN when there was nothing to test. */
    private static double least(double now, List<List<SampleRatio.Table>> looks, VerdictRules rules) {
        double least = now;
        for (List<SampleRatio.Table> look : looks) {
            double then = SampleRatio.test(look, rules.mismatchLeast()).alwaysValidP();
            least = then < least ? then : least;
        }
        return least;
    }

    private static Map<Draw, Long> only(Map<Draw, Long> draws, Predicate<Draw> kept) {
        Map<Draw, Long> some = new LinkedHashMap<>();
        draws.forEach((draw, count) -> {
            if (kept.test(draw)) {
                some.put(draw, count);
            }
        });
        return some;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Draw timeless(Draw draw) {
        return new Draw(Instant.EPOCH, draw.arm(), draw.share(), draw.joined(), draw.labelled());
    }

    private static boolean joined(Pair pair, String arm) {
        return arm.equals(MIXED)
                ? pair.interleaving() != null
                : pair.legs().stream().anyMatch(leg -> leg.model().equals(arm));
    }

    private String arm(Pair pair) {
        boolean mixed = settings.strategy().equals("interleave")
                && (pair.interleaving() != null
                        || pair.legs().stream().anyMatch(leg -> leg.role() == Leg.Role.CANDIDATE));
        return mixed ? MIXED : pair.assigned();
    }

    /** With two arms, the share of the one that is not legacy; with more, those of the file are taken to be constant. */
    private String share(String arm, double probability) {
        if (settings.configured().size() > 2) {
            return "configured";
        }
        double other = arm.equals(settings.legacy()) ? 1 - probability : probability;
        return Double.toString(Math.rint(other * 1e9) / 1e9);
    }

    private List<SampleRatio.Table> pairTables(Map<Draw, Long> draws) {
        Map<String, TreeMap<String, Long>> byShare = new TreeMap<>();
        draws.forEach((draw, count) ->
                byShare.computeIfAbsent(draw.share(), share -> new TreeMap<>()).merge(draw.arm(), count, Long::sum));
        List<SampleRatio.Table> tables = new ArrayList<>();
        byShare.forEach((share, counts) -> {
            if (share.equals("configured")) {
                tables.add(table(settings.configured(), counts));
            } else {
                double other = Double.parseDouble(share);
                long legacy = counts.getOrDefault(settings.legacy(), 0L);
                long all = counts.values().stream().mapToLong(Long::longValue).sum();
                tables.add(new SampleRatio.Table(
                        List.of(settings.legacy(), otherArm(counts)),
                        List.of(1 - other, other),
                        List.of(legacy, all - legacy)));
            }
        });
        return tables;
    }

    private String otherArm(Map<String, Long> counts) {
        return settings.configured().keySet().stream()
                .filter(arm -> !arm.equals(settings.legacy()))
                .findFirst()
                .orElseGet(() -> counts.keySet().stream()
                        .filter(arm -> !arm.equals(settings.legacy()))
                        .findFirst()
                        .orElse("candidate"));
    }

    private List<SampleRatio.Table> pulseTables(Map<String, Map<String, Long>> counted) {
        List<SampleRatio.Table> tables = new ArrayList<>();
        counted.forEach((key, counts) -> tables.add(table(configurations.getOrDefault(key, Map.of()), counts)));
        return tables;
    }

    private static SampleRatio.Table table(Map<String, Double> shares, Map<String, Long> counts) {
        List<Double> expected = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        new TreeMap<>(shares).forEach((arm, share) -> {
            expected.add(share);
            seen.add(counts.getOrDefault(arm, 0L));
        });
        return new SampleRatio.Table(List.copyOf(new TreeMap<>(shares).keySet()), expected, seen);
    }
}
