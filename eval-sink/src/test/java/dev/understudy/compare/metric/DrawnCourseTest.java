package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.answer.Answer;
import dev.understudy.pair.Leg;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What quantiles and figures of whole sets were on the way. */
final class DrawnCourseTest {
    private static final int PAIRS = 600;
    private static final List<String> FOLLOWED = List.of("latency_ms_p50", "latency_ms_p90", "rmse", "r2");

    @ParameterizedTest
    @EnumSource(Design.class)
    void a_look_is_what_a_report_of_the_pairs_until_then_says(Design design) {
        List<Observation> all = observations(PAIRS);
        Map<String, Estimate> found = AllFigures.of(all, design).byName();

        for (String name : FOLLOWED) {
            List<Detail.Look> looks = looks(found, name);
            assertThat(looks).as(name).hasSizeBetween(5, DrawnCourse.LOOKS);
            for (Detail.Look look : looks) {
                AllFigures then = new AllFigures(design);
                all.stream()
                        .filter(one -> !one.pair().time().isAfter(look.until()))
                        .forEach(then::add);
                Estimate report = Objects.requireNonNull(then.byName().get(name));
                assertThat(look.delta()).as(name).isEqualTo(report.delta());
                assertThat(look.n()).as(name).isEqualTo(report.n());
                double asWide =
                        Objects.requireNonNull(report.inference()).interval().high() - look.delta();
                // Fewer replicates: their spread errs by about 1 / sqrt(200).
                assertThat(Objects.requireNonNull(look.interval()).high() - look.delta())
                        .as(name)
                        .isCloseTo(asWide, within(0.3 * asWide));
            }
        }
    }

    /** The middle of the events moves on, and a third class comes late: a look knows those of its day. */
    @ParameterizedTest
    @EnumSource(Design.class)
    void a_look_knows_nothing_of_what_came_later(Design design) {
        SplittableRandom random = new SplittableRandom(4);
        List<Observation> followed = new ArrayList<>();
        List<Observation> classes = new ArrayList<>();
        List<Observation> byTime = observations(PAIRS);
        byTime.sort(Comparator.comparing(one -> one.pair().time()));
        for (int i = 0; i < PAIRS; i++) {
            String id = byTime.get(i).pair().id();
            followed.add(Observations.of(
                    id,
                    "{\"time\":" + (i + 1) + ",\"event\":" + (random.nextInt(4) > 0) + "}",
                    new Answer.Risk(150 * random.nextGaussian() - i),
                    new Answer.Risk(250 * random.nextGaussian() - i),
                    null));
            int drawn = random.nextInt(i < PAIRS / 2 ? 2 : 3);
            String label = drawn == 0 ? "a" : drawn == 1 ? "b" : "c";
            classes.add(Observations.of(
                    id,
                    "{\"label\":\"" + label + "\"}",
                    new Answer.Prediction(random.nextInt(10) < 8 ? label : "a", null),
                    new Answer.Prediction(random.nextInt(10) < 7 ? label : "b", null),
                    null));
        }

        assertLooksAreReports(followed, design, "c_index");
        assertLooksAreReports(followed, design, "survival_auc");
        assertLooksAreReports(classes, design, "f1");
    }

    private static void assertLooksAreReports(List<Observation> all, Design design, String name) {
        List<Detail.Look> looks = looks(AllFigures.of(all, design).byName(), name);
        assertThat(looks).as(name).hasSizeBetween(4, DrawnCourse.LOOKS);
        for (Detail.Look look : looks) {
            List<Observation> then = all.stream()
                    .filter(one -> !one.pair().time().isAfter(look.until()))
                    .toList();
            Estimate report =
                    Objects.requireNonNull(AllFigures.of(then, design).byName().get(name));
            assertThat(look.delta()).as(name).isEqualTo(report.delta());
            assertThat(look.n()).as(name).isEqualTo(report.n());
        }
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void the_last_look_is_now_and_p_never_rises(Design design) {
        Map<String, Estimate> found = AllFigures.of(observations(PAIRS), design).byName();

        for (String name : FOLLOWED) {
            Estimate estimate = Objects.requireNonNull(found.get(name));
            List<Detail.Look> looks = looks(found, name);
            Detail.Look last = looks.get(looks.size() - 1);
            assertThat(last.delta()).isEqualTo(estimate.delta());
            assertThat(last.interval())
                    .isEqualTo(Objects.requireNonNull(estimate.inference()).interval());
            for (int i = 1; i < looks.size(); i++) {
                assertThat(looks.get(i).until()).isAfter(looks.get(i - 1).until());
                assertThat(looks.get(i).p())
                        .isLessThanOrEqualTo(looks.get(i - 1).p());
            }
        }
    }

    @Test
    void the_order_in_which_pairs_are_read_changes_no_look() {
        List<Observation> all = observations(PAIRS);
        Map<String, Estimate> found = AllFigures.of(all, Design.PAIRED).byName();
        Collections.shuffle(all, new Random(3));

        Map<String, Estimate> shuffled = AllFigures.of(all, Design.PAIRED).byName();

        FOLLOWED.forEach(name -> assertThat(looks(shuffled, name)).isEqualTo(looks(found, name)));
    }

    /** Beyond the sample it is of the sample: what is kept does not grow. */
    @Test
    void of_more_pairs_than_are_kept_the_looks_are_those_of_the_sample() {
        DurationFigure figure = new DurationFigure(new Latency(), Design.PAIRED);
        observations(DurationFigure.SAMPLE + 1000).forEach(figure::add);

        List<Detail.Look> looks =
                figure.estimates(Precisions.USUAL).get(0).detail().looks();

        assertThat(looks).hasSize(DrawnCourse.LOOKS);
        assertThat(looks.get(looks.size() - 1).n()).isEqualTo(DurationFigure.SAMPLE);
    }

    @Test
    void what_came_all_at_once_has_no_course() {
        assertThat(DrawnCourse.ends(new long[0], new long[] {5, 5, 5})).isEmpty();
        assertThat(DrawnCourse.ends(new long[0], new long[0])).isEmpty();
        assertThat(DrawnCourse.ends(new long[] {1}, new long[] {2})).containsExactly(1);
    }

    private static List<Detail.Look> looks(Map<String, Estimate> found, String name) {
        return Objects.requireNonNull(found.get(name), name).detail().looks();
    }

    private static List<Observation> observations(int count) {
        SplittableRandom random = new SplittableRandom(12);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double right = random.nextInt(50);
            all.add(Observations.of(
                    "p" + i,
                    "{\"label\":" + right + "}",
                    side(Leg.Role.LEGACY, right + random.nextGaussian(), random),
                    side(Leg.Role.CANDIDATE, right + 1.5 * random.nextGaussian(), random),
                    null));
        }
        return all;
    }

    private static Subject side(Leg.Role role, double estimated, SplittableRandom random) {
        double millis = 10 + 20 * random.nextDouble();
        return Observations.measured(
                role, new Answer.Quantity(estimated), new Leg.Times(0.0, millis / 2, null, millis), null, 1);
    }
}
