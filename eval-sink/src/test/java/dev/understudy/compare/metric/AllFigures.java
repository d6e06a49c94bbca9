package dev.understudy.compare.metric;

import dev.understudy.config.Compare;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every figure of one comparison, with everything that a file can ask for. */
final class AllFigures {
    private static final Compare.Format FORMAT = new Compare.Format(
            Optional.of("{\"type\":\"object\"}"),
            Optional.of("cat"),
            List.of(new dev.understudy.config.Pointer("/b")),
            List.of("sorry"));

    private final List<LegFigure> legs;
    private final List<LikenessFigure> likenesses;
    private final List<SetFigure> sets;
    private final List<DurationFigure> durations;

    AllFigures(Design design) {
        Reading usual = Reading.byLook();
        Metrics metrics = Metrics.of(
                new Reading(usual.profiles(), usual.extractor(), usual.differences(), Observations.PLACES, FORMAT, 1),
                design);
        legs = metrics.legs();
        likenesses = metrics.likenesses();
        sets = metrics.sets();
        durations = metrics.durations();
    }

    static AllFigures of(List<Observation> observations, Design design) {
        AllFigures all = new AllFigures(design);
        observations.forEach(all::add);
        return all;
    }

    void add(Observation one) {
        legs.forEach(figure -> figure.add(one));
        likenesses.forEach(figure -> figure.add(one));
        sets.forEach(figure -> figure.add(one));
        durations.forEach(figure -> figure.add(one));
    }

    void merge(AllFigures other) {
        for (int i = 0; i < legs.size(); i++) {
            legs.get(i).merge(other.legs.get(i));
        }
        for (int i = 0; i < likenesses.size(); i++) {
            likenesses.get(i).merge(other.likenesses.get(i));
        }
        for (int i = 0; i < sets.size(); i++) {
            sets.get(i).merge(other.sets.get(i));
        }
        for (int i = 0; i < durations.size(); i++) {
            durations.get(i).merge(other.durations.get(i));
        }
    }

    List<Estimate> estimates() {
        List<Estimate> all = new ArrayList<>();
        legs.forEach(figure -> figure.estimate(Precisions.USUAL).ifPresent(all::add));
        sets.forEach(figure -> all.addAll(figure.estimates(Precisions.USUAL)));
        likenesses.forEach(figure -> figure.estimate(Precisions.USUAL).ifPresent(all::add));
        durations.forEach(figure -> all.addAll(figure.estimates(Precisions.USUAL)));
        return all;
    }

    /** Those of all pairs together. */
    List<Estimate> sets(Precision precision) {
        return sets.stream()
                .flatMap(figure -> figure.estimates(precision).stream())
                .toList();
    }

    Map<String, Estimate> byName() {
        Map<String, Estimate> byName = new TreeMap<>();
        estimates().forEach(estimate -> byName.put(estimate.name(), estimate));
        return byName;
    }
}
