package dev.understudy.compare.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Looking again and again at quantiles of two equal models, with the variance that resampling gives. */
final class QuantileLooksTest {
    private static final double[] QUANTILES = {0.5, 0.95};
    private static final int RUNS = 120;
    private static final int LOOKS = 12;
    private static final int PAIRS = 600;

    @Test
    void a_sequence_of_a_quantile_raises_no_more_false_alarms_than_promised() {
        ConfidenceSequence sequence = new ConfidenceSequence(PAIRS, 0.05);
        int[] alarms = new int[QUANTILES.length];
        int fixedAlarms = 0;
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random = new SplittableRandom(run);
            double[] legacy = random.doubles(PAIRS).map(u -> -Math.log1p(-u)).toArray();
            double[] candidate = random.doubles(PAIRS).map(u -> -Math.log1p(-u)).toArray();
            boolean[] alarm = new boolean[QUANTILES.length];
            boolean fixed = false;
            for (int look = 2; look <= LOOKS; look++) {
                int n = PAIRS * look / LOOKS;
                QuantileBootstrap.Side left = new QuantileBootstrap.Side(Arrays.copyOf(legacy, n));
                QuantileBootstrap.Side right = new QuantileBootstrap.Side(Arrays.copyOf(candidate, n));
                Replicates[] found = new QuantileBootstrap(120, run).unpaired(left, right, QUANTILES);
                for (int q = 0; q < QUANTILES.length; q++) {
                    double delta = quantile(right, q) - quantile(left, q);
                    double error = found[q].legacyError() + found[q].candidateError();
                    alarm[q] |= Math.abs(delta) > sequence.halfWidth(error * 2 * n, 2L * n);
                    fixed |= q == 0 && Math.abs(delta) > 1.96 * Math.sqrt(error);
                }
            }
            for (int q = 0; q < QUANTILES.length; q++) {
                alarms[q] += alarm[q] ? 1 : 0;
            }
            fixedAlarms += fixed ? 1 : 0;
        }

        assertThat(alarms[0]).isLessThanOrEqualTo(RUNS * 5 / 100);
        assertThat(alarms[1]).isLessThanOrEqualTo(RUNS * 5 / 100);
        assertThat(fixedAlarms).isGreaterThan(RUNS * 10 / 100);
    }

    private static double quantile(QuantileBootstrap.Side side, int q) {
        return RankedSample.of(side.values(), side.weights()).quantile(QUANTILES[q]);
    }
}
