package dev.understudy.compare;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.pair.Pair;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers whose items were clicked in mixed lists. Each list is a session, and counts for the side with more credit
 * (Chapelle, Joachims, Radlinski and Yue, "Large-scale validation and analysis of interleaved search evaluation", 2012).
 */
final class PreferenceFigure {
    static final String NAME = "interleaving_preference";

    private final Moments scores = new Moments();
    private long wins;
    private long losses;
    private long ties;
    private long silent;
    private long degraded;

    void add(Observation observation) {
        Pair.Interleaving mixed = observation.pair().interleaving();
        if (mixed == null) {
            return;
        }
        if (mixed.degraded()) {
            degraded++;
            return;
        }
        List<String> clicked = observation.events().clickedItems();
        int credit =
                mixed.method().equals("balanced") ? balancedCredit(observation, clicked) : teamCredit(mixed, clicked);
        addSession(credit, clicked.isEmpty(), observation.cluster());
    }

    /** @param credit the candidate's clicks beyond legacy's */
    void addSession(int credit, boolean isSilent, @Nullable Long cluster) {
        wins += credit > 0 ? 1 : 0;
        losses += credit < 0 ? 1 : 0;
        ties += credit == 0 ? 1 : 0;
        silent += isSilent ? 1 : 0;
        double score = (Integer.signum(credit) + 1) / 2.0;
        if (cluster == null) {
            scores.add(score);
        } else {
            scores.add(score, cluster);
        }
    }

    void merge(PreferenceFigure other) {
        scores.merge(other.scores);
        wins += other.wins;
        losses += other.losses;
        ties += other.ties;
        silent += other.silent;
        degraded += other.degraded;
    }

    Optional<Report.Preference> result(Precision precision) {
        if (scores.n() == 0 && degraded == 0) {
            return Optional.empty();
        }
        return Optional.of(new Report.Preference(
                scores.n(),
                wins,
                losses,
                ties,
                silent,
                degraded,
                delta(),
                interval(precision),
                SignTest.p(wins, losses),
                SignTest.alwaysValidP(wins, losses)));
    }

    /** Empty when nobody clicked. */
    Optional<Estimate> estimate(Precision precision) {
        long n = scores.n();
        if (n == silent) {
            return Optional.empty();
        }
        Interval interval = interval(precision);
        Estimate.Inference inference = interval == null
                ? null
                : new Estimate.Inference(
                        interval,
                        precision.confidence(),
                        "confidence sequence of the score",
                        SignTest.p(wins, losses),
                        "sign test, exact",
                        shifted(MeanTest.paired(scores, precision.confidence())),
                        2.8 * Math.sqrt(variance() / n));
        return Optional.of(new Estimate(
                NAME,
                "share",
                Metric.Direction.HIGHER,
                Metric.Purpose.QUALITY,
                n,
                (double) losses / n,
                (double) wins / n,
                delta(),
                null,
                0,
                inference));
    }

    private double delta() {
        return scores.n() == 0 ? 0 : (wins + ties / 2.0) / scores.n() - 0.5;
    }

    private @Nullable Interval interval(Precision precision) {
        return Double.isNaN(scores.variance()) ? null : precision.sequence().interval(delta(), variance(), scores.n());
    }

    private double variance() {
        return Math.max(scores.variance(), 0.25 / scores.n());
    }

    private static Interval shifted(Interval interval) {
        return new Interval(interval.low() - 0.5, interval.high() - 0.5);
    }

    private static int teamCredit(Pair.Interleaving mixed, List<String> clicked) {
        Map<String, String> teams = new HashMap<>();
        mixed.items().forEach(item -> teams.putIfAbsent(item.id(), item.from()));
        int credit = 0;
        for (String item : clicked) {
            String team = teams.getOrDefault(item, "");
            credit += team.equals("candidate") ? 1 : team.equals("legacy") ? -1 : 0;
        }
        return credit;
    }

    /**
     * Of a balanced mix: each side is credited for the clicked items among its own best k, where k is how far the better
     * placed of both lists had to be read to meet the last click.
     */
    private static int balancedCredit(Observation observation, List<String> clicked) {
        List<String> legacy = ids(observation.legacy());
        List<String> candidate = ids(observation.candidate());
        int depth = Integer.MAX_VALUE;
        Set<String> known = new HashSet<>(clicked);
        known.removeIf(item -> !legacy.contains(item) && !candidate.contains(item));
        if (known.isEmpty()) {
            return 0;
        }
        for (List<String> list : List.of(legacy, candidate)) {
            int deepest = 0;
            for (String item : known) {
                int place = list.indexOf(item);
                deepest = Math.max(deepest, place < 0 ? Integer.MAX_VALUE : place + 1);
            }
            depth = Math.min(depth, deepest);
        }
        int k = depth;
        return (int) (candidate.stream().limit(k).filter(known::contains).count()
                - legacy.stream().limit(k).filter(known::contains).count());
    }

    private static List<String> ids(@Nullable Subject subject) {
        return subject != null && subject.answer() instanceof Answer.Ranking ranking ? ranking.ids() : List.of();
    }
}
