package dev.understudy.judge;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Normal;
import dev.understudy.compare.statistics.SignTest;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sums up one judge's judgments on one candidate: who won, how far it is to be believed, and what people say. Judgments are
 * few, since each costs calls; the lengths of all are held for the regression.
 */
public final class JudgeFigure {
    private final String judge;
    private final TreeSet<Judgment.By> by = new TreeSet<>(Comparator.comparing(Judgment.By::model)
            .thenComparing(Judgment.By::prompt)
            .thenComparing(Judgment.By::promptSha256)
            .thenComparingDouble(Judgment.By::temperature));
    private final TreeSet<String> selfPreferred = new TreeSet<>();
    private final Confusion human = new Confusion();
    private final Verbosity verbosity = new Verbosity();
    private final Sum judgedOnly = new Sum();
    private final Sum corrections = new Sum();
    private final Sum humanScores = new Sum();
    private final Sum scoresLegacy = new Sum();
    private final Sum scoresCandidate = new Sum();
    private final Sum scoresDelta = new Sum();
    private long judged;
    private long errors;
    private long wins;
    private long ties;
    private long losses;
    private long bothOrders;
    private long consistent;
    private long first;
    private long second;

    public JudgeFigure(String judge) {
        this.judge = judge;
    }

    /** @param people what most people said about the pair; null when nobody did */
    public void add(Judgment judgment, @Nullable Choice people) {
        judged++;
        by.add(judgment.by());
        Choice verdict = judgment.verdict().orElse(null);
        if (verdict == null) {
            errors++;
            return;
        }
        wins += verdict == Choice.CANDIDATE ? 1 : 0;
        losses += verdict == Choice.LEGACY ? 1 : 0;
        ties += verdict == Choice.TIE ? 1 : 0;
        orders(judgment);
        scores(judgment);
        verbosity.add(judgment.sides().legacyChars(), judgment.sides().candidateChars(), verdict);
        if (Family.isOne(judgment.by().model(), judgment.sides().legacy())) {
            selfPreferred.add("legacy");
        }
        if (Family.isOne(judgment.by().model(), judgment.sides().candidate())) {
            selfPreferred.add("candidate");
        }
        double score = Verbosity.score(verdict);
        if (people == null) {
            judgedOnly.add(score);
        } else {
            human.add(verdict, people);
            humanScores.add(Verbosity.score(people));
            corrections.add(Verbosity.score(people) - score);
        }
    }

    private void orders(Judgment judgment) {
        Choice straight = judgment.choice(Judgment.Shown.LEGACY_FIRST).orElse(null);
        Choice swapped = judgment.choice(Judgment.Shown.CANDIDATE_FIRST).orElse(null);
        if (straight == null || swapped == null) {
            return;
        }
        bothOrders++;
        consistent += straight == swapped ? 1 : 0;
        first += straight == Choice.LEGACY && swapped == Choice.CANDIDATE ? 1 : 0;
        second += straight == Choice.CANDIDATE && swapped == Choice.LEGACY ? 1 : 0;
    }

    private void scores(Judgment judgment) {
        Double legacy = judgment.score(Judgment.Shown.LEGACY_ALONE).orElse(null);
        Double candidate = judgment.score(Judgment.Shown.CANDIDATE_ALONE).orElse(null);
        if (legacy != null && candidate != null) {
            scoresLegacy.add(legacy);
            scoresCandidate.add(candidate);
            scoresDelta.add(candidate - legacy);
        }
    }

    public void merge(JudgeFigure other) {
        judged += other.judged;
        errors += other.errors;
        wins += other.wins;
        ties += other.ties;
        losses += other.losses;
        bothOrders += other.bothOrders;
        consistent += other.consistent;
        first += other.first;
        second += other.second;
        by.addAll(other.by);
        selfPreferred.addAll(other.selfPreferred);
        human.merge(other.human);
        verbosity.merge(other.verbosity);
        judgedOnly.merge(other.judgedOnly);
        corrections.merge(other.corrections);
        humanScores.merge(other.humanScores);
        scoresLegacy.merge(other.scoresLegacy);
        scoresCandidate.merge(other.scoresCandidate);
        scoresDelta.merge(other.scoresDelta);
    }

