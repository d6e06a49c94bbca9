package dev.understudy.compare.metric;

import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.SignTest;
import org.jspecify.annotations.Nullable;

/**
 * Gathers how far the candidate is from legacy, and legacy from its own second answer, on the same requests (the idea of
 * Diffy: what differs between two answers of one model is noise).
 */
final class ExcessFigure {
    private final boolean share;
    private final Moments raw = new Moments();
    private final Moments noise = new Moments();
    private final Moments differences = new Moments();
    private boolean whole = true;
    private long onlyRaw;
    private long onlyNoise;

    /** @param share whether distances lie between 0 and 1 */
    ExcessFigure(boolean share) {
        this.share = share;
    }

    /** @param cluster null when the request stands alone */
    void add(double rawDistance, double noiseDistance, @Nullable Long cluster) {
        raw.add(rawDistance);
        noise.add(noiseDistance);
        if (cluster == null) {
            differences.add(rawDistance - noiseDistance);
        } else {
            differences.add(rawDistance - noiseDistance, cluster);
        }
        whole &= isWhole(rawDistance) && isWhole(noiseDistance);
        onlyRaw += rawDistance > noiseDistance ? 1 : 0;
        onlyNoise += rawDistance < noiseDistance ? 1 : 0;
    }

    void merge(ExcessFigure other) {
        raw.merge(other.raw);
        noise.merge(other.noise);
        differences.merge(other.differences);
        whole &= other.whole;
        onlyRaw += other.onlyRaw;
        onlyNoise += other.onlyNoise;
    }

    Detail.@Nullable Excess result(Precision precision) {
        long n = differences.n();
        if (n == 0) {
            return null;
        }
        double variance = share ? Variances.of(differences, true) : differences.variance();
        boolean exact = share && whole && differences.independent() == n;
        double p = exact
                ? SignTest.p(onlyRaw, onlyNoise)
                : Double.isNaN(differences.variance()) ? 1 : MeanTest.pairedP(differences);
        return new Detail.Excess(
                n,
                raw.mean(),
                noise.mean(),
                differences.mean(),
                Double.isNaN(variance) ? null : precision.sequence().interval(differences.mean(), variance, n),
                p,
                share && noise.mean() < 1 ? (Double) ((raw.mean() - noise.mean()) / (1 - noise.mean())) : null);
    }

    private static boolean isWhole(double value) {
        return value == 0 || value == 1;
    }
}
