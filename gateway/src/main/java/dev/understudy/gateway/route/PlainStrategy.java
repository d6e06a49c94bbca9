package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.config.UnitKind;
import dev.understudy.pair.Leg.Role;
import java.util.Map;

/** No experiment: one model answers. */
record PlainStrategy(Plan.Single plan) implements Strategy {
    static PlainStrategy of(Experiment.Plain plain) {
        return new PlainStrategy(new Plan.Single(plain.model(), Role.LEGACY, 1, Fallback.NONE));
    }

    @Override
    public UnitKind unitKind() {
        return UnitKind.REQUEST;
    }

    @Override
    public Plan plan(Draw draw) {
        return plan;
    }

    @Override
    public Map<String, Double> shares() {
        return Map.of(plan.assigned(), 1.0);
    }
}
