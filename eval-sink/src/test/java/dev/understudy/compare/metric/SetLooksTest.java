package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.QuantileBootstrap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looking again and again at figures of whole sets, of two models that are equally good. */
final class SetLooksTest {
    private static final int RUNS = 100;
    private static final int LOOKS = 6;
    private static final int PAIRS = 240;
    private static final double ALPHA = 0.05;

    private enum Kind {
        CLASSES,
        NUMBERS,
        RISKS,
        GROUPS;

        int pairs() {
            return this == GROUPS ? PAIRS / 2 : PAIRS;
        }

        String request(SplittableRandom random, double truth) {
            return switch (this) {
                case CLASSES -> "{\"label\":" + (truth > 0 ? 1 : 0) + "}";
                case NUMBERS -> "{\"label\":" + truth + "}";
                case RISKS -> "{\"time\":" + Math.exp(-truth) + ",\"event\":" + (random.nextInt(4) > 0) + "}";
                case GROUPS -> "{}";
            };
        }

        /** Of one model as of the other. */
        Answer answer(SplittableRandom random, double truth) {
            double seen = truth + random.nextGaussian();
            double share = 1 / (1 + Math.exp(-seen));
            return switch (this) {
                case CLASSES -> new Answer.Prediction(share > 0.5 ? "1" : "0", share);
                case NUMBERS -> new Answer.Quantity(seen);
                case RISKS -> new Answer.Risk(seen);
                case GROUPS ->
                    new Answer.Cluster(seen > 0 ? "up" : "down", new Answer.Vector(truth, random.nextGaussian()));
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void no_figure_of_a_set_raises_more_false_alarms_than_promised(Kind kind) {
        Map<String, Integer> alarms = new TreeMap<>();
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random =
                    new SplittableRandom(1000L * run + kind.name().length());
            Precision precision =
                    new Precision(new ConfidenceSequence(kind.pairs(), ALPHA), new QuantileBootstrap(50, run), 0.99);
            AllFigures all = new AllFigures(Design.PAIRED);
            Map<String, Integer> alarmed = new TreeMap<>();
            for (int i = 0; i < kind.pairs(); i++) {
                double truth = random.nextGaussian();
                all.add(Observations.of(
                        "run" + run + "-" + i,
                        kind.request(random, truth),
                        kind.answer(random, truth),
                        kind.answer(random, truth),
                        null));
                if ((i + 1) % (kind.pairs() / LOOKS) == 0) {
                    for (Estimate estimate : all.sets(precision)) {
                        if (estimate.delta() != null
                                && estimate.inference() != null
                                && estimate.detail().spread() != null) {
                            boolean sees = estimate.inference().interval().low() > 0
                                    || estimate.inference().interval().high() < 0;
                            alarmed.merge(estimate.name(), sees ? 1 : 0, Math::max);
                        }
                    }
                }
            }
            alarmed.forEach((name, alarm) -> alarms.merge(name, alarm, Integer::sum));
        }

        // What a rate of exactly 5 % exceeds once in a thousand times.
        int most = BinomialDistribution.of(RUNS, ALPHA).inverseSurvivalProbability(0.001);
        assertThat(alarms)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(most));
    }
}
