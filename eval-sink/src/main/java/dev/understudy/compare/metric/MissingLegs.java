package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.Moments;
import org.jspecify.annotations.Nullable;

/** Counts the figures between 0 and 1 that should be there and are not, and says how much they could change. */
final class MissingLegs {
    private long withoutLegacy;
    private long withoutCandidate;

    /** What the one model has where the other's is missing. */
    private final Moments ofCandidate = new Moments();

    private final Moments ofLegacy = new Moments();

    /** Of a pair: a figure of one model alone, the other NaN. */
    void add(double left, double right) {
        if (Moments.takes(left)) {
            withoutCandidate++;
            ofLegacy.add(left);
        } else if (Moments.takes(right)) {
            withoutLegacy++;
            ofCandidate.add(right);
        }
    }

    void addArm(Observation.Arm arm) {
        withoutLegacy += arm == Observation.Arm.LEGACY ? 1 : 0;
        withoutCandidate += arm == Observation.Arm.CANDIDATE ? 1 : 0;
    }

    void merge(MissingLegs other) {
        withoutLegacy += other.withoutLegacy;
        withoutCandidate += other.withoutCandidate;
        ofCandidate.merge(other.ofCandidate);
        ofLegacy.merge(other.ofLegacy);
    }

    /** @param sum of the differences of the {@code n} pairs that are complete */
    Detail.@Nullable Missing paired(double sum, long n, Metric.Direction better) {
        if (withoutLegacy + withoutCandidate == 0) {
            return null;
        }
        double all = n + (double) withoutLegacy + withoutCandidate;
        double known = sum - ofLegacy.sum() + ofCandidate.sum();
        double low = (known - withoutLegacy) / all;
        double high = (known + withoutCandidate) / all;
        return result(low, high, better);
    }

    Detail.@Nullable Missing unpaired(
            double legacySum, long legacyN, double candidateSum, long candidateN, Metric.Direction better) {
        if (withoutLegacy + withoutCandidate == 0) {
            return null;
        }
        double legacyAll = legacyN + (double) withoutLegacy;
        double candidateAll = candidateN + (double) withoutCandidate;
        double low = candidateSum / candidateAll - (legacySum + withoutLegacy) / legacyAll;
        double high = (candidateSum + withoutCandidate) / candidateAll - legacySum / legacyAll;
        return result(low, high, better);
    }

    private Detail.Missing result(double low, double high, Metric.Direction better) {
        return better == Metric.Direction.LOWER
                ? new Detail.Missing(withoutLegacy, withoutCandidate, high, low)
                : new Detail.Missing(withoutLegacy, withoutCandidate, low, high);
    }
}
