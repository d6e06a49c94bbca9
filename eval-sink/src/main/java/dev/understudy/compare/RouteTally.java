package dev.understudy.compare;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.understudy.compare.answer.Truth;
import dev.understudy.compare.metric.Events;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything gathered about one route, for each of its candidates. */
final class RouteTally {
    private final RouteSettings settings;
    private final TreeMap<String, Gathering> candidates = new TreeMap<>();
    private final SplitFigure split;
    private final FunnelFigure funnel = new FunnelFigure();
    private final TreeMap<String, Long> dropped = new TreeMap<>();
    private long pulses;
    private long eligible;
    private long recorded;
    private long records;

    RouteTally(RouteSettings settings) {
        this.settings = settings;
        this.split = new SplitFigure(settings);
        settings.candidates().forEach(candidate -> candidates.put(candidate, new Gathering(settings)));
    }

    void add(Pair pair, Events events) {
        records++;
        boolean labelled = !events.all().isEmpty();
        split.add(pair, labelled);
        funnel.add(pair, labelled);
        Subject legacy = subject(pair, Leg.Role.LEGACY, null);
        Subject noise = subject(pair, Leg.Role.NOISE, null);
        for (Leg leg : pair.legs()) {
            if (leg.role() == Leg.Role.CANDIDATE) {
                candidates.computeIfAbsent(leg.model(), model -> new Gathering(settings));
            }
        }
        long hash = HashSample.Key.of(pair.id()).hash();
        Long cluster = cluster(pair, hash);
        Truth truth = new Truth(settings.reading().truth(), pair, events.label(), events.clickedItems());
        candidates.forEach((model, gathering) -> {
            Subject candidate = subject(pair, Leg.Role.CANDIDATE, model);
            gathering.add(
                    new Observation(pair, legacy, candidate, noise, arm(pair, model), cluster, events, truth, hash));
        });
    }

    void add(Pulse pulse) {
        pulses++;
        eligible += pulse.eligible();
        recorded += pulse.recorded();
        pulse.dropped().forEach((cause, count) -> dropped.merge(cause, count, Long::sum));
        split.add(pulse);
        funnel.add(pulse);
    }

    /** Of another part of the same pairs; pulses are added to one part only. */
    void merge(RouteTally other) {
        records += other.records;
        split.merge(other.split);
        funnel.merge(other.funnel);
        other.candidates.forEach((model, gathering) -> candidates
                .computeIfAbsent(model, name -> new Gathering(settings))
                .merge(gathering));
    }

    RouteSettings settings() {
        return settings;
    }

    Map<String, Gathering> candidates() {
        return candidates;
    }

    long records() {
        return records;
    }

    Report.Split split(VerdictRules rules) {
        return split.result(rules);
    }

    List<Report.FunnelArm> funnel() {
        return funnel.result();
    }

    Report.Coverage coverage(Gathering gathering) {
        if (pulses == 0) {
            return new Report.Coverage(null, null, dropped, records, 0, null, gathering.faults());
        }
        long sampled = eligible - dropped.getOrDefault("sampled_out", 0L);
        Double share = sampled <= 0 ? null : Math.min(1, (double) records / sampled);
        return new Report.Coverage(
                eligible, recorded, dropped, records, Math.max(0, recorded - records), share, gathering.faults());
    }

    /** A model that was asked twice, as a copy and as the fallback, speaks by the leg that answered. */
    private @Nullable Subject subject(Pair pair, Leg.Role role, @Nullable String model) {
        Leg found = null;
        for (Leg leg : pair.legs()) {
            if (leg.role() == role && (model == null || leg.model().equals(model))) {
                if (found == null || (found.outcome() != Outcome.OK && leg.outcome() == Outcome.OK)) {
                    found = leg;
                }
            }
        }
        return found == null
                ? null
                : new Subject(found, settings.reading().extractor().from(found));
    }

    private Observation.Arm arm(Pair pair, String candidate) {
        if (pair.assigned().equals(candidate)) {
            return Observation.Arm.CANDIDATE;
        }
        boolean isLegacy = pair.assigned().equals(settings.legacy())
                || pair.legs().stream()
                        .anyMatch(leg ->
                                leg.role() == Leg.Role.LEGACY && leg.model().equals(pair.assigned()));
        return isLegacy ? Observation.Arm.LEGACY : Observation.Arm.OTHER;
    }

    /** Where an arm is stuck to units, a request without one is drawn by itself, and is a unit of one. */
    private @Nullable Long cluster(Pair pair, long hash) {
        Pair.Unit unit = pair.unit();
        if (unit == null || unit.kind().equals("request")) {
            return settings.isSticky() ? (Long) hash : null;
        }
        return Hashing.komihash5_0().hashCharsToLong(unit.hash());
    }
}
