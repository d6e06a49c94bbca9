package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.answer.Answer;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a figure of a set says of itself when too few of its rows decide it. */
final class SampledFigureTest {
    /** Whoever is drawn, all are right: no replicate moves, which is no certainty. */
    @Test
    void a_figure_that_no_replicate_moves_has_no_interval_for_every_look() {
        Map<String, Estimate> found = classes(60, 60, false);

        for (String name : new String[] {"f1", "roc_auc", "mcc"}) {
            Estimate estimate = Objects.requireNonNull(found.get(name), name);
            assertThat(estimate.delta()).as(name).isZero();
            assertThat(estimate.detail().spread()).as(name).isNull();
            assertThat(estimate.detail().alwaysValidP()).as(name).isNull();
            assertThat(Objects.requireNonNull(estimate.inference()).method()).startsWith("bootstrap of the figure");
        }
    }

    /** One side that moves is not enough: the difference would take legacy's figure for certain. */
    @Test
    void both_sides_have_to_move() {
        Estimate estimate = Objects.requireNonNull(classes(60, 40, false).get("f1"));

        assertThat(estimate.delta()).isNegative();
        assertThat(estimate.detail().spread()).isNull();
        assertThat(Objects.requireNonNull(classes(50, 40, false).get("f1"))
                        .detail()
                        .spread())
                .isNotNull();
    }

    /** A figure that is undefined in many draws has none at all. */
    @Test
    void a_figure_that_most_draws_do_not_have_has_no_interval() {
        Estimate estimate = Objects.requireNonNull(classes(50, 40, true).get("roc_auc"));

        assertThat(estimate.inference()).isNull();
        assertThat(estimate.detail()).isEqualTo(Detail.NONE);
    }

    /**
     * The middle of the events is that of both sides together: legacy's end at 1, 3, … 17, the candidate's at 2, 4, … 18, so that
     * it is 9, and 10 for the candidate alone; those without an event do not count.
     */
    @Test
    void two_arms_are_told_apart_at_the_median_of_both_together() {
        double byMedian = candidate(followed(0));

        assertThat(byMedian).isEqualTo(candidate(followed(9)));
        assertThat(byMedian).isNotCloseTo(candidate(followed(10)), within(1e-6));
    }

    private static double candidate(Map<String, Estimate> found) {
        return Objects.requireNonNull(found.get("survival_auc")).candidate();
    }

    private static Map<String, Estimate> followed(double horizon) {
        SampledFigure<SurvivalFamily.Case> figure = new SampledFigure<>(new SurvivalFamily(horizon), Design.UNPAIRED);
        int legacy = 0;
        int candidate = 0;
        for (int i = 0; legacy < 12 || candidate < 12; i++) {
            String id = "p" + i;
            boolean isLegacy = (id.hashCode() & 1) == 0;
            int rank = isLegacy ? legacy++ : candidate++;
            if (rank < 12) {
                // The last three of each side are watched to the end and see nothing.
                int time = rank < 9 ? 2 * rank + (isLegacy ? 1 : 2) : 100;
                Answer risk = new Answer.Risk((rank * 7) % 12);
                figure.add(
                        Observations.of(id, "{\"time\":" + time + ",\"event\":" + (rank < 9) + "}", risk, risk, null));
            }
        }
        Map<String, Estimate> byName = new TreeMap<>();
        figure.estimates(Precisions.USUAL).forEach(estimate -> byName.put(estimate.name(), estimate));
        return byName;
    }

    /** Of 60, so many are right; the labels take turns, or all but one are the same. */
    private static Map<String, Estimate> classes(int legacyRight, int candidateRight, boolean oneOfAKind) {
        AllFigures all = new AllFigures(Design.PAIRED);
        for (int i = 0; i < 60; i++) {
            boolean truth = oneOfAKind ? i == 0 : i % 2 == 0;
            all.add(Observations.of(
                    "p" + i,
                    "{\"label\":" + (truth ? 1 : 0) + "}",
                    said(truth == (i < legacyRight)),
                    said(truth == (i < candidateRight)),
                    null));
        }
        return all.byName();
    }

    private static Answer said(boolean positive) {
        return new Answer.Prediction(positive ? "1" : "0", positive ? 0.9 : 0.1);
    }
}
