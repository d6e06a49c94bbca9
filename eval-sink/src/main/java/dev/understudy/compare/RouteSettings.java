package dev.understudy.compare;

import dev.understudy.compare.metric.Design;
import dev.understudy.compare.metric.Reading;
import dev.understudy.config.Compare;
import dev.understudy.config.Experiment;
import dev.understudy.config.Judging;
import dev.understudy.config.Route;
import dev.understudy.config.Slice;
import dev.understudy.config.UnitKind;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one route's pairs are compared.
 *
 * @param reading how its answers are read and scored
 * @param unit what is assigned to an arm: {@code request}, {@code conversation} or {@code user}
 * @param configured shares of the file, where it has them
 * @param judging by what rules the verdict is given
 */
record RouteSettings(
        String route,
        String strategy,
        String legacy,
        List<String> candidates,
        Reading reading,
        String unit,
        Map<String, Double> configured,
        Judging judging) {
    private static final String IMPORTED = "import";

    /** Imported lines name their slice in a field of this name, where they name one. */
    private static final Judging OBSERVED = new Judging(
            List.of(),
            Optional.empty(),
            List.of(new Slice("slice", Slice.Source.REQUEST, "/slice", Slice.VALUES_DEFAULT)),
            Judging.DEFAULT.plannedPairs(),
            Judging.DEFAULT.alpha());

    RouteSettings {
        candidates = List.copyOf(candidates);
    }

    /** From the file. */
    static RouteSettings of(Route route) {
        Experiment experiment = route.experiment();
        return new RouteSettings(
                route.name(),
                experiment.strategy(),
                experiment.legacy(),
                experiment.candidates(),
                route.compare().map(Reading::of).orElseGet(() -> Reading.of(experiment)),
                unit(experiment).yaml(),
                shares(experiment),
                route.compare().map(Compare::judging).orElse(Judging.DEFAULT));
    }

    /** From a record of a route that no file describes, such as imported outputs. */
    static RouteSettings observed(Pair pair) {
        String legacy = pair.legs().stream()
                .filter(leg -> leg.role() == Leg.Role.LEGACY)
                .map(Leg::model)
                .findFirst()
                .orElse("");
        return new RouteSettings(
                pair.route(),
                pair.strategy(),
                legacy,
                List.of(),
                Reading.byLook(),
                pair.unit() == null ? UnitKind.REQUEST.yaml() : pair.unit().kind(),
                Map.of(),
                pair.revision().equals(IMPORTED) ? OBSERVED : Judging.DEFAULT);
    }

    Design design() {
        return isSplit() ? Design.UNPAIRED : Design.PAIRED;
    }

    /** Whether each request goes to one arm, rather than to both models. */
    boolean isSplit() {
        return isSplit(strategy);
    }

    static boolean isSplit(String strategy) {
        return strategy.equals("ab") || strategy.equals("canary");
    }

    boolean isExperiment() {
        return !strategy.equals("none");
    }

    /** Whether a unit keeps its arm, so that its requests belong together. */
    boolean isSticky() {
        return !unit.equals(UnitKind.REQUEST.yaml());
    }

    /** The same with candidates that the file no longer names. */
    RouteSettings with(Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(candidates);
        all.addAll(others);
        all.remove(legacy);
        return new RouteSettings(route, strategy, legacy, List.copyOf(all), reading, unit, configured, judging);
    }

    private static UnitKind unit(Experiment experiment) {
        if (experiment instanceof Experiment.Ab ab) {
            return ab.unit();
        }
        if (experiment instanceof Experiment.Canary canary) {
            return canary.assignBy();
        }
        return experiment instanceof Experiment.Interleave interleave ? interleave.unit() : UnitKind.REQUEST;
    }

    private static Map<String, Double> shares(Experiment experiment) {
        Map<String, Double> shares = new LinkedHashMap<>();
        if (experiment instanceof Experiment.Ab ab) {
            ab.arms().forEach(arm -> shares.put(arm.model(), arm.weight().share()));
        } else if (experiment instanceof Experiment.Interleave interleave) {
            shares.put(interleave.legacy(), 1 - interleave.percent().share());
            shares.put(SplitFigure.MIXED, interleave.percent().share());
        } else {
            shares.put(experiment.legacy(), 1.0);
        }
        return shares;
    }
}
