package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Fault;
import dev.understudy.compare.answer.Truth;
import dev.understudy.compare.answer.TruthPlaces;
import dev.understudy.compare.metric.Design;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Events;
import dev.understudy.compare.metric.LegFigure;
import dev.understudy.compare.metric.Metrics;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.metric.Reading;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.QuantileBootstrap;
import dev.understudy.config.Compare;
import dev.understudy.config.Judging;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is said of two models that are alike, by the rules that decide, at every one of twenty looks. */
final class VerdictLooksTest {
    private static final int EXPERIMENTS = 2000;
    private static final int LOOKS = 20;
    private static final int PAIRS_A_LOOK = 20;
    private static final Set<String> DECIDING = Set.of("accuracy", "error_rate", "timeout_rate");

    private static final VerdictRules RULES = VerdictRules.DEFAULT;
    private static final MetricJudge JUDGE = new MetricJudge(RULES, Judging.DEFAULT);

    private static final Precision PRECISION = new Precision(
            new ConfidenceSequence(RULES.plannedPairs(), RULES.alpha()),
            new QuantileBootstrap(RULES.replicates(), 1),
            RULES.quantileConfidence());

    private static final Reading CLASSES = Reading.of(new Compare(Compare.Profile.CLASSIFICATION));

    private final SplittableRandom random = new SplittableRandom(17);
    private final PairsInMemory source = new PairsInMemory();
    private final Pair pair = source.shadow("r");

    @Test
    void models_that_are_alike_are_found_worse_no_more_often_than_alpha() {
        int worse = 0;
        for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
            worse += isEverWorse() ? 1 : 0;
        }

        assertThat(worse).isLessThanOrEqualTo((int) (EXPERIMENTS * RULES.alpha()));
    }

    private boolean isEverWorse() {
        List<LegFigure> figures = Metrics.of(CLASSES, Design.PAIRED).legs().stream()
                .filter(figure -> DECIDING.contains(figure.name()))
                .toList();
        // Figures of slices are the same without what a sample is needed for, which takes longest.
        List<LegFigure> plain = figures.stream().map(LegFigure::slice).toList();
        boolean isWorse = false;
        for (int look = 0; look < LOOKS && !isWorse; look++) {
            for (int i = 0; i < PAIRS_A_LOOK; i++) {
                add(observation(look * PAIRS_A_LOOK + i), figures, plain);
            }
            List<Estimate> estimates = plain.stream()
                    .map(figure -> figure.estimate(PRECISION))
                    .flatMap(Optional::stream)
                    .toList();
            isWorse = JUDGE.judgeAll(estimates, 1).stream()
                    .anyMatch(result -> result.verdict() == Report.MetricVerdict.FAIL);
        }
        return isWorse;
    }

    private static void add(Observation one, List<LegFigure> figures, List<LegFigure> plain) {
        for (int i = 0; i < figures.size(); i++) {
            figures.get(i).add(one);
            plain.get(i).addAs(figures.get(i), one);
        }
    }

    private Observation observation(int number) {
        return new Observation(
                pair,
                answer(Leg.Role.LEGACY),
                answer(Leg.Role.CANDIDATE),
                null,
                Observation.Arm.LEGACY,
                null,
                Events.NONE,
                new Truth(TruthPlaces.NONE, pair, "a", List.of()),
                HashSample.Key.of("p" + number).hash());
    }

    /** Right four times of five, and an error now and then. */
    private Subject answer(Leg.Role role) {
        if (random.nextInt(50) == 0) {
            Leg failed = PairsInMemory.failed(role, "m", Leg.Outcome.ERROR, "connect");
            return new Subject(failed, new Extracted.Unusable(Fault.NOT_ANSWERED, ""));
        }
        String label = random.nextInt(5) == 0 ? "b" : "a";
        return new Subject(
                PairsInMemory.leg(role, "m", "{}", 1), new Extracted.Found(new Answer.Prediction(label, null)));
    }
}