    public JudgeResult result() {
        long ok = wins + ties + losses;
        Confusion.Kappa agreement = human.result();
        JudgeResult.Corrected corrected = corrected();
        return new JudgeResult(
                judge,
                by.stream()
                        .map(one -> new JudgeResult.By(
                                one.model(),
                                one.prompt(),
                                one.promptSha256(),
                                Double.isNaN(one.temperature()) ? null : (Double) one.temperature()))
                        .toList(),
                judged,
                errors,
                wins,
                ties,
                losses,
                ok == 0 ? null : (Double) ((wins + ties / 2.0) / ok),
                interval(ok),
                SignTest.p(wins, losses),
                bothOrders == 0 ? null : (Double) ((double) consistent / bothOrders),
                new JudgeResult.Position(first, second, SignTest.p(first, second)),
                verbosity(),
                String.join(", ", selfPreferred),
                agreement == null
                        ? null
                        : new JudgeResult.Human(
                                agreement.n(), agreement.agreement(), agreement.kappa(), agreement.interval()),
                corrected,
                rubric(),
                admission(agreement, corrected));
    }

    private @Nullable Interval interval(long ok) {
        if (ok < 2) {
            return null;
        }
        double mean = (wins + ties / 2.0) / ok;
        double squares = wins + ties / 4.0;
        double variance = (squares - ok * mean * mean) / (ok - 1);
        return Interval.around(mean, Normal.Z95 * Math.sqrt(Math.max(0, variance) / ok))
                .within(0, 1);
    }

    private JudgeResult.@Nullable Length verbosity() {
        Verbosity.Fit fit = verbosity.fit();
        return fit == null
                ? null
                : new JudgeResult.Length(fit.n(), fit.oddsPer100Chars(), fit.p(), fit.rateAtEqualLength());
    }

    /**
     * Prediction-powered inference (Angelopoulos and others 2023; as ARES uses it): the judge's mean over what people did not
     * see, plus the mean of what people say beyond the judge.
     */
    private JudgeResult.@Nullable Corrected corrected() {
        if (corrections.n() < JudgeResult.VOTES_LEAST) {
            return null;
        }
        boolean alone = judgedOnly.n() < 2;
        double rate = alone ? humanScores.mean() : judgedOnly.mean() + corrections.mean();
        double variance = alone
                ? humanScores.variance() / humanScores.n()
                : judgedOnly.variance() / judgedOnly.n() + corrections.variance() / corrections.n();
        double squaredError =
                alone ? humanScores.squaredError() : judgedOnly.squaredError() + corrections.squaredError();
        return new JudgeResult.Corrected(
                alone ? 0 : judgedOnly.n(),
                corrections.n(),
                rate,
                squaredError,
                Interval.around(rate, Normal.Z95 * Math.sqrt(variance)));
    }

    private JudgeResult.@Nullable Rubric rubric() {
        if (scoresDelta.n() == 0) {
            return null;
        }
        Interval interval = scoresDelta.n() < 2
                ? null
                : Interval.around(scoresDelta.mean(), Normal.Z95 * Math.sqrt(scoresDelta.variance() / scoresDelta.n()));
        return new JudgeResult.Rubric(
                scoresDelta.n(),
                scoresLegacy.mean(),
                scoresCandidate.mean(),
                scoresDelta.mean(),
                scoresLegacy.variance() / scoresLegacy.n(),
                scoresCandidate.variance() / scoresCandidate.n(),
                scoresDelta.variance() / scoresDelta.n(),
                interval);
    }

    private static JudgeResult.Admission admission(
            Confusion.@Nullable Kappa agreement, JudgeResult.@Nullable Corrected corrected) {
        if (agreement != null
                && agreement.n() >= JudgeResult.VOTES_LEAST
                && agreement.kappa() != null
                && agreement.kappa() >= JudgeResult.KAPPA_LEAST) {
            return JudgeResult.Admission.AGREES;
        }
        return corrected == null ? JudgeResult.Admission.NONE : JudgeResult.Admission.CORRECTED;
    }

    /** Who made a model, by how its name begins. */
    static final class Family {
        private Family() {}

        static boolean isOne(String judge, String model) {
            String family = of(judge);
            return !family.isEmpty() && family.equals(of(model));
        }

        private static String of(String model) {
            String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            int end = 0;
            while (end < name.length() && Character.isLetter(name.charAt(end))) {
                end++;
            }
            String word = name.substring(0, end);
            return word.equals("legacy") || word.equals("candidate") ? "" : word;
        }
    }

    /** Sums from which mean and variance come; what is added are few kinds of numbers, so that rounding is none. */
    private static final class Sum {
        private long n;
        private double sum;
        private double squares;

        void add(double value) {
            n++;
            sum += value;
            squares += value * value;
        }

        void merge(Sum other) {
            n += other.n;
            sum += other.sum;
            squares += other.squares;
        }

        long n() {
            return n;
        }

        double mean() {
            return sum / n;
        }

        /** Of the mean of numbers between 0 and 1, as if at least one had differed. */
        double squaredError() {
            return Math.max(variance(), 1.0 / n) / n;
        }

        double variance() {
            return n < 2 ? 0 : Math.max(0, (squares - sum * sum / n) / (n - 1));
        }
    }
}
