package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Normal;
import dev.understudy.compare.statistics.Replicates;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said beyond the sample of a figure that no mean gives, from how it varied when it was drawn anew.
 *
 * <p>Such figures are asymptotically linear: quantiles by Bahadur ("A note on quantiles in large samples", 1966), smooth
 * functions of means by the delta method. So the confidence sequence of means holds for them with the bootstrap's variance in
 * the place of a sample's, where enough of the sample decides the figure. Else the percentile interval is shown, for one look.
 *
 * @param about the figure, which has no difference where it is of both answers together
 * @param legacyN numbers of legacy's side in the sample; likewise {@code candidateN}, which of pairs is the same
 * @param isEnough whether the sample has enough of what decides the figure
 */
record DrawnFigure(About about, Design design, Replicates replicates, long legacyN, long candidateN, boolean isEnough) {
    /** Resampled figures that may be undefined, such as an AUC of one class. */
    private static final double UNDEFINED_MAX = 0.05;

    /** Null where too many draws have no figure. */
    Estimate.@Nullable Inference inference(
            @Nullable Double legacy, double candidate, String method, boolean hasTest, Precision precision) {
        if (replicates.defined() < 1 - UNDEFINED_MAX) {
            return null;
        }
        Interval percentiles = replicates.interval(precision.confidence());
        Double p = hasTest ? (Double) replicates.p() : null;
        String test = hasTest ? "bootstrap" : null;
        Detail.Spread spread = spread(legacy, candidate);
        if (spread == null) {
            return new Estimate.Inference(
                    replicates.interval(precision.quantileConfidence()),
                    precision.quantileConfidence(),
                    "bootstrap of the " + method,
                    p,
                    test,
                    percentiles,
                    null);
        }
        return new Estimate.Inference(
                precision.sequence().interval(spread.mean(), spread.variance(), spread.n()),
                precision.confidence(),
                "confidence sequence of the " + method + ", variance by bootstrap",
                p,
                test,
                percentiles,
                Normal.DETECTABLE * Math.sqrt(spread.variance() / spread.n()));
    }

    Detail detail(
            @Nullable Double legacy,
            double candidate,
            int independent,
            Detail.@Nullable Weighting weighting,
            List<Detail.Look> looks,
            Precision precision) {
        if (replicates.defined() < 1 - UNDEFINED_MAX) {
            return Detail.NONE;
        }
        Detail.Spread spread = spread(legacy, candidate);
        Joint joint = legacy == null ? null : joint(legacy, candidate);
        return new Detail(
                new Detail.Errors(
                        spread,
                        level(candidate),
                        joint,
                        independent,
                        spread != null && legacy != null
                                ? (Double) precision.sequence().p(spread.mean(), spread.variance(), spread.n())
                                : null,
                        spread == null || joint == null ? null : joint.relative(precision.sequence())),
                Detail.Tests.NONE,
                new Detail.Beside(null, null, weighting, null),
                looks);
    }

    /** Of the rows until then; null where they have nothing that holds at every look. */
    Detail.@Nullable Look look(
            long until, @Nullable Double legacy, double candidate, double leastP, Precision precision) {
        Detail.Spread spread = replicates.defined() < 1 - UNDEFINED_MAX ? null : spread(legacy, candidate);
        if (spread == null) {
            return null;
        }
        return new Detail.Look(
                Instant.ofEpochMilli(until),
                spread.n(),
                spread.mean(),
                precision.sequence().interval(spread.mean(), spread.variance(), spread.n()),
                legacy == null
                        ? null
                        : (Double)
                                Math.min(leastP, precision.sequence().p(spread.mean(), spread.variance(), spread.n())));
    }

    private Detail.@Nullable Spread spread(@Nullable Double legacy, double candidate) {
        if (!isEnough) {
            return null;
        }
        return legacy == null
                ? level(candidate)
                : new Detail.Spread(candidate - legacy, joint(legacy, candidate).variance(1), n());
    }

    private Detail.Spread level(double candidate) {
        return new Detail.Spread(
                candidate, Math.max(least(candidateN), replicates.candidateError() * candidateN), candidateN);
    }

    private Joint joint(double legacy, double candidate) {
        return new Joint(
                legacy,
                candidate,
                replicates.legacyError(),
                replicates.candidateError(),
                design == Design.PAIRED ? replicates.commonError() : 0,
                least(n()),
                n());
    }

    /** As for means: of a share, what one deviant in the sample would make it. */
    private double least(long numbers) {
        return about.unit().equals("share") ? 1.0 / numbers : 0;
    }

    private long n() {
        return design == Design.PAIRED ? candidateN : legacyN + candidateN;
    }
}
