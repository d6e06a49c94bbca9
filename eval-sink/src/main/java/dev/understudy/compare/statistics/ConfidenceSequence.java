package dev.understudy.compare.statistics;

/**
 * An interval for a mean that holds on every day it is looked at, not only on the last: the asymptotic confidence
 * sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic
 * confidence sequences" (2023), with a normal mixture; the same as GrowthBook's sequential testing.
 *
 * @param planned the sample size at which it is tightest (N*)
 * @param alpha how often it may miss, over all looks
 */
public record ConfidenceSequence(long planned, double alpha) {
    public ConfidenceSequence {
        if (planned < 1) {
            throw new IllegalArgumentException("planned: " + planned + " (expected: >= 1)");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha: " + alpha + " (expected: between 0 and 1)");
        }
    }

    /** @param variance of one number */
    public Interval interval(double mean, double variance, long n) {
        return Interval.around(mean, halfWidth(variance, n));
    }

    public double halfWidth(double variance, long n) {
        double rho2 = rhoSquared();
        double t = n * rho2 + 1;
        return Math.sqrt(variance) * Math.sqrt(2 * t * Math.log(Math.sqrt(t) / alpha) / ((double) n * n * rho2));
    }

    /**
     * The always-valid p-value of "the mean is 0". Numbers that are all the same say nothing of how they vary, but all lie on one
     * side: two of them are no certainty.
     */
    public double p(double mean, double variance, long n) {
        if (variance == 0) {
            return mean == 0 ? 1 : SignTest.alwaysValidP(n, 0);
        }
        double rho2 = rhoSquared();
        double t = n * rho2 + 1;
        double score = mean * mean * n / (variance / n);
        double logEvidence = rho2 * score / (2 * t) - 0.5 * Math.log(t);
        return Math.min(1, Math.exp(Math.min(0, -logEvidence)));
    }

    /** How far one bound alone lies from the mean: below it, or above it, never both are asked for. */
    public double oneSidedHalfWidth(double variance, long n) {
        double rho2 = rhoSquared(2 * alpha);
        double t = n * rho2 + 1;
        return Math.sqrt(variance)
                * Math.sqrt(2 * t / ((double) n * n * rho2) * Math.log1p(Math.sqrt(t) / (2 * alpha)));
    }

    private double rhoSquared() {
        return rhoSquared(alpha);
    }

    private double rhoSquared(double alpha) {
        double twoLog = -2 * Math.log(alpha);
        return (twoLog + Math.log(twoLog + 1)) / planned;
    }
}
