package dev.understudy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.statistics.FlatPrior;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MannWhitney;
import dev.understudy.compare.statistics.MeanBootstrap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was computed about an estimate beyond its interval; tests have the names that statisticians' programs give them. */
final class DetailJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DetailJson() {}

    static ObjectNode statistics(Estimate estimate) {
        Detail detail = estimate.detail();
        ObjectNode node = NODES.objectNode();
        Detail.Spread spread = detail.spread();
        if (spread != null) {
            node.put("n", spread.n());
            node.put("independent", detail.independent());
            node.put("diff", number(spread.mean()));
            node.put("variance", number(spread.variance()));
        }
        node.put("sd_diff", number(detail.deviation()));
        node.put(
                "se",
                detail.deviation() == null || spread == null
                        ? null
                        : number(detail.deviation() / Math.sqrt((double) spread.n())));
        node.put("cohen_dz", number(detail.effect()));
        Detail.Test t = detail.t();
        node.put("t", t == null ? null : number(t.statistic()));
        node.put("t_p", t == null ? null : number(t.p()));
        node.set("t_ci", t == null ? null : interval(t.interval()));
        node.set("bootstrap", bootstrap(detail.bootstrap()));
        node.set("confseq", confidenceSequence(estimate));
        node.set("flat_prior", flatPrior(estimate));
        node.set("wilcoxon", wilcoxon(detail));
        node.set("sign", sign(detail.sign()));
        node.set("mwu", mannWhitney(detail.mannWhitney()));
        return node;
    }

    static @Nullable ObjectNode relative(Detail.@Nullable Relative relative) {
        if (relative == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("delta", number(relative.delta()));
        node.set("interval", interval(relative.interval()));
        return node;
    }

    /** Of a difference of logarithms, how many times legacy's the candidate's is. */
    static @Nullable ObjectNode ratio(Estimate estimate) {
        if (!estimate.unit().equals("ln") || estimate.delta() == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("times", number(Math.exp(estimate.delta())));
        Interval interval =
                estimate.inference() == null ? null : estimate.inference().interval();
        node.set(
                "interval",
                interval == null ? null : interval(new Interval(Math.exp(interval.low()), Math.exp(interval.high()))));
        return node;
    }

    static @Nullable ObjectNode excess(Detail.@Nullable Excess excess) {
        if (excess == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("n", excess.n());
        node.put("raw", number(excess.raw()));
        node.put("noise", number(excess.noise()));
        node.put("delta", number(excess.delta()));
        node.set("interval", interval(excess.interval()));
        node.put("p", number(excess.p()));
        node.put("share", number(excess.share()));
        return node;
    }

    static @Nullable ObjectNode missing(Detail.@Nullable Missing missing) {
        if (missing == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("legacy", missing.legacy());
        node.put("candidate", missing.candidate());
        node.put("worst", number(missing.worst()));
        node.put("best", number(missing.best()));
        return node;
    }

    static @Nullable ObjectNode weighting(Detail.@Nullable Weighting weighting) {
        if (weighting == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("effectiveLegacy", number(weighting.effectiveLegacy()));
        node.put("effectiveCandidate", number(weighting.effectiveCandidate()));
        node.put("unweightedDelta", number(weighting.unweightedDelta()));
        return node;
    }

    static @Nullable ObjectNode cuped(Detail.@Nullable Cuped cuped) {
        if (cuped == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("units", cuped.units());
        node.put("theta", number(cuped.theta()));
        node.put("correlation", number(cuped.correlation()));
        node.put("delta", number(cuped.delta()));
        node.set("interval", interval(cuped.interval()));
        node.put("varianceReduction", number(cuped.varianceReduction()));
        return node;
    }

    static ArrayNode looks(List<Detail.Look> looks) {
        ArrayNode array = NODES.arrayNode();
        for (Detail.Look look : looks) {
            ObjectNode node = array.addObject();
            node.put("until", look.until().toString());
            node.put("n", look.n());
            node.put("delta", number(look.delta()));
            node.set("interval", interval(look.interval()));
            node.put("p", number(look.p()));
        }
        return array;
    }

    static ObjectNode counts(Map<String, Long> counts) {
        ObjectNode node = NODES.objectNode();
        counts.forEach(node::put);
        return node;
    }

    static @Nullable ArrayNode interval(@Nullable Interval interval) {
        return interval == null ? null : NODES.arrayNode().add(interval.low()).add(interval.high());
    }

    static @Nullable Double number(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static @Nullable ObjectNode bootstrap(MeanBootstrap.@Nullable Result result) {
        if (result == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("lo", result.interval().low());
        node.put("hi", result.interval().high());
        node.put("p", result.p());
        node.put("sampled", result.sampled());
        return node;
    }

    private static @Nullable ObjectNode confidenceSequence(Estimate estimate) {
        if (estimate.detail().spread() == null || estimate.inference() == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("lo", number(estimate.inference().interval().low()));
        node.put("hi", number(estimate.inference().interval().high()));
        node.put("p_always_valid", number(estimate.detail().alwaysValidP()));
        List<Detail.Look> looks = estimate.detail().looks();
        node.put(
                "p_running",
                number(
                        looks.isEmpty()
                                ? estimate.detail().alwaysValidP()
                                : looks.get(looks.size() - 1).p()));
        return node;
    }

    private static @Nullable ObjectNode flatPrior(Estimate estimate) {
        FlatPrior belief = estimate.belief();
        if (belief == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("chance_to_win", number(estimate.chanceToWin()));
        node.set("ci", interval(belief.interval()));
        return node;
    }

    private static @Nullable ObjectNode wilcoxon(Detail detail) {
        if (detail.wilcoxon() == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("W", number(detail.wilcoxon().w()));
        node.put("p", number(detail.wilcoxon().p()));
        node.put("n_nonzero", detail.wilcoxon().nonZero());
        return node;
    }

    private static @Nullable ObjectNode sign(Detail.@Nullable Sign sign) {
        if (sign == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("wins", sign.wins());
        node.put("losses", sign.losses());
        node.put("ties", sign.ties());
        node.put("p", number(sign.p()));
        node.put("p_midp", number(sign.midP()));
        node.put("p_always_valid", number(sign.alwaysValidP()));
        node.put("p_running", number(sign.runningP()));
        return node;
    }

    private static @Nullable ObjectNode mannWhitney(@Nullable MannWhitney test) {
        if (test == null) {
            return null;
        }
        ObjectNode node = NODES.objectNode();
        node.put("U", number(test.u()));
        node.put("p", number(test.p()));
        node.put("cles", number(test.cles()));
        node.put("shift", number(test.shift()));
        node.set("interval", interval(test.interval()));
        node.put("kayenta", test.classify(MannWhitney.TOLERANCE).label());
        return node;
    }
}
