package dev.understudy.gateway.route;

import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Bucket;
import dev.understudy.gateway.assign.Threshold;
import dev.understudy.pair.Leg.Role;
import java.util.Map;

/** A share of units gets both models' lists in one answer; the others get legacy's. */
record InterleaveStrategy(Experiment.Interleave interleave, Bucket bucket, Threshold share) implements Strategy {
    static InterleaveStrategy of(Experiment.Interleave interleave) {
        return new InterleaveStrategy(interleave, Bucket.salted(interleave.salt()), Threshold.of(interleave.percent()));
    }

    @Override
    public UnitKind unitKind() {
        return interleave.unit();
    }

    @Override
    public Plan plan(Draw draw) {
        double mixed = interleave.percent().share();
        if (unitKind() != UnitKind.REQUEST && draw.unit() == null) {
            return new Plan.Single(interleave.legacy(), Role.LEGACY, 1, Fallback.NONE);
        }
        String key = draw.unit() == null ? draw.id() : draw.unit().key();
        return share.admits(bucket.of(key))
                ? new Plan.Merge(interleave, mixed)
                : new Plan.Single(interleave.legacy(), Role.LEGACY, 1 - mixed, Fallback.NONE);
    }

    @Override
    public Map<String, Double> shares() {
        return Map.of(interleave.legacy(), 1.0);
    }
}
