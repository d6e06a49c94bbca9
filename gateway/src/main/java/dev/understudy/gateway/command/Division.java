package dev.understudy.gateway.command;

import dev.understudy.config.Experiment;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Ranges;
import dev.understudy.gateway.assign.Ranges.Range;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a route's units are divided among its arms: parts of one salt's bucket space.
 *
 * @param space which buckets these are: two divisions of the same space can be laid over each other, others are
 *     independent
 */
record Division(String space, UnitKind unit, List<Part> parts) {
    private static final BigDecimal BUCKETS = new BigDecimal(BigInteger.ONE.shiftLeft(64));

    /** Half-open, and who answers the units in it. */
    record Part(BigInteger start, BigInteger end, String arm) {}

    /** Units that one arm had and another has. */
    record Move(String from, String to) {}

    /** @param exposure of a canary at its present step */
    static Division of(Route route, Percent exposure) {
        Experiment experiment = route.experiment();
        if (experiment instanceof Experiment.Ab ab) {
            List<Percent> weights =
                    ab.arms().stream().skip(1).map(Experiment.Arm::weight).toList();
            return divided(ab.salt(), ab.unit(), weights, names(ab));
        }
        if (experiment instanceof Experiment.Canary canary) {
            return divided(canary.salt(), canary.assignBy(), List.of(exposure), names(canary));
        }
        if (experiment instanceof Experiment.Interleave interleave) {
            String mixed = "both (mixed " + interleave.legacy() + " and " + interleave.candidate() + ")";
            return divided(
                    interleave.salt(),
                    interleave.unit(),
                    List.of(interleave.percent()),
                    List.of(interleave.legacy(), mixed));
        }
        return divided("", UnitKind.REQUEST, List.of(), List.of(experiment.legacy()));
    }

    /** Each arm's share, out of 1. */
    Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        parts.forEach(part -> shares.merge(part.arm(), width(part.start(), part.end()), Double::sum));
        return shares;
    }

    /** The share of units, out of 1, that changes from one arm to another; exact within one space. */
    Map<Move, Double> movesTo(Division after) {
        Map<Move, Double> moves = new LinkedHashMap<>();
        if (space.equals(after.space) && unit == after.unit) {
            for (Part old : parts) {
                for (Part now : after.parts) {
                    add(
                            moves,
                            old.arm(),
                            now.arm(),
                            width(old.start().max(now.start()), old.end().min(now.end())));
                }
            }
        } else {
            shares().forEach((from, had) -> after.shares().forEach((to, has) -> add(moves, from, to, had * has)));
        }
        return moves;
    }

    private static void add(Map<Move, Double> moves, String from, String to, double share) {
        if (share > 0 && !from.equals(to)) {
            moves.merge(new Move(from, to), share, Double::sum);
        }
    }

    private static List<String> names(Experiment experiment) {
        List<String> names = new ArrayList<>(List.of(experiment.legacy()));
        names.addAll(experiment.candidates());
        return names;
    }

    private static Division divided(String salt, UnitKind unit, List<Percent> candidates, List<String> arms) {
        List<Part> parts = new ArrayList<>();
        for (Range range : Ranges.of(candidates).ranges()) {
            parts.add(new Part(range.start(), range.end(), arms.get(range.arm())));
        }
        return new Division(salt, unit, List.copyOf(parts));
    }

    private static double width(BigInteger start, BigInteger end) {
        return new BigDecimal(end.subtract(start).max(BigInteger.ZERO))
                .divide(BUCKETS, java.math.MathContext.DECIMAL64)
                .doubleValue();
    }
}
