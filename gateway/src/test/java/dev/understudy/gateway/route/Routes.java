package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Experiment.Ab;
import dev.understudy.config.Experiment.Arm;
import dev.understudy.config.Experiment.Canary;
import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import dev.understudy.config.Experiment.Shadow;
import dev.understudy.config.Experiment.Target;
import dev.understudy.config.Fallback;
import dev.understudy.config.Fallback.Cause;
import dev.understudy.config.Match;
import dev.understudy.config.Percent;
import dev.understudy.config.Pointer;
import dev.understudy.config.Recording;
import dev.understudy.config.Route;
import dev.understudy.config.ShadowBeside;
import dev.understudy.config.ShadowLimits;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Unit;
import dev.understudy.pair.Leg.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Routes, draws and what a plan does, in few words. */
final class Routes {
    static final Fallback FALLBACK = new Fallback(Set.of(Cause.CONNECT_ERROR, Cause.STATUS_5XX));

    private Routes() {}

    /** Models {@code old}, {@code new1}, {@code new2}, …; what the candidates leave is legacy's. */
    static Ab ab(UnitKind unit, String salt, double... candidates) {
        List<Arm> arms = new ArrayList<>();
        double rest = 100;
        for (int i = 0; i < candidates.length; i++) {
            arms.add(new Arm("new" + (i + 1), new Percent(candidates[i])));
            rest -= candidates[i];
        }
        arms.add(0, new Arm("old", new Percent(rest)));
        return new Ab(unit, salt, arms, FALLBACK);
    }

    static Canary canary(String salt) {
        return new Canary("old", "new1", UnitKind.USER, salt, List.of(), FALLBACK);
    }

    static Interleave interleave(UnitKind unit, double percent) {
        return new Interleave(
                "old",
                "new1",
                new Percent(percent),
                unit,
                "mixed",
                Method.TEAM_DRAFT,
                new Pointer("/hits"),
                Optional.of(new Pointer("/id")),
                Duration.ofMillis(100),
                1024);
    }

    static Shadow shadow(double noise, double... candidates) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < candidates.length; i++) {
            targets.add(new Target("new" + (i + 1), new Percent(candidates[i])));
        }
        return new Shadow("old", targets, new Percent(noise), ShadowLimits.DEFAULT);
    }

    static ShadowBeside beside(ShadowBeside.Direction direction, double percent, double noise) {
        return new ShadowBeside(direction, new Percent(percent), new Percent(noise), ShadowLimits.DEFAULT);
    }

    static Match everything() {
        return new Match(new Match.Path.Prefix("/"), Set.of(), Map.of());
    }

    static RouteEntry entry(Experiment experiment) {
        return entry(experiment, 0);
    }

    static RouteEntry entry(Experiment experiment, double exposure) {
        return entry(experiment, exposure, Optional.empty(), 100);
    }

    static RouteEntry entry(
            Experiment experiment, double exposure, Optional<ShadowBeside> beside, double recordedPercent) {
        Recording recording = new Recording(new Percent(recordedPercent), 1024, Set.of(), List.of());
        Route route =
                new Route("search", everything(), experiment, beside, Optional.of(recording), Optional.empty(), false);
        return RouteEntry.of(route, new Percent(exposure));
    }

    /** A request without a key. */
    static Draw keyless(RouteEntry entry, String id) {
        return new Draw(id, null, entry.sample(id));
    }

    static Draw keyed(RouteEntry entry, String user, String id) {
        return new Draw(id, new Unit(UnitKind.USER, "header:x-user-id", user), entry.sample(id));
    }

    static Plan plan(RouteEntry entry, Draw draw) {
        return entry.strategy().plan(draw);
    }

    static List<Plan.Copy> copies(Plan plan) {
        return plan instanceof Plan.Mirror mirror ? mirror.copies() : List.of();
    }

    static Stream<String> copied(Plan plan, Role role) {
        return copies(plan).stream().filter(copy -> copy.role() == role).map(Plan.Copy::model);
    }
}
