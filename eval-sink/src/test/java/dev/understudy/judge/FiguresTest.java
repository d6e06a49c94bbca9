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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    /** Krippendorff's own example of 2011, four observers and twelve units: 0.849 by squared distances. */
    @Test
    void people_who_score_agree_as_krippendorff_says() {
        PeopleFigure figure = new PeopleFigure();
        String[] given = {"123321412...", "1233224125.3", ".3332342251.", "12332441251."};
        for (int unit = 0; unit < 12; unit++) {
            List<Vote> votes = new ArrayList<>();
            for (int person = 0; person < given.length; person++) {
                char score = given[person].charAt(unit);
                if (score != '.') {
                    votes.add(scored("p" + unit, "rater" + person, Map.of("care/legacy", (double) (score - '0'))));
                }
            }
            figure.add(votes);
        }

        PeopleResult.Rubric found = figure.result().rubrics().get(0);
        assertThat(found.alpha()).isCloseTo(0.849, within(5e-4));
        assertThat(found.rated()).isEqualTo(11);
        assertThat(found.scores()).isNull();
        assertThat(found.oneSided()).isEqualTo(41);
        // Nine units that the first two both scored, by scikit-learn's cohen_kappa_score with quadratic weights.
        PeopleResult.Two two = found.two().get(0);
        assertThat(two.n()).isEqualTo(9);
        assertThat(two.agreement()).isCloseTo(8.0 / 9, within(1e-12));
        assertThat(two.kappa()).isCloseTo(0.9395973154362416, within(1e-12));
    }

    @Test
    void scores_of_people_are_means_of_pairs_whose_both_answers_somebody_scored() {
        PeopleFigure figure = new PeopleFigure();
        figure.add(List.of(
                scored("a", "ann", Map.of("care/legacy", 2.0, "care/candidate", 4.0)),
                scored("a", "bob", Map.of("care/legacy", 4.0, "care/candidate", 5.0))));
        figure.add(List.of(
                scored("b", "ann", Map.of("care/legacy", 3.0, "care/candidate", 2.0)),
                scored("b", "bob", Map.of("care/candidate", 5.0, "tone/legacy", 1.0))));
        figure.add(List.of(scored("c", "ann", Map.of("care/legacy", Double.NaN, "care/candidate", 5.0))));

        PeopleResult.Rubric care = figure.result().rubrics().get(0);
        JudgeResult.Rubric scores = Objects.requireNonNull(care.scores());

        assertThat(care.name()).isEqualTo("care");
        assertThat(scores.n()).isEqualTo(2);
        assertThat(scores.legacy()).isEqualTo(3);
        assertThat(scores.candidate()).isEqualTo(3.25);
        assertThat(scores.delta()).isEqualTo(0.25);
        // Differences 1.5 and -1.
        assertThat(scores.deltaError()).isCloseTo(3.125 / 2, within(1e-12));
        assertThat(care.oneSided()).isEqualTo(2);
        assertThat(care.rated()).isEqualTo(3);
        assertThat(figure.result().rubrics()).hasSize(2);
        assertThat(figure.result().rubrics().get(1).scores()).isNull();
    }

    @Test
    void scores_of_people_merge_to_the_whole_in_any_order_and_turn_round_with_the_sides() {
        Random random = new Random(8);
        List<List<Vote>> pairs = new ArrayList<>();
        List<List<Vote>> turned = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<Vote> votes = new ArrayList<>();
            List<Vote> swapped = new ArrayList<>();
            for (String rater : List.of("ann", "bob", "cem")) {
                double legacy = random.nextInt(10);
                double candidate = random.nextInt(10);
                votes.add(scored("p" + i, rater, Map.of("care/legacy", legacy, "care/candidate", candidate)));
                swapped.add(scored("p" + i, rater, Map.of("care/legacy", candidate, "care/candidate", legacy)));
            }
            pairs.add(votes);
            turned.add(swapped);
        }
        PeopleFigure whole = new PeopleFigure();
        pairs.forEach(whole::add);
        PeopleFigure other = new PeopleFigure();
        turned.forEach(other::add);
        Collections.shuffle(pairs, random);
        PeopleFigure left = new PeopleFigure();
        PeopleFigure right = new PeopleFigure();
        for (int i = 0; i < pairs.size(); i++) {
            (i % 3 == 0 ? left : right).add(pairs.get(i));
        }
        right.merge(left);

        assertThat(right.result().rubrics()).isEqualTo(whole.result().rubrics());
        JudgeResult.Rubric there =
                Objects.requireNonNull(whole.result().rubrics().get(0).scores());
        JudgeResult.Rubric back =
                Objects.requireNonNull(other.result().rubrics().get(0).scores());
        assertThat(back.delta()).isCloseTo(-there.delta(), within(1e-12));
        assertThat(back.deltaError()).isCloseTo(there.deltaError(), within(1e-12));
        assertThat(back.legacy()).isEqualTo(there.candidate());
    }

    @Test
    void of_too_many_rubrics_the_first_by_name_count() {
        PeopleFigure figure = new PeopleFigure();
        for (int i = 99; i >= 0; i--) {
            figure.add(List.of(scored(
                    "p" + i, "ann", Map.of("r" + (100 + i) + "/legacy", 1.0, "r" + (100 + i) + "/candidate", 2.0))));
        }

        List<PeopleResult.Rubric> rubrics = figure.result().rubrics();

        assertThat(rubrics).hasSize(PeopleFigure.RUBRICS_MAX);
        assertThat(rubrics.get(0).name()).isEqualTo("r100");
        assertThat(rubrics.get(rubrics.size() - 1).name()).isEqualTo("r" + (99 + PeopleFigure.RUBRICS_MAX));
    }

    @Test
    void of_too_many_names_for_scores_the_first_have_means_and_the_others_are_counted() {
        PeopleFigure whole = new PeopleFigure();
        PeopleFigure left = new PeopleFigure();
        PeopleFigure right = new PeopleFigure();
        for (int i = 299; i >= 0; i--) {
            List<Vote> votes = List.of(
                    scored("p" + i, "ann", Map.of("s" + (100 + i), 1.0)),
                    scored("p" + i, "bob", Map.of("s" + (100 + i), 2.0)));
            whole.add(votes);
            (i % 2 == 0 ? left : right).add(votes);
        }
        right.merge(left);

        PeopleResult people = whole.result();

        assertThat(people.scores()).hasSize(NamedCounts.NAMES_MAX).containsEntry("s100", 1.5);
        assertThat(people.scores()).containsKey("s299").doesNotContainKey("s300");
        assertThat(people.scoresLeftOut()).isEqualTo(200);
        assertThat(right.result()).isEqualTo(people);
    }

    /** Their distance is squared twice: such a score is none, and the figure is one of all others. */
    @Test
    void scores_too_large_for_their_squares_do_not_count() {
        PeopleFigure figure = new PeopleFigure();
        figure.add(List.of(
                scored("a", "ann", Map.of("care/legacy", 1e100, "care/candidate", 1.0)),
                scored("a", "bob", Map.of("care/legacy", 1.0, "care/candidate", 1.0))));
        figure.add(List.of(
                scored("b", "ann", Map.of("care/legacy", 1e70, "care/candidate", -1e70)),
                scored("b", "bob", Map.of("care/legacy", 1.0, "care/candidate", 1.0))));

        PeopleResult.Rubric care = figure.result().rubrics().get(0);

        assertThat(Objects.requireNonNull(care.scores()).n()).isEqualTo(2);
        assertThat(care.oneSided()).isEqualTo(1);
        assertThat(care.rated()).isEqualTo(3);
        assertThat(care.two().get(0).n()).isEqualTo(3);
        assertThat(care.two().get(0).kappa()).isFinite();
        assertThat(care.alpha()).isFinite();
    }

    @Test
    void of_too_many_people_the_first_two_by_name_are_kept_whatever_the_order() {
        List<List<Vote>> pairs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Vote> votes = new ArrayList<>();
            for (int person = i; person < 60; person++) {
                double score = (person * 7 + i) % 5;
                votes.add(scored("p" + i, "rater" + (100 + person), Map.of("care/legacy", score)));
            }
            pairs.add(votes);
        }
        PeopleFigure whole = new PeopleFigure();
        pairs.forEach(whole::add);
        Collections.reverse(pairs);
        PeopleFigure left = new PeopleFigure();
        PeopleFigure right = new PeopleFigure();
        for (int i = 0; i < pairs.size(); i++) {
            (i % 2 == 0 ? left : right).add(pairs.get(i));
        }
        right.merge(left);

        PeopleResult.Rubric care = whole.result().rubrics().get(0);

        assertThat(right.result().rubrics()).containsExactly(care);
        assertThat(care.two()).hasSize(RubricFigure.TWO_MAX);
        assertThat(care.two().get(0).one()).isEqualTo("rater100");
        assertThat(care.two().get(0).other()).isEqualTo("rater101");
        long all = 0;
        for (int i = 0; i < 6; i++) {
            all += (60L - i) * (59 - i) / 2;
        }
        long kept = care.two().stream().mapToLong(PeopleResult.Two::n).sum();
        assertThat(care.leftOut()).isEqualTo(all - kept).isPositive();
        assertThat(care.rated()).isEqualTo(6);
    }

    @Test
    void of_too_many_who_chose_and_too_many_words_for_errors_the_first_by_name_are_kept() {
        List<List<Vote>> pairs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Vote> votes = new ArrayList<>();
            for (int person = i; person < 60; person++) {
                List<String> errors = List.of("e" + (1000 + 60 * i + person));
                votes.add(new Vote(
                        "p" + i,
                        "qa",
                        "rater" + (100 + person),
                        person % 3 == 0 ? Choice.TIE : Choice.CANDIDATE,
                        Map.of(),
                        errors,
                        List.of(),
                        null,
                        NOW));
            }
            pairs.add(votes);
        }
        PeopleFigure whole = new PeopleFigure();
        pairs.forEach(whole::add);
        PeopleFigure left = new PeopleFigure();
        PeopleFigure right = new PeopleFigure();
        for (int i = 0; i < pairs.size(); i++) {
            (i % 2 == 0 ? left : right).add(pairs.get(i));
        }
        right.merge(left);

        PeopleResult people = whole.result();

        assertThat(right.result().two()).isEqualTo(people.two());
        assertThat(right.result().legacyErrors()).isEqualTo(people.legacyErrors());
        assertThat(people.two()).hasSize(RubricFigure.TWO_MAX);
        long kept = people.two().stream().mapToLong(PeopleResult.Two::n).sum();
        assertThat(people.leftOut()).isPositive().isEqualTo(right.result().leftOut());
        assertThat(kept + people.leftOut())
                .isEqualTo(
                        LongStream.range(0, 6).map(i -> (60 - i) * (59 - i) / 2).sum());
        assertThat(people.legacyErrors()).hasSize(NamedCounts.NAMES_MAX + 1);
        assertThat(people.legacyErrors().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(LongStream.range(0, 6).map(i -> 60 - i).sum());
    }

    @Test
    void errors_of_both_answers_are_counted_under_the_same_names() {
        List<String> many = IntStream.range(100, 100 + NamedCounts.NAMES_MAX + 1)
                .mapToObj(i -> "e" + i)
                .toList();
        String last = many.get(NamedCounts.NAMES_MAX);
        PeopleFigure figure = new PeopleFigure();
        figure.add(List.of(new Vote("p", "qa", "ann", null, Map.of(), many, List.of("e100", last, "so"), null, NOW)));

        PeopleResult people = figure.result();

        assertThat(people.legacyErrors())
                .containsEntry("e100", 1L)
                .containsEntry(NamedCounts.OTHERS, 1L)
                .doesNotContainKey(last);
        assertThat(people.candidateErrors()).isEqualTo(Map.of("e100", 1L, NamedCounts.OTHERS, 2L));
    }

    private static Vote scored(String pair, String rater, Map<String, Double> scores) {
        return new Vote(pair, "qa", rater, null, scores, List.of(), List.of(), null, NOW);
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
