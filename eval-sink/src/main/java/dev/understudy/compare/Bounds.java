package dev.understudy.compare;

import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Normal;
import org.jspecify.annotations.Nullable;

/**
 * Where a figure can be, as rules hold limits against it: bounds that hold at every look where there are such, else those of
 * one look, which are worth something at the planned size alone.
 */
record Bounds(VerdictRules rules) {
    /** Whether what is said of it holds at every look. */
    static boolean holdsAtEveryLook(Estimate estimate) {
        return estimate.detail().spread() != null;
    }

    /** Whether it may be held against a limit now. */
    boolean isDue(Estimate estimate) {
        return holdsAtEveryLook(estimate) || estimate.n() >= rules.plannedPairs();
    }

    /** Whether so much is known of its error that it may be called worse, or no worse. */
    boolean isEnough(Estimate estimate) {
        return estimate.basis() >= rules.leastToFail();
    }

    /** Why it may not, for the end of a sentence. */
    String notDue(Estimate estimate) {
        if (estimate.inference() == null) {
            return "";
        }
        boolean isKnownFromFew = !isEnough(estimate) && estimate.basis() < estimate.n();
        return (isDue(estimate)
                        ? ""
                        : "; its interval is for one look, at the " + Figures.count(rules.plannedPairs()) + " planned")
                + (isKnownFromFew
                        ? "; on one side it rests on " + Figures.count(estimate.basis())
                                + " independent requests or units, and " + Figures.count(rules.leastToFail())
                                + " are needed"
                        : "");
    }

    /**
     * How many more of the same would settle it if the estimate stays; null when more would not.
     *
     * @param room to where it would be settled
     * @param least so many are asked for anyway
     */
    @Nullable
    Long more(Estimate estimate, double room, long least) {
        Detail.Spread spread = estimate.detail().spread();
        boolean isOfPart = spread != null && spread.n() < estimate.n();
        // Of a bounded sample more pairs change nothing.
        if (estimate.inference() == null || !(room > 0) || isOfPart) {
            return null;
        }
        long wanted = isDue(estimate) ? least : Math.max(least, rules.plannedPairs());
        Interval interval = estimate.inference().interval();
        double times = Math.pow((interval.high() - interval.low()) / 2 / room, 2);
        double perBasis = (double) estimate.n() / Math.max(1, estimate.basis());
        double lacking = Math.max((double) (wanted - estimate.n()), Math.ceil((least - estimate.basis()) * perBasis));
        double more = Math.max(lacking, Math.ceil((times - 1) * estimate.n()));
        return more > 0 && more < 1e12 ? (Long) (long) more : null;
    }

    /**
     * Lower and upper bound, each of one side, of {@code sign * delta}; null when nothing is known.
     *
     * @param part of legacy's figure that it is held against, whose error counts too; 0 for a limit that is exact
     */
    @Nullable
    Interval oneSided(Estimate estimate, int sign, double part) {
        Double delta = estimate.delta();
        Detail.Spread spread = estimate.detail().spread();
        if (delta == null || spread == null) {
            return ofOneLook(estimate, sign, part);
        }
        return Interval.around(
                sign * delta, sequence().oneSidedHalfWidth(variance(estimate, spread, sign, part), spread.n()));
    }

    /** The same, of two sides. */
    @Nullable
    Interval twoSided(Estimate estimate, int sign, double part) {
        Double delta = estimate.delta();
        Detail.Spread spread = estimate.detail().spread();
        if (delta == null || spread == null || part == 0) {
            return ofOneLook(estimate, sign, part);
        }
        return Interval.around(sign * delta, sequence().halfWidth(variance(estimate, spread, sign, part), spread.n()));
    }

    /** Bounds, each of one side, of the candidate's own figure; null when nothing is known. */
    @Nullable
    Interval level(Estimate estimate) {
        Detail.Spread level = estimate.detail().level();
        if (level != null) {
            double width = holdsAtEveryLook(estimate)
                    ? sequence().oneSidedHalfWidth(level.variance(), level.n())
                    : quantile() * Math.sqrt(level.variance() / level.n());
            return Interval.around(level.mean(), width);
        }
        // What has no difference is an interval of the figure itself.
        return estimate.inference() == null || estimate.delta() != null
                ? null
                : estimate.inference().interval();
    }

    /** The interval as it is shown, or one that counts legacy's error. */
    private @Nullable Interval ofOneLook(Estimate estimate, int sign, double part) {
        Estimate.Inference inference = estimate.inference();
        if (inference == null) {
            return null;
        }
        Joint joint = estimate.detail().joint();
        Double delta = estimate.delta();
        if (part != 0 && joint != null && delta != null) {
            double squared = joint.variance(times(joint, sign, part)) / joint.n();
            return Interval.around(sign * delta, quantile() * Math.sqrt(squared));
        }
        Interval interval = inference.interval();
        return sign > 0 ? interval : new Interval(-interval.high(), -interval.low());
    }

    private static double variance(Estimate estimate, Detail.Spread spread, int sign, double part) {
        Joint joint = estimate.detail().joint();
        return part == 0 || joint == null ? spread.variance() : joint.variance(times(joint, sign, part));
    }

    /** {@code sign * (candidate - legacy) - part * |legacy|} is {@code sign * (candidate - times * legacy)}. */
    private static double times(Joint joint, int sign, double part) {
        return 1 + sign * part * Math.signum(joint.legacy());
    }

    private double quantile() {
        return Normal.quantile((1 + rules.quantileConfidence()) / 2);
    }

    private ConfidenceSequence sequence() {
        return new ConfidenceSequence(rules.plannedPairs(), rules.alpha());
    }
}
