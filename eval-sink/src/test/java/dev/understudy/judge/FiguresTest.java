package dev.understudy.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    /** Cohen 1960's own 3 by 3 example has no ties of ours; this one is worked out by hand: po = 0.7, pe = 0.375. */
    @Test
    void kappa_is_agreement_beyond_chance() {
        Confusion confusion = new Confusion();
        add(confusion, Choice.LEGACY, Choice.LEGACY, 2);
        add(confusion, Choice.CANDIDATE, Choice.CANDIDATE, 4);
        add(confusion, Choice.TIE, Choice.TIE, 1);
        add(confusion, Choice.LEGACY, Choice.CANDIDATE, 2);
        add(confusion, Choice.TIE, Choice.LEGACY, 1);

        Confusion.Kappa kappa = Objects.requireNonNull(confusion.result());

        double chance = 0.4 * 0.3 + 0.2 * 0.1 + 0.4 * 0.6;
        assertThat(kappa.n()).isEqualTo(10);
        assertThat(kappa.agreement()).isEqualTo(0.7);
        assertThat(Objects.requireNonNull(kappa.kappa())).isCloseTo((0.7 - chance) / (1 - chance), within(1e-12));
    }

    @Test
    void nothing_can_be_said_beyond_a_chance_that_always_agrees() {
        Confusion confusion = new Confusion();
        assertThat(confusion.result()).isNull();
        add(confusion, Choice.TIE, Choice.TIE, 5);

        Confusion.Kappa kappa = Objects.requireNonNull(confusion.result());
        assertThat(kappa.agreement()).isEqualTo(1);
        assertThat(kappa.kappa()).isNull();
    }

    /** Of three raters on four pairs: P = (1 + 1/3 + 1/3 + 1) / 4, pe = (5² + 3² + 4²) / 12². */
    @Test
    void fleiss_kappa_is_as_by_hand() {
        PeopleFigure people = new PeopleFigure();
        people.add(votes("1", Choice.LEGACY, Choice.LEGACY, Choice.LEGACY));
        people.add(votes("2", Choice.LEGACY, Choice.LEGACY, Choice.TIE));
        people.add(votes("3", Choice.TIE, Choice.TIE, Choice.CANDIDATE));
        people.add(votes("4", Choice.CANDIDATE, Choice.CANDIDATE, Choice.CANDIDATE));

        PeopleResult result = people.result();

        double observed = (1 + 1.0 / 3 + 1.0 / 3 + 1) / 4;
        double chance = (25.0 + 9 + 16) / 144;
        assertThat(Objects.requireNonNull(result.fleiss()))
                .isCloseTo((observed - chance) / (1 - chance), within(1e-12));
        assertThat(result.wins()).isEqualTo(1);
        assertThat(result.ties()).isEqualTo(1);
        assertThat(result.losses()).isEqualTo(2);
        assertThat(result.two()).hasSize(3);
        assertThat(result.raters()).isEqualTo(3);
    }

    @Test
    void as_many_on_either_side_is_a_tie() {
        assertThat(PeopleFigure.majority(votes("1", Choice.LEGACY, Choice.CANDIDATE)))
                .isEqualTo(Choice.TIE);
        assertThat(PeopleFigure.majority(votes("1", Choice.LEGACY, Choice.TIE))).isEqualTo(Choice.TIE);
        assertThat(PeopleFigure.majority(votes("1", Choice.LEGACY, Choice.LEGACY, Choice.TIE)))
                .isEqualTo(Choice.LEGACY);
        assertThat(PeopleFigure.majority(List.of())).isNull();
    }

    @Test
    void swapping_the_sides_turns_every_figure_round() {
        JudgeFigure straight = new JudgeFigure("j");
        JudgeFigure swapped = new JudgeFigure("j");
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Choice one = any(random);
            Choice other = random.nextBoolean() ? one : any(random);
            int legacy = random.nextInt(500);
            int candidate = random.nextInt(500);
            Choice people = random.nextInt(4) == 0 ? null : any(random);
            straight.add(judgment(i, one, other, legacy, candidate), people);
            swapped.add(
                    judgment(i, other.swapped(), one.swapped(), candidate, legacy),
                    people == null ? null : people.swapped());
        }

        JudgeResult a = straight.result();
        JudgeResult b = swapped.result();

        assertThat(b.wins()).isEqualTo(a.losses());
        assertThat(b.ties()).isEqualTo(a.ties());
        assertThat(Objects.requireNonNull(b.winRate()))
                .isCloseTo(1 - Objects.requireNonNull(a.winRate()), within(1e-12));
        assertThat(b.position()).isEqualTo(a.position());
        assertThat(Objects.requireNonNull(b.length()).rateAtEqualLength())
                .isCloseTo(1 - Objects.requireNonNull(a.length()).rateAtEqualLength(), within(1e-9));
        assertThat(Objects.requireNonNull(b.corrected()).winRate())
                .isCloseTo(1 - Objects.requireNonNull(a.corrected()).winRate(), within(1e-12));
        assertThat(Objects.requireNonNull(Objects.requireNonNull(b.human()).kappa()))
                .isCloseTo(
                        Objects.requireNonNull(Objects.requireNonNull(a.human()).kappa()), within(1e-12));
    }

    @Test
    void the_order_and_the_parts_change_nothing() {
        List<Judgment> judgments = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            judgments.add(judgment(i, any(random), any(random), random.nextInt(500), random.nextInt(500)));
        }
        JudgeFigure whole = new JudgeFigure("j");
        judgments.forEach(judgment -> whole.add(judgment, Choice.TIE));
        Collections.shuffle(judgments, random);
        JudgeFigure left = new JudgeFigure("j");
        JudgeFigure right = new JudgeFigure("j");
        for (int i = 0; i < judgments.size(); i++) {
            (i % 3 == 0 ? left : right).add(judgments.get(i), Choice.TIE);
        }
        right.merge(left);

        assertThat(right.result()).isEqualTo(whole.result());
    }

    /** θ̂ = mean f over the judge's own + mean (Y − f): a judge that always says candidate is put right by people. */
    @Test
    void people_put_a_biased_judge_right() {
        JudgeFigure figure = new JudgeFigure("j");
        for (int i = 0; i < 100; i++) {
            Choice people = i < 40 ? (i % 2 == 0 ? Choice.LEGACY : Choice.CANDIDATE) : null;
            figure.add(judgment(i, Choice.CANDIDATE, Choice.CANDIDATE, 10, 10), people);
        }

        JudgeResult result = figure.result();

        assertThat(result.winRate()).isEqualTo(1.0);
        JudgeResult.Corrected corrected = Objects.requireNonNull(result.corrected());
        assertThat(corrected.winRate()).isEqualTo(0.5);
        double halfWidth = 1.959963984540054 * Math.sqrt(0.25 * 40 / 39 / 40);
        assertThat(corrected.interval().high()).isCloseTo(0.5 + halfWidth, within(1e-12));
        assertThat(result.admission()).isEqualTo(JudgeResult.Admission.CORRECTED);
    }

    @Test
    void a_judge_enters_the_verdict_only_with_people_behind_it() {
        JudgeFigure alone = new JudgeFigure("j");
        JudgeFigure agreeing = new JudgeFigure("j");
        for (int i = 0; i < 60; i++) {
            Choice choice = i % 2 == 0 ? Choice.LEGACY : Choice.CANDIDATE;
            alone.add(judgment(i, choice, choice, 10, 20), null);
            agreeing.add(judgment(i, choice, choice, 10, 20), i % 10 == 0 ? choice.swapped() : choice);
        }

        assertThat(alone.result().admission()).isEqualTo(JudgeResult.Admission.NONE);
        assertThat(agreeing.result().admission()).isEqualTo(JudgeResult.Admission.AGREES);
    }

    @Test
    void nothing_judged_is_no_figure_and_no_fault() {
        JudgeResult nothing = new JudgeFigure("j").result();
        assertThat(nothing.winRate()).isNull();
        assertThat(nothing.consistency()).isNull();
        assertThat(nothing.length()).isNull();
        assertThat(nothing.signP()).isEqualTo(1);
        assertThat(new PeopleFigure().result().winRate()).isNull();
    }

    private static Judgment judgment(int id, Choice straight, Choice swapped, int legacy, int candidate) {
        return new Judgment(
                "qa:" + id,
                "qa",
                "j",
                new Judgment.By("m", "p", "", 0),
                new Judgment.Sides("a", "b", legacy, candidate),
                List.of(
                        Judgment.Round.of(Judgment.Shown.LEGACY_FIRST, straight, ""),
                        Judgment.Round.of(Judgment.Shown.CANDIDATE_FIRST, swapped, "")),
                Judgment.Spent.UNKNOWN,
                NOW);
    }

    private static List<Vote> votes(String pair, Choice... choices) {
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < choices.length; i++) {
            votes.add(new Vote(pair, "qa", "rater" + i, choices[i], Map.of(), List.of(), List.of(), null, NOW));
        }
        return votes;
    }

    private static Choice any(Random random) {
        return List.of(Choice.values()).get(random.nextInt(Choice.COUNT));
    }

    private static void add(Confusion confusion, Choice one, Choice other, int times) {
        for (int i = 0; i < times; i++) {
            confusion.add(one, other);
        }
    }
}
