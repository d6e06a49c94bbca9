package dev.understudy.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.answer.Documents;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.LegFigure;
import dev.understudy.compare.metric.LikenessFigure;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.config.Guardrails;
import dev.understudy.config.Judging;
import dev.understudy.config.Primary;
import dev.understudy.config.Slice;
import dev.understudy.pair.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what decides by one slice. Values are as many as users care to send: of more than are followed, those with the
 * smallest hashes are, whatever the order, and the rest is one group.
 */
final class SliceFigure {
    static final String OTHER = "other";
    static final String NONE = "(none)";

    /** Values that are followed for each that is shown, so that the largest are shown. */
    private static final int FOLLOWED = 4;

    private static final int VALUE_CHARACTERS = 80;

    private final Slice slice;
    private final List<LegFigure> wholeLegs;
    private final List<LikenessFigure> wholeLikenesses;
    private final TreeMap<HashSample.Key, Group> followed =
            new TreeMap<>(Comparator.comparingLong(HashSample.Key::hash).thenComparing(HashSample.Key::id));
    private final Group rest;
    private final Group none;

    /** The figures of one value. */
    final class Group {
        private final List<LegFigure> legs;
        private final List<LikenessFigure> likenesses;
        private long pairs;
        private long ofCandidate;
        private long missing;

        private Group() {
            legs = wholeLegs.stream().map(LegFigure::slice).toList();
            likenesses = wholeLikenesses.stream().map(LikenessFigure::slice).toList();
        }

        private void add(Observation observation) {
            pairs++;
            Subject candidate = observation.candidate();
            if (candidate != null && !candidate.leftOut()) {
                ofCandidate++;
                missing += candidate.missing() ? 1 : 0;
            }
            IntStream.range(0, legs.size()).forEach(i -> legs.get(i).addAs(wholeLegs.get(i), observation));
            IntStream.range(0, likenesses.size())
                    .forEach(i -> likenesses.get(i).addAs(wholeLikenesses.get(i), observation));
        }

        private void merge(Group other) {
            pairs += other.pairs;
            ofCandidate += other.ofCandidate;
            missing += other.missing;
            IntStream.range(0, legs.size()).forEach(i -> legs.get(i).merge(other.legs.get(i)));
            IntStream.range(0, likenesses.size()).forEach(i -> likenesses.get(i).merge(other.likenesses.get(i)));
        }

        long pairs() {
            return pairs;
        }

        Report.Missing missing() {
            return new Report.Missing(missing, ofCandidate);
        }

        List<Estimate> estimates(Precision precision) {
            List<Estimate> estimates = new ArrayList<>();
            legs.forEach(figure -> figure.estimate(precision).ifPresent(estimates::add));
            likenesses.forEach(figure -> figure.estimate(precision).ifPresent(estimates::add));
            return estimates;
        }
    }

    /** @param legs of all pairs, which are given each observation first; {@code likenesses} likewise */
    SliceFigure(Slice slice, Judging judging, List<LegFigure> legs, List<LikenessFigure> likenesses) {
        this.slice = slice;
        Set<String> named = named(judging);
        wholeLegs = legs.stream()
                .filter(figure -> figure.decides() || figure.isSliced() || named.contains(figure.name()))
                .toList();
        wholeLikenesses = likenesses.stream()
                .filter(figure -> figure.decides() || named.contains(figure.name()))
                .toList();
        this.rest = new Group();
        this.none = new Group();
    }

    void add(Observation observation) {
        String value = value(observation);
        if (value == null) {
            none.add(observation);
            return;
        }
        HashSample.Key key = HashSample.Key.of(value);
        group(key).add(observation);
    }

    void merge(SliceFigure other) {
        rest.merge(other.rest);
        none.merge(other.none);
        other.followed.forEach((key, group) -> group(key).merge(group));
    }

    Slice slice() {
        return slice;
    }

    /** Whether any pair had a value. */
    boolean applies() {
        return !followed.isEmpty();
    }

    /** The largest first, then what is too many to show, then what had no value. */
    Map<String, Group> groups() {
        List<Map.Entry<HashSample.Key, Group>> largest = new ArrayList<>(followed.entrySet());
        largest.sort(Comparator.<Map.Entry<HashSample.Key, Group>>comparingLong(entry -> -entry.getValue().pairs)
                .thenComparing(entry -> entry.getKey().id()));
        Map<String, Group> groups = new LinkedHashMap<>();
        Group others = new Group();
        others.merge(rest);
        for (Map.Entry<HashSample.Key, Group> entry : largest) {
            if (groups.size() < slice.values()) {
                groups.put(entry.getKey().id(), entry.getValue());
            } else {
                others.merge(entry.getValue());
            }
        }
        if (others.pairs > 0) {
            groups.put(unlike(groups.keySet(), OTHER), others);
        }
        if (none.pairs > 0) {
            groups.put(unlike(groups.keySet(), NONE), none);
        }
        return groups;
    }

    /** A name that no value has. */
    private static String unlike(Set<String> values, String name) {
        String free = name;
        while (values.contains(free)) {
            free = "(" + free + ")";
        }
        return free;
    }

    private Group group(HashSample.Key key) {
        Group group = followed.get(key);
        if (group != null) {
            return group;
        }
        int most = FOLLOWED * slice.values();
        if (followed.size() >= most && followed.comparator().compare(key, followed.lastKey()) > 0) {
            return rest;
        }
        Group fresh = new Group();
        followed.put(key, fresh);
        if (followed.size() > most) {
            rest.merge(followed.pollLastEntry().getValue());
        }
        return fresh;
    }

    private @Nullable String value(Observation observation) {
        Pair pair = observation.pair();
        return switch (slice.source()) {
            case REQUEST -> text(observation.truth().request().at(slice.key()));
            case ANSWER ->
                observation.legacy() == null
                        ? null
                        : text(Documents.of(observation.legacy().leg()).at(slice.key()));
            case HEADER -> clip(pair.request().headers().get(slice.key()));
            case UNIT -> pair.unit() == null ? null : clip(unit(pair.unit()));
        };
    }

    private String unit(Pair.Unit unit) {
        return switch (slice.key()) {
            case "kind" -> unit.kind();
            case "source" -> unit.source();
            default -> unit.hash();
        };
    }

    private static @Nullable String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? clip(node.asText()) : null;
    }

    private static @Nullable String clip(@Nullable String value) {
        return value == null || value.length() <= VALUE_CHARACTERS
                ? value
                : value.substring(0, VALUE_CHARACTERS - 1) + "…";
    }

    private static Set<String> named(Judging judging) {
        Set<String> names = new TreeSet<>();
        judging.primaries().stream().map(Primary::metric).forEach(names::add);
        judging.guardrails()
                .ifPresent(set ->
                        set.metrics().stream().map(Guardrails.Guardrail::name).forEach(names::add));
        return names;
    }
}
