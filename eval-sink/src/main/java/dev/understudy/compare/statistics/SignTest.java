package dev.understudy.compare.statistics;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Whether one side wins more often than chance. On pairs of yes and no, where only those that differ count, it is
 * McNemar's exact test.
 */
public final class SignTest {
    private SignTest() {}

    /** Exact, two-sided, ties left out. */
    public static double p(long wins, long losses) {
        long decided = wins + losses;
        if (decided == 0) {
            return 1;
        }
        return BinomialTest.withDefaults()
                .test(Math.toIntExact(decided), Math.toIntExact(Math.min(wins, losses)), 0.5)
                .getPValue();
    }

    /** Between the exact value and the next smaller one: less cautious (Lancaster's mid-p). */
    public static double midP(long wins, long losses) {
        long decided = wins + losses;
        if (decided == 0) {
            return 1;
        }
        BinomialDistribution even = BinomialDistribution.of(Math.toIntExact(decided), 0.5);
        return p(wins, losses) - even.probability(Math.toIntExact(Math.min(wins, losses)));
    }

    /** Valid at every look: the evidence of a mixture over all rates, Beta(1, 1), against one half. */
    public static double alwaysValidP(long wins, long losses) {
        double logEvidence = LogBeta.value(wins + 1.0, losses + 1.0) + (wins + losses) * Math.log(2);
        return Math.min(1, Math.exp(Math.min(0, -logEvidence)));
    }
}
