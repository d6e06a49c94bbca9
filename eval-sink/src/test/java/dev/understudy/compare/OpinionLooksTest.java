package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.statistics.ConfidenceSequence;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.QuantileBootstrap;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeFigure;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.PeopleFigure;
import dev.understudy.judge.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often what judges and clicks say is wrong. */
final class OpinionLooksTest {
    private static final double ALPHA = 0.05;
    private static final int RUNS = 400;
    private static final int LOOKS = 20;
    private static final int JUDGED = 400;
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** With a judge that likes what stands first, so that most pairs are ties; and with people to correct it. */
    @ParameterizedTest
    @ValueSource(strings = {"judge_j_win_rate", "judge_j_rubric", "corrected"})
    void judges_of_two_equal_models_raise_no_more_false_alarms_than_promised(String figure) {
        boolean isCorrected = figure.equals("corrected");
        String name = isCorrected ? "judge_j_win_rate" : figure;
        Precision precision = new Precision(new ConfidenceSequence(JUDGED, ALPHA), new QuantileBootstrap(2, 1), 0.99);
        int alarms = 0;
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random = new SplittableRandom(run);
            JudgeFigure judge = new JudgeFigure("j");
            boolean alarm = false;
            for (int i = 0; i < JUDGED; i++) {
                Judgment judgment = figure.endsWith("rubric") ? scored(i, random) : chosen(i, random, 0.3);
                // People find neither better; the judge leans towards neither, but not for their reasons.
                judge.add(judgment, isCorrected && i % 3 == 0 ? said(random, 0.4, 0.4) : null);
                if ((i + 1) % (JUDGED / LOOKS) == 0) {
                    alarm |= estimates(judge, precision).stream()
                            .filter(estimate -> estimate.name().equals(name))
                            .anyMatch(OpinionLooksTest::sees);
                }
            }
            alarms += alarm ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(most(RUNS));
    }

    /** A judge that finds the candidate better 20 points more often than people do. */
    @ParameterizedTest
    @CsvSource({"60, 400", "120, 120", "40, 2000", "150, 0"})
    void what_people_correct_holds_what_people_think(int voted, int judged) {
        double truth = 0.3 + 0.3 / 2;
        int runs = 1000;
        int held = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(31L * run + voted);
            JudgeFigure judge = new JudgeFigure("j");
            for (int i = 0; i < voted + judged; i++) {
                Choice people = said(random, 0.3, 0.4);
                boolean isKind = random.nextInt(10) < 4;
                Choice machine = isKind && people != Choice.CANDIDATE ? Choice.CANDIDATE : people;
                judge.add(chosen(i, machine, machine), i < voted ? people : null);
            }
            Interval interval =
                    Objects.requireNonNull(judge.result().corrected()).interval();
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }

