package dev.understudy.compare;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.MeanTest;
import dev.understudy.compare.statistics.Moments;
import dev.understudy.compare.statistics.Normal;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.compare.statistics.TimeBuckets;
import dev.understudy.pair.Pair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers whose items were clicked in mixed lists. Each list is a session, and counts for the side with more credit
 * (Chapelle, Joachims, Radlinski and Yue, "Large-scale validation and analysis of interleaved search evaluation", 2012); each
 * clicked item counts beside it.
 */
final class PreferenceFigure {
    static final String NAME = "interleaving_preference";

    /** One sentence for somebody who has never seen it. */
    static final String MEANS =
            "How often the lists that people click, mixed from both, are won by either. The difference is the candidate's share beyond"
                    + " an even one, ties half: half of what it won more often.";

    private final Moments scores = new Moments();
    private final Moments won = new Moments();
    private final Moments lost = new Moments();
    private final Moments credit = new Moments();
    private final TimeBuckets<Counts> course = new TimeBuckets<>(Counts::new, Counts::merge);
    private final Counts counts = new Counts();
    private final TreeMap<String, Long> methods = new TreeMap<>();
    private long ties;
    private long silent;
    private long degraded;
    private long untold;

    /** What sign tests need. */
    private static final class Counts {
        private long wins;
        private long losses;
        private long itemWins;
        private long itemLosses;
        private long itemTies;

        void add(SessionCredit session) {
            wins += session.outcome() > 0 ? 1 : 0;
            losses += session.outcome() < 0 ? 1 : 0;
            itemWins += session.itemWins();
            itemLosses += session.itemLosses();
            itemTies += session.itemTies();
        }

        void merge(Counts other) {
            wins += other.wins;
            losses += other.losses;
            itemWins += other.itemWins;
            itemLosses += other.itemLosses;
            itemTies += other.itemTies;
        }
    }

    void add(Observation observation) {
        Pair.Interleaving mixed = observation.pair().interleaving();
        if (mixed == null) {
            return;
        }
        if (mixed.degraded()) {
            degraded++;
            return;
        }
        methods.merge(mixed.method(), 1L, Long::sum);
        List<String> clicked = observation.events().clickedItems();
        List<String> legacy = ids(observation.legacy());
        List<String> candidate = ids(observation.candidate());
        untold += !clicked.isEmpty() && !SessionCredit.canTell(mixed, legacy, candidate) ? 1 : 0;
        addSession(
                SessionCredit.of(mixed, clicked, legacy, candidate),
                clicked.isEmpty(),
                observation.pair().time(),
                observation.cluster());
    }

    void addSession(SessionCredit session, boolean isSilent, Instant time, @Nullable Long cluster) {
        counts.add(session);
        course.at(time.toEpochMilli()).add(session);
        ties += session.outcome() == 0 ? 1 : 0;
        silent += isSilent ? 1 : 0;
        add(scores, (Math.signum(session.outcome()) + 1) / 2, cluster);
        add(won, session.outcome() > 0 ? 1 : 0, cluster);
        add(lost, session.outcome() < 0 ? 1 : 0, cluster);
        add(credit, session.candidate() - session.legacy(), cluster);
    }

    private static void add(Moments moments, double value, @Nullable Long cluster) {
        if (cluster == null) {
            moments.add(value);
        } else {
            moments.add(value, cluster);
        }
    }

    void merge(PreferenceFigure other) {
        scores.merge(other.scores);
        won.merge(other.won);
        lost.merge(other.lost);
        credit.merge(other.credit);
        course.merge(other.course);
        counts.merge(other.counts);
        other.methods.forEach((method, n) -> methods.merge(method, n, Long::sum));
        ties += other.ties;
        silent += other.silent;
        degraded += other.degraded;
        untold += other.untold;
    }

    Optional<Report.Preference> result(Precision precision) {
        if (scores.n() == 0 && degraded == 0) {
            return Optional.empty();
        }
        return Optional.of(new Report.Preference(
                scores.n(),
                counts.wins,
                counts.losses,
                ties,
                silent,
                degraded,
                untold,
                new TreeMap<>(methods),
                delta(),
                interval(precision),
                SignTest.p(counts.wins, counts.losses),
                runningP().sessions(),
                items(precision)));
    }

    private Report.ItemCredit items(Precision precision) {
        boolean known = !Double.isNaN(credit.variance());
        return new Report.ItemCredit(
                counts.itemWins,
                counts.itemLosses,
                counts.itemTies,
                scores.n() == 0 ? 0 : credit.mean(),
                known ? precision.sequence().interval(credit.mean(), credit.variance(), credit.n()) : null,
                known ? (Double) MeanTest.pairedP(credit) : null,
                SignTest.p(counts.itemWins, counts.itemLosses),
                runningP().items());
    }

    /** The smallest that a sign test for every look has been so far, by time. */
    private record RunningP(double sessions, double items) {}

    private RunningP runningP() {
        Counts sum = new Counts();
        double sessions = 1;
        double items = 1;
        for (Counts stretch : course.byEnd().values()) {
            sum.merge(stretch);
            sessions = Math.min(sessions, SignTest.alwaysValidP(sum.wins, sum.losses));
            items = Math.min(items, SignTest.alwaysValidP(sum.itemWins, sum.itemLosses));
        }
        return new RunningP(sessions, items);
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
                        SignTest.p(counts.wins, counts.losses),
                        "sign test, exact",
                        shifted(MeanTest.paired(scores, precision.confidence())),
                        Normal.DETECTABLE * Math.sqrt(variance() / n));
        return Optional.of(new Estimate(
                NAME,
                "share",
                Metric.Direction.HIGHER,
                Metric.Purpose.QUALITY,
                n,
                (double) counts.losses / n,
                (double) counts.wins / n,
                delta(),
                null,
                0,
                inference,
                interval == null ? Detail.NONE : detail(precision),
                scores.independent()));
    }

    private Detail detail(Precision precision) {
        long n = scores.n();
        return new Detail(
                new Detail.Errors(
                        new Detail.Spread(delta(), variance(), n),
                        new Detail.Spread(won.mean(), Math.max(won.variance(), 1.0 / n), n),
                        joint(),
                        scores.independent(),
                        precision.sequence().p(delta(), variance(), n),
                        null),
                Detail.Tests.of(new Detail.Sign(
                        counts.wins,
                        counts.losses,
                        ties,
                        SignTest.p(counts.wins, counts.losses),
                        SignTest.midP(counts.wins, counts.losses),
                        SignTest.alwaysValidP(counts.wins, counts.losses),
                        runningP().sessions())),
                Detail.Beside.NONE,
                List.of());
    }

    /** Half of what each side won, since the difference is half of theirs: limits that are parts of legacy's count its error. */
    private Joint joint() {
        long n = scores.n();
        double common = (won.variance() + lost.variance()) / 2 - 2 * scores.variance();
        return new Joint(
                lost.mean() / 2,
                won.mean() / 2,
                lost.variance() / 4 / n,
                won.variance() / 4 / n,
                common / 4 / n,
                0.25 / n,
                n);
    }

    private double delta() {
        return scores.n() == 0 ? 0 : (counts.wins + ties / 2.0) / scores.n() - 0.5;
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

    private static List<String> ids(@Nullable Subject subject) {
        return subject != null && subject.answer() instanceof Answer.Ranking ranking ? ranking.ids() : List.of();
    }
}
