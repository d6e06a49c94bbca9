package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Box;
import dev.understudy.compare.metric.Metric.Direction;
import dev.understudy.compare.metric.Metric.Purpose;
import dev.understudy.pair.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are none, and numbers too large to square, for every kind of figure. */
final class HostileNumbersTest {
    private static final double[] HOSTILE = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, -1e308, 1e200, -1e200
    };

    /** Too large to be squared or added up. */
    private static final double[] HUGE = {1e308, -1e308, 1e200, -1e160};

    private static About about(String name, Direction better) {
        return new About(name, "points", better, Purpose.QUALITY, "A number.", "x", "this test");
    }

    /** The number itself. */
    private static final class Plain implements LegMetric {
        @Override
        public About about() {
            return HostileNumbersTest.about("plain", Direction.HIGHER);
        }

        @Override
        public boolean binary() {
            return false;
        }

        @Override
        public double value(Subject subject, Observation observation) {
            return of(subject.answer());
        }
    }

    /** The other number. */
    private static final class Plainly implements LikenessMetric {
        @Override
        public About about() {
            return HostileNumbersTest.about("plainly", Direction.HIGHER);
        }

        @Override
        public double least() {
            return -1e9;
        }

        @Override
        public double most() {
            return 1e9;
        }

        @Override
        public double value(TwoAnswers answers) {
            return of(answers.other());
        }
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void a_mean_leaves_out_what_cannot_be_counted(Design design) {
        LegFigure good = new LegFigure(new Plain(), design);
        LegFigure mixed = new LegFigure(new Plain(), design);
        LikenessFigure goodLikeness = new LikenessFigure(new Plainly());
        LikenessFigure mixedLikeness = new LikenessFigure(new Plainly());
        Random random = new Random(1);
        for (int i = 0; i < 120; i++) {
            Observation one = logprobs("p" + i, random.nextInt(9), random.nextInt(9));
            good.add(one);
            mixed.add(one);
            goodLikeness.add(one);
            mixedLikeness.add(one);
            double hostile = HOSTILE[i % HOSTILE.length];
            mixed.add(logprobs("q" + i, hostile, hostile));
            mixed.add(logprobs("r" + i, hostile, -hostile));
            mixedLikeness.add(logprobs("q" + i, 1, hostile));
        }

        assertThat(mixed.estimate(Precisions.USUAL)).isPresent().isEqualTo(good.estimate(Precisions.USUAL));
        assertThat(mixedLikeness.estimate(Precisions.USUAL))
                .isPresent()
                .isEqualTo(goodLikeness.estimate(Precisions.USUAL));
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void a_time_that_cannot_be_is_no_time(Design design) {
        DurationFigure good = new DurationFigure(new Latency(), design);
        DurationFigure mixed = new DurationFigure(new Latency(), design);
        for (int i = 0; i < 60; i++) {
            Observation one = timed("p" + i, 10 + i % 7, 12 + i % 5);
            good.add(one);
            mixed.add(one);
            double hostile = new double[] {Double.NaN, Double.POSITIVE_INFINITY, -5, Double.NEGATIVE_INFINITY}[i % 4];
            mixed.add(timed("q" + i, hostile, hostile));
        }

        assertThat(mixed.estimates(Precisions.USUAL)).hasSize(4).isEqualTo(good.estimates(Precisions.USUAL));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void no_answer_is_a_number_that_is_none(double none) {
        List<Runnable> answers = List.of(
                () -> new Answer.Quantity(none),
                () -> new Answer.Risk(none),
                () -> new Answer.Prediction("1", none),
                () -> new Answer.Prediction("1", null, Map.of("1", none)),
                () -> new Answer.Vector(0, none),
                () -> new Box("a", none, 0, 0, 1, 1, false),
                () -> new Box("a", 1, 0, 0, none, 1, false));
        assertThat(answers)
                .allSatisfy(answer -> assertThatIllegalArgumentException()
                        .isThrownBy(answer::run)
                        .withMessageContaining("expected: a finite number"));
    }

    /** Each registered metric on answers with such numbers, alone and among usual ones. */
    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void no_figure_is_beyond_all_numbers(int usual) {
        for (Design design : Design.values()) {
            for (double hostile : HUGE) {
                AllFigures all =
                        AllFigures.of(AnyPairs.drawn(5, usual * AnyPairs.KINDS / 4, AnyPairs.Turn.AS_DRAWN), design);
                for (int i = 0; i < 40; i++) {
                    for (Observation one : hostile(i, hostile)) {
                        all.add(one);
                    }
                }
                assertThat(all.estimates()).as("%s", hostile).isNotEmpty().allSatisfy(MetricLawsTest::isFinite);
            }
        }
    }

    private static List<Observation> hostile(int number, double value) {
        double small = number % 3;
        List<Observation> all = new ArrayList<>();
        String right = "{\"label\":" + (number % 2) + "}";
        all.add(both("n" + number, right, new Answer.Quantity(value), new Answer.Quantity(small)));
        all.add(both("m" + number, "{\"label\":1e300}", new Answer.Quantity(small), new Answer.Quantity(-value)));
        all.add(both(
                "c" + number,
                right,
                new Answer.Prediction("1", value, Map.of("0", value, "1", small)),
                new Answer.Prediction("0", small / 2)));
        String followed = "{\"time\":" + number + ",\"event\":" + (number % 4 > 0) + "}";
        all.add(both("s" + number, followed, new Answer.Risk(value), new Answer.Risk(small)));
        all.add(both(
                "v" + number,
                "{}",
                new Answer.Vector(value, small),
                new Answer.Vector(small, number % 2 == 0 ? 1 : value)));
        all.add(both(
                "g" + number,
                "{}",
                new Answer.Cluster("c" + number % 2, new Answer.Vector(value, small)),
                new Answer.Cluster("c" + number % 3, new Answer.Vector(small, number))));
        all.add(both(
                "b" + number,
                "{\"label\":[{\"label\":\"a\",\"bbox\":[0,0,5,5]}]}",
                new Answer.Detected(List.of(new Box("a", small / 2, 0, 0, value, 5, false))),
                new Answer.Detected(List.of(new Box("a", value, 0, 0, 5, 5, false)))));
        all.add(logprobs("t" + number, value, small));
        all.add(Observations.of(
                "l" + number,
                "{}",
                measured(Leg.Role.LEGACY, value, Long.MAX_VALUE),
                measured(Leg.Role.CANDIDATE, small, number),
                null));
        return all;
    }

    private static Subject measured(Leg.Role role, double value, long tokens) {
        return Observations.measured(
                role,
                new Answer.Text("a"),
                new Leg.Times(0.0, value / 2, value / 2, value),
                new Leg.Tokens(tokens, tokens),
                value);
    }

    private static Observation both(String id, String request, Answer legacy, Answer candidate) {
        return Observations.of(id, request, legacy, candidate, null);
    }

    private static double of(@Nullable Answer answer) {
        Double number = answer instanceof Answer.Text text ? text.details().meanLogprob() : null;
        return number == null ? Double.NaN : number;
    }

    private static Observation logprobs(String id, double legacy, double candidate) {
        return both(id, "{}", new Answer.Text("a", details(legacy)), new Answer.Text("a", details(candidate)));
    }

    private static Answer.Details details(double meanLogprob) {
        return new Answer.Details(List.of(), false, List.of(), List.of(), meanLogprob, List.of());
    }

    private static Observation timed(String id, double legacy, double candidate) {
        return Observations.of(
                id, "{}", measured(Leg.Role.LEGACY, legacy, 1), measured(Leg.Role.CANDIDATE, candidate, 1), null);
    }
}
