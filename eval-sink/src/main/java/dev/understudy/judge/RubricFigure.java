package dev.understudy.judge;

import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the scores that people gave by one rubric. A pair counts with the mean of those who scored both its answers, so that
 * a stern person is stern to both; how far people agree is asked of every answer that two or more scored.
 */
final class RubricFigure {
    /** Of more the first by name: of a hundred people each two are 4,950. */
    static final int TWO_MAX = 1_000;

    /** Squared distances of scores are squared again for their variance, which has to be finite. */
    private static final double LARGEST = 1e70;

    private final Moments legacy = new Moments();
    private final Moments candidate = new Moments();
    private final Moments differences = new Moments();
    private final TreeMap<String, Agreement> byRaters = new TreeMap<>();
    /** Scores of answers that two or more scored; and, of each such answer, their squared distances. */
    private final Moments shared = new Moments();

    private final Moments within = new Moments();
    private long oneSided;
    /** Answers that two people scored, once for each two of them, kept or not. */
    private long comparisons;

    /** What two people gave the same answers. */
    private static final class Agreement {
        private final Moments one = new Moments();
        private final Moments other = new Moments();
        private final Moments squares = new Moments();
        private long same;

        void add(double first, double second) {
            one.add(first);
            other.add(second);
            squares.add((first - second) * (first - second));
            same += first == second ? 1 : 0;
        }

        void merge(Agreement further) {
            one.merge(further.one);
            other.merge(further.other);
            squares.merge(further.squares);
            same += further.same;
        }

        /**
         * Cohen, "Weighted kappa" (1968), with squared weights, of which only moments are needed; null when chance alone would
         * always agree.
         */
        PeopleResult.Two result(String first, String second) {
            double n = one.n();
            double apart = one.mean() - other.mean();
            double chance = n < 2 ? 0 : (one.variance() + other.variance()) * (n - 1) / n + apart * apart;
            return new PeopleResult.Two(
                    first, second, one.n(), same / n, chance > 0 ? (Double) (1 - squares.mean() / chance) : null);
        }
    }

    /** One person's scores of a pair by this rubric; null for an answer without one. */
    record Scored(
            String rater, @Nullable Double legacy, @Nullable Double candidate) {
        Scored {
            legacy = usable(legacy);
            candidate = usable(candidate);
        }

        private static @Nullable Double usable(@Nullable Double score) {
            return score != null && Math.abs(score) <= LARGEST ? score : null;
        }
    }

    /** @param about one pair, by name of who scored it */
    void add(List<Scored> about) {
        double ofLegacy = 0;
        double ofCandidate = 0;
        int both = 0;
        for (Scored scored : about) {
            if (scored.legacy() != null && scored.candidate() != null) {
                ofLegacy += scored.legacy();
                ofCandidate += scored.candidate();
                both++;
            } else if (scored.legacy() != null || scored.candidate() != null) {
                oneSided++;
            }
        }
        if (both > 0) {
            legacy.add(ofLegacy / both);
            candidate.add(ofCandidate / both);
            differences.add((ofCandidate - ofLegacy) / both);
        }
        Map<String, Double> first = new TreeMap<>();
        Map<String, Double> second = new TreeMap<>();
        for (Scored scored : about) {
            if (scored.legacy() != null) {
                first.put(scored.rater(), scored.legacy());
            }
            if (scored.candidate() != null) {
                second.put(scored.rater(), scored.candidate());
            }
        }
        agreement(first);
        agreement(second);
    }

    /** @param scores of one answer by rater */
    private void agreement(Map<String, Double> scores) {
        if (scores.size() < 2) {
            return;
        }
        Moments here = new Moments();
        List<Map.Entry<String, Double>> all = new ArrayList<>(scores.entrySet());
        for (int i = 0; i < all.size(); i++) {
            double one = all.get(i).getValue();
            here.add(one);
            for (Map.Entry<String, Double> other : all.subList(i + 1, all.size())) {
                byRaters.computeIfAbsent(all.get(i).getKey() + "\n" + other.getKey(), names -> new Agreement())
                        .add(one, other.getValue());
                comparisons++;
                PeopleFigure.limit(byRaters, TWO_MAX);
            }
        }
        shared.merge(here);
        within.add(here.variance() * here.n());
    }

    void merge(RubricFigure other) {
        legacy.merge(other.legacy);
        candidate.merge(other.candidate);
        differences.merge(other.differences);
        other.byRaters.forEach((names, agreement) ->
                byRaters.computeIfAbsent(names, name -> new Agreement()).merge(agreement));
        PeopleFigure.limit(byRaters, TWO_MAX);
        comparisons += other.comparisons;
        shared.merge(other.shared);
        within.merge(other.within);
        oneSided += other.oneSided;
    }

    PeopleResult.Rubric result(String name) {
        List<PeopleResult.Two> two = new ArrayList<>();
        byRaters.forEach((names, agreement) -> {
            String[] both = names.split("\n", -1);
            two.add(agreement.result(both[0], both[1]));
        });
        long kept = two.stream().mapToLong(PeopleResult.Two::n).sum();
        return new PeopleResult.Rubric(name, scores(), oneSided, within.n(), alpha(), two, comparisons - kept);
    }

    private JudgeResult.@Nullable Rubric scores() {
        long n = differences.n();
        if (n == 0) {
            return null;
        }
        double error = error(differences);
        return new JudgeResult.Rubric(
                n,
                legacy.mean(),
                candidate.mean(),
                differences.mean(),
                error(legacy),
                error(candidate),
                error,
                n < 2 ? null : Interval.around(differences.mean(), Normal.Z95 * Math.sqrt(error)));
    }

    private static double error(Moments moments) {
        return moments.n() < 2 ? 0 : moments.variance() / moments.n();
    }

    /**
     * Krippendorff's alpha with squared distances ("Computing Krippendorff's alpha-reliability", 2011): any number of people,
     * who need not all score everything. Null when all scores are the same.
     */
    private @Nullable Double alpha() {
        return shared.n() < 2 || shared.variance() == 0
                ? null
                : (Double) (1 - within.sum() / shared.n() / shared.variance());
    }
}
