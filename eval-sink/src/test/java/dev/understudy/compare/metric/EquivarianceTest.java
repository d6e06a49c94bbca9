package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.pair.Leg;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another unit, or another zero, changes figures as it must and no other way: table by table. */
final class EquivarianceTest {
    private static final int PAIRS = 200;

    /** Each row: a figure, by what power of the unit it grows, and whether another zero leaves it as it is. */
    @ParameterizedTest
    @CsvSource({
        "mae, 1, true",
        "mse, 2, true",
        "rmse, 1, true",
        "r2, 0, true",
        "adjusted_r2, 0, true",
        "explained_variance, 0, true",
        "mape, 0, false",
        "prediction_distance, 1, true",
        "prediction_higher, 0, true",
        "prediction_lower, 0, true"
    })
    void estimated_numbers_in_another_unit(String name, int power, boolean isFreeOfZero) {
        // Powers of two: what differs is not rounding.
        assertScaled(name, numbers(1, 0), numbers(8, 0), Math.pow(8, power));
        if (isFreeOfZero) {
            assertScaled(name, numbers(1, 0), numbers(1, 64), 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void times_in_another_unit(Design design) {
        Map<String, Estimate> one = times(design, 1, 1);
        Map<String, Estimate> eightfold = times(design, 8, 8);

        for (DurationMetric metric : List.of(new Latency(), new FirstByte(), new FirstToken())) {
            for (DurationMetric.Quantile quantile : DurationMetric.QUANTILES) {
                assertScaled(metric.name() + "_" + quantile.suffix(), one, eightfold, 8);
            }
        }
        for (String ratio : List.of("latency_log_ratio", "first_byte_log_ratio", "first_token_log_ratio")) {
            assertScaled(ratio, one, eightfold, 1);
        }
    }

    /** A candidate that takes twice as long is ln 2 more, at each end of the interval too. */
    @ParameterizedTest
    @ValueSource(strings = {"latency_log_ratio", "first_byte_log_ratio", "first_token_log_ratio"})
    void a_ratio_is_a_shift_of_its_logarithm(String name) {
        for (Design design : Design.values()) {
            Estimate even = Objects.requireNonNull(times(design, 1, 1).get(name));
            Estimate slower = Objects.requireNonNull(times(design, 1, 2).get(name));

            assertThat(slower.delta()).isCloseTo(delta(even) + Math.log(2), within(1e-12));
            assertThat(interval(slower).low()).isCloseTo(interval(even).low() + Math.log(2), within(1e-12));
            assertThat(interval(slower).high()).isCloseTo(interval(even).high() + Math.log(2), within(1e-12));
        }
    }

    @Test
    void a_log_ratio_is_of_geometric_means_and_leaves_out_what_is_not_above_zero() {
        LegFigure latency = new LegFigure(LogRatio.ALL.get(0), Design.PAIRED);
        latency.add(timed("a", 10, 40));
        latency.add(timed("b", 1000, 1000));
        latency.add(timed("c", 30, 15));
        latency.add(timed("d", 0, 15));
        latency.add(timed("e", 15, 0));

        Estimate estimate = latency.estimate(Precisions.USUAL).orElseThrow();

        assertThat(estimate.name()).isEqualTo("latency_log_ratio");
        assertThat(estimate.n()).isEqualTo(3);
        assertThat(Math.exp(Objects.requireNonNull(estimate.delta()))).isCloseTo(Math.cbrt(4 * 1 * 0.5), within(1e-12));
        assertThat(Math.exp(Objects.requireNonNull(estimate.legacy())))
                .isCloseTo(Math.cbrt(10.0 * 1000 * 30), within(1e-9));
    }

    /** Tokens and cost have logarithms of their own. */
    @Test
    void tokens_and_cost_are_ratios_too() {
        Map<String, Estimate> found = times(Design.PAIRED, 1, 2);

        assertThat(delta(Objects.requireNonNull(found.get("output_tokens_log_ratio"))))
                .isCloseTo(Math.log(3), within(1e-12));
        assertThat(delta(Objects.requireNonNull(found.get("cost_log_ratio")))).isCloseTo(Math.log(5), within(1e-12));
    }

    private static void assertScaled(
            String name, Map<String, Estimate> one, Map<String, Estimate> other, double factor) {
        Estimate before = Objects.requireNonNull(one.get(name), name);
        Estimate after = Objects.requireNonNull(other.get(name), name);
        boolean hasDelta = before.delta() != null;
        double figure = hasDelta ? delta(before) : before.candidate();

        assertThat(hasDelta ? delta(after) : after.candidate())
                .as(name)
                .isCloseTo(factor * figure, within(1e-9 * Math.max(1, Math.abs(factor * figure))));
        assertThat(interval(after).low())
                .as(name)
                .isCloseTo(factor * interval(before).low(), within(1e-9 * Math.max(1, factor)));
        assertThat(interval(after).high())
                .as(name)
                .isCloseTo(factor * interval(before).high(), within(1e-9 * Math.max(1, factor)));
    }

    private static double delta(Estimate estimate) {
        return Objects.requireNonNull(estimate.delta(), estimate.name());
    }

    private static Interval interval(Estimate estimate) {
        return Objects.requireNonNull(estimate.inference(), estimate.name()).interval();
    }

    private static Map<String, Estimate> numbers(double unit, double zero) {
        SplittableRandom random = new SplittableRandom(4);
        AllFigures all = new AllFigures(Design.PAIRED);
        for (int i = 0; i < PAIRS; i++) {
            double right = 1 + random.nextInt(64);
            all.add(Observations.of(
                    "p" + i,
                    "{\"label\":" + (unit * right + zero) + "}",
                    new Answer.Quantity(unit * (right + random.nextInt(16) - 8) + zero),
                    new Answer.Quantity(unit * (right + random.nextInt(8) - 2) + zero),
                    null));
        }
        return all.byName();
    }

    private static Map<String, Estimate> times(Design design, double legacyUnit, double candidateUnit) {
        SplittableRandom random = new SplittableRandom(6);
        AllFigures all = new AllFigures(design);
        for (int i = 0; i < PAIRS; i++) {
            all.add(timed("p" + i, legacyUnit * (1 + random.nextInt(512)), candidateUnit * (1 + random.nextInt(512))));
        }
        return all.byName();
    }

    private static Observation timed(String id, double legacy, double candidate) {
        return Observations.of(id, "{}", side(Leg.Role.LEGACY, legacy), side(Leg.Role.CANDIDATE, candidate), null);
    }

    /** Legacy takes 10 tokens and costs 2, the candidate 30 and 10. */
    private static Subject side(Leg.Role role, double millis) {
        return Observations.measured(
                role,
                new Answer.Text("a"),
                new Leg.Times(0.0, millis / 4, millis / 2, millis),
                new Leg.Tokens(1, role == Leg.Role.LEGACY ? 10 : 30),
                role == Leg.Role.LEGACY ? 2 : 10);
    }
}
