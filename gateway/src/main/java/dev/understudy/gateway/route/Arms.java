package dev.understudy.gateway.route;

import dev.understudy.config.Fallback;
import dev.understudy.config.Percent;
import dev.understudy.gateway.assign.Bucket;
import dev.understudy.gateway.assign.Ranges;
import dev.understudy.pair.Leg.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that a unit can be assigned to, each with its part of one salt's bucket space. */
final class Arms {
    private final Bucket bucket;
    private final Ranges ranges;
    private final List<Plan.Single> plans;
    private final Map<String, Double> shares;

    Arms(String salt, String legacy, List<String> candidates, List<Percent> weights, Fallback fallback) {
        this.bucket = Bucket.salted(salt);
        this.ranges = Ranges.of(weights);
        double rest = 1 - weights.stream().mapToDouble(Percent::share).sum();
        double legacyShare = Math.max(0, Math.rint(rest * 1e12) / 1e12);
        List<Plan.Single> all = new ArrayList<>();
        Map<String, Double> byModel = new LinkedHashMap<>();
        all.add(new Plan.Single(legacy, Role.LEGACY, legacyShare, Fallback.NONE));
        byModel.put(legacy, legacyShare);
        for (int i = 0; i < candidates.size(); i++) {
            double share = weights.get(i).share();
            all.add(new Plan.Single(candidates.get(i), Role.CANDIDATE, share, fallback));
            byModel.put(candidates.get(i), share);
        }
        this.plans = List.copyOf(all);
        this.shares = byModel;
    }

    Plan.Single of(String unit) {
        return plans.get(ranges.arm(bucket.of(unit)));
    }

    /** For a unit that nothing is known of: legacy, never chance. */
    Plan.Single keyless() {
        return new Plan.Single(plans.get(0).assigned(), Role.LEGACY, 1, Fallback.NONE);
    }

    Map<String, Double> shares() {
        return shares;
    }

    Bucket bucket() {
        return bucket;
    }

    Ranges ranges() {
        return ranges;
    }
}
