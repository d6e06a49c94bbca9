package dev.understudy.compare.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test: whether paired differences lie evenly about 0. Zeros are left out, ties share ranks, the
 * normal approximation has no correction for continuity (scipy's {@code zero_method="wilcox", mode="approx",
 * correction=False}).
 *
 * @param w the smaller of both sums of ranks
 * @param nonZero differences that took part
 */
public record Wilcoxon(double w, double p, int nonZero) {
    public static Wilcoxon test(double[] differences) {
        double[] nonZero =
                Arrays.stream(differences).filter(difference -> difference != 0).toArray();
        int n = nonZero.length;
        if (n == 0) {
            return new Wilcoxon(0, 1, 0);
        }
        Ranks.Ranked ranked = Ranks.of(Arrays.stream(nonZero).map(Math::abs).toArray());
        double positive = 0;
        for (int i = 0; i < n; i++) {
            positive += nonZero[i] > 0 ? ranked.ranks()[i] : 0;
        }
        double all = n * (n + 1.0) / 2;
        double w = Math.min(positive, all - positive);
        double variance = (n * (n + 1.0) * (2.0 * n + 1) - ranked.ties() / 2) / 24;
        double z = (w - all / 2) / Math.sqrt(variance);
        double p = 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z));
        return new Wilcoxon(w, Math.min(1, p), n);
    }
}
