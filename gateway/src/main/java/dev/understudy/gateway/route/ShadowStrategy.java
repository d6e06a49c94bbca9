package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Threshold;
import dev.understudy.gateway.route.Plan.Copy;
import dev.understudy.pair.Leg.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Legacy answers; a share of the requests is copied. A smaller share lies inside a larger one. */
record ShadowStrategy(Plan.Single primary, List<Target> targets) implements Strategy {
    ShadowStrategy {
        targets = List.copyOf(targets);
    }

    static ShadowStrategy of(Experiment.Shadow shadow) {
        List<Target> targets = new ArrayList<>();
        for (Experiment.Target target : shadow.targets()) {
            targets.add(new Target(new Copy(Role.CANDIDATE, target.model()), Threshold.of(target.percent())));
        }
        targets.add(new Target(new Copy(Role.NOISE, shadow.legacy()), Threshold.of(shadow.noise())));
        return new ShadowStrategy(new Plan.Single(shadow.legacy(), Role.LEGACY, 1, Fallback.NONE), targets);
    }

    @Override
    public UnitKind unitKind() {
        return UnitKind.REQUEST;
    }

    @Override
    public Plan plan(Draw draw) {
        List<Copy> copies = new ArrayList<>(targets.size());
        for (Target target : targets) {
            if (target.share().admits(draw.sample())) {
                copies.add(target.copy());
            }
        }
        return copies.isEmpty() ? primary : new Plan.Mirror(primary, copies);
    }

    @Override
    public Map<String, Double> shares() {
        return Map.of(primary.assigned(), 1.0);
    }

    /** @param share of the requests that are copied so */
    record Target(Copy copy, Threshold share) {}
}
