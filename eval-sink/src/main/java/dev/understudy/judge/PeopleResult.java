package dev.understudy.judge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people say about one candidate.
 *
 * @param pairs that anybody voted on
 * @param wins of the candidate by what most said of a pair; likewise {@code ties} and {@code losses}
 * @param winRate {@code (wins + ties / 2) / (wins + ties + losses)}; null when nobody chose
 * @param rated pairs with two choices or more
 * @param fleiss their agreement beyond chance; null when chance alone would always agree
 * @param two each two people on what both chose; of more than a thousand the first by name
 * @param leftOut choices of two people on one pair who are not among {@code two}, once for each two
 * @param scores means by rubric and side, of whoever gave any; of too many the first by name
 * @param scoresLeftOut scores by names that are not among {@code scores}
 * @param rubrics what both answers of a pair were scored, by rubric
 * @param legacyErrors how often each error was named; likewise {@code candidateErrors}. Both stand for the same names: one
 *     that is not there was never named, or is among the others of both
 */
public record PeopleResult(
        long pairs,
        long votes,
        int raters,
        long wins,
        long ties,
        long losses,
        @Nullable Double winRate,
        double signP,
        long rated,
        @Nullable Double fleiss,
        List<Two> two,
        long leftOut,
        Map<String, Double> scores,
        long scoresLeftOut,
        List<Rubric> rubrics,
        Map<String, Long> legacyErrors,
        Map<String, Long> candidateErrors) {
    public PeopleResult {
        two = List.copyOf(two);
        scores = new TreeMap<>(scores);
        rubrics = List.copyOf(rubrics);
        String last = NamedCounts.last(legacyErrors, candidateErrors);
        legacyErrors = NamedCounts.until(last, legacyErrors);
        candidateErrors = NamedCounts.until(last, candidateErrors);
    }

    /**
     * What people scored by one rubric.
     *
     * @param scores of pairs whose two answers somebody scored; null without
     * @param oneSided scores of one answer of a pair whose other the same person did not score: they count in no difference
     * @param rated answers that two people or more scored
     * @param alpha their agreement beyond chance, near scores being nearly the same; null when all are the same
     * @param two each two people on what both scored, their kappa weighted by squared distances; the first by name
     * @param leftOut answers that two people scored who are not among {@code two}, once for each two
     */
    public record Rubric(
            String name,
            JudgeResult.@Nullable Rubric scores,
            long oneSided,
            long rated,
            @Nullable Double alpha,
            List<Two> two,
            long leftOut) {
        public Rubric {
            two = List.copyOf(two);
        }
    }

    /**
     * Two people.
     *
     * @param kappa Cohen's; null when chance alone would always agree
     */
    public record Two(
            String one,
            String other,
            long n,
            double agreement,
            @Nullable Double kappa) {}
}
