package dev.understudy.compare;

import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.SampleRatio;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private static final Comparator<Draw> EARLIEST =
            Comparator.comparing(Draw::time).thenComparing(Draw::arm).thenComparing(Draw::share);

    private final RouteSettings settings;
    private final TreeMap<String, Long> observed = new TreeMap<>();
    private final TreeMap<Draw, Long> requests = new TreeMap<>(
            Comparator.comparing(Draw::share).thenComparing(Draw::arm).thenComparing(Draw::probability));
    private final HashSample<Draw> units = new HashSample<>(UNITS);
    private final TreeMap<String, TreeMap<String, Long>> pulsed = new TreeMap<>();
    private final Map<String, Map<String, Double>> configurations = new TreeMap<>();
    private @Nullable Pulse latest;

    /**
     * One assignment.
     *
     * @param share what all that belongs into one table has in common
     * @param probability of the arm
     */
    private record Draw(Instant time, String arm, double probability, String share) {}

    SplitFigure(RouteSettings settings) {
        this.settings = settings;
    }

    void add(Pair pair) {
        String arm = arm(pair);
        observed.merge(arm, 1L, Long::sum);
        if (pair.propensity() >= 1 || !(pair.propensity() > 0)) {
            return;
        }
        Draw draw = new Draw(pair.time(), arm, pair.propensity(), share(arm, pair.propensity()));
        Pair.Unit unit = pair.unit();
        if (settings.isSticky() && unit != null) {
            units.put(HashSample.Key.of(unit.hash()), draw, (a, b) -> EARLIEST.compare(a, b) <= 0 ? a : b);
        } else {
            requests.merge(new Draw(Instant.EPOCH, arm, draw.probability(), draw.share()), 1L, Long::sum);
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
        TreeMap<String, Long> counts = pulsed.computeIfAbsent(key, shares -> new TreeMap<>());
        pulse.assigned().forEach((model, count) -> counts.merge(model, count, Long::sum));
    }

    void merge(SplitFigure other) {
        other.observed.forEach((arm, count) -> observed.merge(arm, count, Long::sum));
        other.requests.forEach((draw, count) -> requests.merge(draw, count, Long::sum));
        units.merge(other.units, (a, b) -> EARLIEST.compare(a, b) <= 0 ? a : b);
    }

    Report.Split result(VerdictRules rules) {
        boolean mixes = settings.strategy().equals("interleave");
        boolean usePulses = !pulsed.isEmpty() && !mixes;
        List<SampleRatio.Table> tables =
                settings.isSticky() ? pairTables(unitCounts()) : usePulses ? pulseTables() : pairTables(requests);
        double p = SampleRatio.p(tables, rules.mismatchLeast());
        Map<String, Double> configured = usePulses && latest != null ? latest.configured() : settings.configured();
        Map<String, Long> counted = new TreeMap<>();
        if (usePulses) {
            pulsed.values().forEach(counts -> counts.forEach((model, n) -> counted.merge(model, n, Long::sum)));
        } else {
            counted.putAll(observed);
        }
        configured.keySet().forEach(arm -> counted.putIfAbsent(arm, 0L));
        return new Report.Split(
                new TreeMap<>(configured), counted, settings.unit(), tables.size(), Double.isNaN(p) ? null : p);
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

    private Map<Draw, Long> unitCounts() {
        TreeMap<Draw, Long> counts = new TreeMap<>(requests.comparator());
        for (Draw draw : units.values()) {
            counts.merge(new Draw(Instant.EPOCH, draw.arm(), draw.probability(), draw.share()), 1L, Long::sum);
        }
        return counts;
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
                tables.add(new SampleRatio.Table(List.of(1 - other, other), List.of(legacy, all - legacy)));
            }
        });
        return tables;
    }

    private List<SampleRatio.Table> pulseTables() {
        List<SampleRatio.Table> tables = new ArrayList<>();
        pulsed.forEach((key, counts) -> tables.add(table(configurations.getOrDefault(key, Map.of()), counts)));
        return tables;
    }

    private static SampleRatio.Table table(Map<String, Double> shares, Map<String, Long> counts) {
        List<Double> expected = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        new TreeMap<>(shares).forEach((arm, share) -> {
            expected.add(share);
            seen.add(counts.getOrDefault(arm, 0L));
        });
        return new SampleRatio.Table(expected, seen);
    }
}
