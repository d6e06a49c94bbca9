package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Percent;
import dev.understudy.config.UnitKind;
import java.util.List;
import java.util.Map;

/** A fixed share of units goes to the candidate. A unit that is in stays in while the share grows. */
record CanaryStrategy(UnitKind unitKind, Arms arms) implements Strategy {
    static CanaryStrategy of(Experiment.Canary canary, Percent exposure) {
        return new CanaryStrategy(
                canary.assignBy(),
                new Arms(canary.salt(), canary.legacy(), canary.candidates(), List.of(exposure), canary.fallback()));
    }

    @Override
    public Plan plan(Draw draw) {
        return draw.unit() == null ? arms.keyless() : arms.of(draw.unit().key());
    }

    @Override
    public Map<String, Double> shares() {
        return arms.shares();
    }
}
