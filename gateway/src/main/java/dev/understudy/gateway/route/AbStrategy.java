package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.UnitKind;
import java.util.Map;

/** Each unit goes to an arm at random by weight; a sticky unit without a key is drawn as a request. */
record AbStrategy(UnitKind unitKind, Arms arms) implements Strategy {
    static AbStrategy of(Experiment.Ab ab) {
        var weights = ab.arms().stream().skip(1).map(Experiment.Arm::weight).toList();
        return new AbStrategy(ab.unit(), new Arms(ab.salt(), ab.legacy(), ab.candidates(), weights, ab.fallback()));
    }

    @Override
    public Plan plan(Draw draw) {
        return arms.of(draw.unit() == null ? draw.id() : draw.unit().key());
    }

    @Override
    public Map<String, Double> shares() {
        return arms.shares();
    }
}
