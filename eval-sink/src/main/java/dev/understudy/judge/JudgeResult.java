package dev.understudy.judge;

import dev.understudy.compare.statistics.Interval;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one judge says about one candidate, and how far it is to be believed.
 *
 * @param judged pairs that it was asked about
 * @param errors of them, those without a verdict: no answer, or none that can be read
 * @param wins of the candidate, in both orders; likewise {@code losses}
 * @param ties those it called so, and those where its two orders disagree
 * @param winRate {@code (wins + ties / 2) / (judged - errors)}; null without a verdict
 * @param interval of the same, at 95 %; null with fewer than two
 * @param signP two-sided, exact, ties left out
 * @param consistency the share of pairs on which both orders say the same; null when there is one order only
 * @param selfPreference which sides are of the judge's own family, by their names; empty when neither is
 * @param human null when nobody voted on what it judged
 * @param corrected by what people said; null with too few votes
 * @param admission whether it may enter the verdict
 */
public record JudgeResult(
        String judge,
        List<By> by,
        long judged,
        long errors,
        long wins,
        long ties,
        long losses,
        @Nullable Double winRate,
        @Nullable Interval interval,
        double signP,
        @Nullable Double consistency,
        Position position,
        @Nullable Length length,
        String selfPreference,
        @Nullable Human human,
        @Nullable Corrected corrected,
        @Nullable Rubric rubric,
        Admission admission) {
    /** From how many pairs that people voted on the judge can be held against them. */
    public static final int VOTES_LEAST = 30;

    /** The agreement with people, beyond chance, from which a judge may speak for itself. */
    public static final double KAPPA_LEAST = 0.6;

    public JudgeResult {
        by = List.copyOf(by);
    }

    /**
     * A model and a prompt.
     *
     * @param temperature null when unknown
     */
    public record By(
            String model,
            String prompt,
            String promptSha256,
            @Nullable Double temperature) {}

    /**
     * Of the pairs on which both orders chose, and differently.
     *
     * @param first those on which the answer that stood first won both times
     * @param p exact, two-sided, that place makes no difference
     */
    public record Position(long first, long second, double p) {}

    /**
     * @param oddsPer100Chars by what factor 100 characters more change the candidate's odds
     * @param p that length makes no difference
     * @param rateAtEqualLength the candidate's win rate were both answers as long
     */
    public record Length(long n, double oddsPer100Chars, double p, double rateAtEqualLength) {}

    /**
     * Against what most people said.
     *
     * @param kappa null when chance alone would always agree
     */
    public record Human(
            long n,
            double agreement,
            @Nullable Double kappa,
            @Nullable Interval interval) {}

    /**
     * The win rate as people would see it, at 95 %.
     *
     * @param judged pairs that the judge alone saw
     * @param voted pairs that people saw too
     * @param squaredError of the rate; what never differed so far counts as if it once had
     */
    public record Corrected(long judged, long voted, double winRate, double squaredError, Interval interval) {}

    /**
     * Scores of each answer alone.
     *
     * @param legacyError squared, of the mean; likewise {@code candidateError} and {@code deltaError}
     */
    public record Rubric(
            long n,
            double legacy,
            double candidate,
            double delta,
            double legacyError,
            double candidateError,
            double deltaError,
            @Nullable Interval interval) {}

    /** Whether, and on what ground, it may enter the verdict. */
    public enum Admission {
        /** Kappa with people is 0.6 or more, on 30 pairs or more. */
        AGREES,
        /** Only as corrected by people. */
        CORRECTED,
        NONE;

        /** As reports write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
