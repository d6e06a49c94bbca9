package dev.understudy.compare.metric;

import org.jspecify.annotations.Nullable;

/** Counts the figures between 0 and 1 that should be there and are not, and says how much they could change. */
final class MissingLegs {
    private long withoutLegacy;
    private long withoutCandidate;

    /** The sum of what the one model has where the other's is missing. */
    private double ofCandidate;

    private double ofLegacy;

    /** Of a pair: a figure of one model alone, the other NaN. */
    void add(double left, double right) {
        if (Double.isFinite(left)) {
            withoutCandidate++;
            ofLegacy += left;
        } else if (Double.isFinite(right)) {
            withoutLegacy++;
            ofCandidate += right;
        }
    }

    void addArm(Observation.Arm arm) {
        withoutLegacy += arm == Observation.Arm.LEGACY ? 1 : 0;
        withoutCandidate += arm == Observation.Arm.CANDIDATE ? 1 : 0;
    }

    void merge(MissingLegs other) {
        withoutLegacy += other.withoutLegacy;
        withoutCandidate += other.withoutCandidate;
        ofCandidate += other.ofCandidate;
        ofLegacy += other.ofLegacy;
    }

    /** @param sum of the differences of the {@code n} pairs that are complete */
    Detail.@Nullable Missing paired(double sum, long n, Metric.Direction better) {
        if (withoutLegacy + withoutCandidate == 0) {
            return null;
        }
        double all = n + (double) withoutLegacy + withoutCandidate;
        double low = (sum - ofLegacy + ofCandidate - withoutLegacy) / all;
        double high = (sum + withoutCandidate - ofLegacy + ofCandidate) / all;
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
