package dev.understudy.gateway.route;

import dev.understudy.config.ShadowBeside;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Threshold;
import dev.understudy.gateway.route.Plan.Copy;
import dev.understudy.pair.Leg.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another strategy decides who answers; for a share of the requests the arms that did not are asked as well. */
record BesideStrategy(
        Strategy main,
        String legacy,
        List<String> candidates,
        ShadowBeside.Direction direction,
        Threshold share,
        Threshold noise)
        implements Strategy {
    @Override
    public UnitKind unitKind() {
        return main.unitKind();
    }

    @Override
    public Plan plan(Draw draw) {
        Plan plan = main.plan(draw);
        if (!(plan instanceof Plan.Single single)) {
            return plan;
        }
        List<Copy> copies = new ArrayList<>(3);
        if (share.admits(draw.sample())) {
            others(single, copies);
        }
        if (single.role() == Role.LEGACY && noise.admits(draw.sample())) {
            copies.add(new Copy(Role.NOISE, legacy));
        }
        return copies.isEmpty() ? plan : new Plan.Mirror(single, copies);
    }

    private void others(Plan.Single primary, List<Copy> copies) {
        boolean towardsCandidate = direction != ShadowBeside.Direction.TO_LEGACY;
        boolean towardsLegacy = direction != ShadowBeside.Direction.TO_CANDIDATE;
        if (primary.role() == Role.LEGACY && towardsCandidate) {
            candidates.forEach(candidate -> copies.add(new Copy(Role.CANDIDATE, candidate)));
        }
        if (primary.role() == Role.CANDIDATE && towardsLegacy) {
            copies.add(new Copy(Role.LEGACY, legacy));
        }
    }

    @Override
    public Map<String, Double> shares() {
        return main.shares();
    }
}