        // A normal interval of 40 votes falls a little short; four errors of a share of 1,000 are 2.8 points.
        assertThat((double) held / runs).isBetween(0.91, 0.98);
    }

    /** Half of what each side won, so that a limit of "twice as often" is asked of what was won. */
    @Test
    void a_preference_held_against_a_part_of_legacys_counts_both_errors() {
        PreferenceFigure figure = new PreferenceFigure();
        SplittableRandom random = new SplittableRandom(2);
        Precision precision = new Precision(new ConfidenceSequence(500, ALPHA), new QuantileBootstrap(2, 1), 0.99);
        Moments contrast = new Moments();
        for (int i = 0; i < 500; i++) {
            int outcome = random.nextInt(10) < 3 ? -1 : random.nextInt(10) < 4 ? 1 : 0;
            figure.addSession(session(outcome), false, NOW.plusSeconds(i), null);
            contrast.add((outcome > 0 ? 0.5 : 0) - 1.5 * (outcome < 0 ? 0.5 : 0));
        }

        Estimate estimate = figure.estimate(precision).orElseThrow();
        Joint joint = Objects.requireNonNull(estimate.detail().joint());

        assertThat(joint.candidate() - joint.legacy())
                .isCloseTo(Objects.requireNonNull(estimate.delta()), within(1e-12));
        assertThat(joint.variance(1))
                .isCloseTo(Objects.requireNonNull(estimate.detail().spread()).variance(), within(1e-12));
        assertThat(joint.candidate() - 1.5 * joint.legacy()).isCloseTo(contrast.mean(), within(1e-12));
        assertThat(joint.variance(1.5)).isCloseTo(contrast.variance(), within(1e-12));
        assertThat(MetricJudge.base(estimate)).isCloseTo(Objects.requireNonNull(estimate.legacy()) / 2, within(1e-12));
    }

    /** A file says by name what decides: two rubrics have two. */
    @Test
    void rubrics_that_plain_letters_do_not_tell_apart_have_names_of_their_own() {
        Precision precision = new Precision(new ConfidenceSequence(100, ALPHA), new QuantileBootstrap(2, 1), 0.99);
        PeopleFigure people = new PeopleFigure();
        for (String rubric : List.of("语气", "事实", "__", "tone of voice")) {
            Map<String, Double> scores = Map.of(rubric + "/legacy", 1.0, rubric + "/candidate", 2.0);
            people.add(List.of(new Vote("p" + rubric, "r", "ann", null, scores, List.of(), List.of(), null, NOW)));
        }

        List<Estimate> found = OpinionFigures.of(new Findings(List.of(), Optional.of(people.result())), precision)
                .estimates();

        assertThat(found)
                .extracting(Estimate::name)
                .hasSize(4)
                .doesNotHaveDuplicates()
                .contains("people____rubric", "people_tone_of_voice_rubric")
                .allMatch(name -> name.matches("people_[A-Za-z0-9_]+_rubric"));
    }

    private static SessionCredit session(int outcome) {
        return new SessionCredit(outcome, outcome < 0 ? 1 : 0, outcome > 0 ? 1 : 0, 0, 0, 0);
    }

    private static int most(int runs) {
        return BinomialDistribution.of(runs, ALPHA).inverseSurvivalProbability(0.001);
    }

    private static boolean sees(Estimate estimate) {
        return estimate.inference() != null
                && (estimate.inference().interval().low() > 0
                        || estimate.inference().interval().high() < 0);
    }

    private static List<Estimate> estimates(JudgeFigure judge, Precision precision) {
        JudgeResult result = judge.result();
        return OpinionFigures.of(new Findings(List.of(result), Optional.empty()), precision)
                .estimates();
    }

    private static Choice said(SplittableRandom random, double candidate, double legacy) {
        double drawn = random.nextDouble();
        return drawn < candidate ? Choice.CANDIDATE : drawn < candidate + legacy ? Choice.LEGACY : Choice.TIE;
    }

    /** Mostly by what it thinks, else by what stands first. */
    private static Judgment chosen(int number, SplittableRandom random, double byPlace) {
        if (random.nextDouble() < byPlace) {
            return chosen(number, Choice.LEGACY, Choice.CANDIDATE);
        }
        Choice choice = said(random, 0.45, 0.45);
        return chosen(number, choice, choice);
    }

    private static Judgment chosen(int number, Choice straight, Choice swapped) {
        return judgment(
                number,
                Judgment.Round.of(Judgment.Shown.LEGACY_FIRST, straight, ""),
                Judgment.Round.of(Judgment.Shown.CANDIDATE_FIRST, swapped, ""));
    }

    private static Judgment scored(int number, SplittableRandom random) {
        int hard = random.nextInt(4);
        return judgment(
                number,
                Judgment.Round.of(Judgment.Shown.LEGACY_ALONE, 1.0 + hard + random.nextInt(4), ""),
                Judgment.Round.of(Judgment.Shown.CANDIDATE_ALONE, 1.0 + hard + random.nextInt(4), ""));
    }

    private static Judgment judgment(int number, Judgment.Round one, Judgment.Round other) {
        return new Judgment(
                "p" + number,
                "r",
                "j",
                new Judgment.By("m", "p", "", 0),
                new Judgment.Sides("old", "new", 10, 10),
                List.of(one, other),
                Judgment.Spent.UNKNOWN,
                NOW);
    }
}
