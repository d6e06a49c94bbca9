package dev.understudy.compare;

import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Joint;
import dev.understudy.compare.metric.Metric;
import dev.understudy.compare.metric.Precision;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.compare.statistics.Normal;
import dev.understudy.compare.statistics.SignTest;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.PeopleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What judges and people say, as figures that the file may name among primaries and guardrails. A judge's decide only where
 * people bear it out; without, they are figures like any other that cannot pass and cannot fail.
 *
 * @param estimates to be read like all others; none of them decides anything that the file does not name
 * @param refusals why a figure may not enter the verdict, by its name
 */
record OpinionFigures(List<Estimate> estimates, Map<String, String> refusals) {

    private static final String WIN_RATE = "_win_rate";
    private static final String RUBRIC = "_rubric";
    private static final String PEOPLES = "people_";
    static final String PEOPLE = "people" + WIN_RATE;
    private static final String JUDGE = "judge_";

    /** What one of these figures means; empty for another's name. */
    static String means(String metric) {
        if (metric.equals(PEOPLE)) {
            return "How often people found the candidate's answer better, a tie as half.";
        }
        if (metric.startsWith(PEOPLES) && metric.endsWith(RUBRIC)) {
            return "The score that people give an answer by this rubric; of several people the mean.";
        }
        if (!metric.startsWith(JUDGE)) {
            return "";
        }
        return metric.endsWith(WIN_RATE)
                ? "How often this judge found the candidate's answer better, a tie as half."
                : metric.endsWith(RUBRIC) ? "The score that this judge gives an answer alone." : "";
    }

    static OpinionFigures of(Findings findings, Precision precision) {
        List<Estimate> estimates = new ArrayList<>();
        Map<String, String> refusals = new TreeMap<>();
        for (JudgeResult judge : findings.judges()) {
            add(judge, precision, estimates, refusals);
        }
        findings.people().ifPresent(people -> add(people, precision, estimates));
        return new OpinionFigures(List.copyOf(estimates), refusals);
    }

    /** What a judge's figures are called. */
    static String name(String judge, String figure) {
        return JUDGE + plain(judge) + figure;
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    private static void add(
            JudgeResult judge, Precision precision, List<Estimate> estimates, Map<String, String> refusals) {
        long decided = judge.wins() + judge.ties() + judge.losses();
        if (decided == 0) {
            return;
        }
        String name = name(judge.judge(), WIN_RATE);
        JudgeResult.Corrected corrected = judge.corrected();
        estimates.add(
                judge.admission() == JudgeResult.Admission.CORRECTED && corrected != null
                        ? corrected(name, judge, corrected, precision)
                        : counted(name, judge.wins(), judge.ties(), judge.losses(), precision));
        String refusal = refusal(judge);
        if (refusal != null) {
            refusals.put(name, refusal);
        }
        JudgeResult.Rubric rubric = judge.rubric();
        if (rubric != null) {
            String scores = name(judge.judge(), RUBRIC);
            estimates.add(rubric(scores, rubric, precision));
            if (refusal != null) {
                refusals.put(scores, refusal);
            } else if (judge.admission() != JudgeResult.Admission.AGREES) {
                refusals.put(scores, "people's votes correct its win rate, not its scores; " + kappa(judge));
            }
        }
    }

    private static void add(PeopleResult people, Precision precision, List<Estimate> estimates) {
        if (people.wins() + people.ties() + people.losses() > 0) {
            estimates.add(counted(PEOPLE, people.wins(), people.ties(), people.losses(), precision));
        }
        for (PeopleResult.Rubric rubric : people.rubrics()) {
            JudgeResult.Rubric scores = rubric.scores();
            if (scores != null) {
                estimates.add(rubric(ofPeople(rubric.name(), people.rubrics()), scores, precision));
            }
        }
    }

    /** Where plain letters do not tell rubrics apart, a hash does: a number would go over to another when one comes. */
    private static String ofPeople(String rubric, List<PeopleResult.Rubric> all) {
        String plain = plain(rubric);
        long alike =
                all.stream().filter(other -> plain(other.name()).equals(plain)).count();
        String told = alike > 1 && !plain.equals(rubric)
                ? plain + "_" + Long.toHexString(HashSample.Key.of(rubric).hash())
                : plain;
        return PEOPLES + told + RUBRIC;
    }

    private static @Nullable String refusal(JudgeResult judge) {
        if (judge.by().size() > 1) {
            return "its judgments are of " + judge.by().size()
                    + " models or prompts, and what people bear out of one says nothing of the other";
        }
        if (judge.admission() != JudgeResult.Admission.NONE) {
            return null;
        }
        long voted = judge.human() == null ? 0 : judge.human().n();
        return "people voted on " + Figures.count(voted) + " of the pairs that it judged, and votes on "
                + Figures.count(JudgeResult.VOTES_LEAST - voted) + " more are needed; " + kappa(judge);
    }

    private static String kappa(JudgeResult judge) {
        Double kappa = judge.human() == null ? null : judge.human().kappa();
        return "its kappa with people is " + (kappa == null ? "not known" : Figures.plain(kappa)) + " ("
                + Figures.plain(JudgeResult.KAPPA_LEAST) + " needed where it is not corrected)";
    }

    private static Estimate counted(String name, long wins, long ties, long losses, Precision precision) {
        long n = wins + ties + losses;
        double rate = (wins + ties / 2.0) / n;
        double squares = wins + ties / 4.0 - n * rate * rate;
        double variance = Math.max(1.0 / n, n < 2 ? 0 : Math.max(0, squares) / (n - 1));
        return rate(
                name,
                rate,
                new Detail.Spread(rate, variance, n),
                "confidence sequence of the win rate",
                SignTest.p(wins, losses),
                null,
                new Detail.Sign(
                        wins,
                        losses,
                        ties,
                        SignTest.p(wins, losses),
                        SignTest.midP(wins, losses),
                        SignTest.alwaysValidP(wins, losses),
                        SignTest.alwaysValidP(wins, losses)),
                precision);
    }

    /** The judge's and the people's pairs come in the same shares, so that their errors add up to one of all of them. */
    private static Estimate corrected(
            String name, JudgeResult judge, JudgeResult.Corrected corrected, Precision precision) {
        long n = corrected.judged() + corrected.voted();
        Interval fixed = corrected.interval();
        return rate(
                name,
                corrected.winRate(),
                new Detail.Spread(corrected.winRate(), corrected.squaredError() * n, n),
                "prediction-powered inference of " + corrected.voted() + " votes, as a confidence sequence",
                null,
                new Interval(2 * fixed.low() - 1, 2 * fixed.high() - 1),
                new Detail.Sign(
                        judge.wins(),
                        judge.losses(),
                        judge.ties(),
                        judge.signP(),
                        SignTest.midP(judge.wins(), judge.losses()),
                        SignTest.alwaysValidP(judge.wins(), judge.losses()),
                        SignTest.alwaysValidP(judge.wins(), judge.losses())),
                precision);
    }

    /** Legacy's rate is what is left, so that the difference is twice what the candidate has beyond one half. */
    private static Estimate rate(
            String name,
            double rate,
            Detail.Spread level,
            String method,
            @Nullable Double p,
            @Nullable Interval fixed,
            Detail.Sign sign,
            Precision precision) {
        double error = level.variance() / level.n();
        Joint joint = new Joint(1 - rate, rate, error, error, -error, 0, level.n());
        Detail.Spread spread = new Detail.Spread(2 * rate - 1, joint.variance(1), level.n());
        double deviation = Math.sqrt(spread.variance() / spread.n());
        return new Estimate(
                name,
                "share",
                Metric.Direction.HIGHER,
                Metric.Purpose.INFORMATION,
                level.n(),
                1 - rate,
                rate,
                2 * rate - 1,
                null,
                0,
                new Estimate.Inference(
                        precision
                                .sequence()
                                .interval(spread.mean(), spread.variance(), spread.n())
                                .within(-1, 1),
                        precision.confidence(),
                        method,
                        p,
                        p == null ? null : "sign test, exact",
                        fixed,
                        Normal.DETECTABLE * deviation),
                detail(spread, level, joint, sign, precision));
    }

    private static Estimate rubric(String name, JudgeResult.Rubric rubric, Precision precision) {
        long n = rubric.n();
        double common = (rubric.legacyError() + rubric.candidateError() - rubric.deltaError()) / 2;
        Joint joint = new Joint(
                rubric.legacy(), rubric.candidate(), rubric.legacyError(), rubric.candidateError(), common, 0, n);
        Detail.Spread spread = new Detail.Spread(rubric.delta(), rubric.deltaError() * n, n);
        boolean isKnown = n >= 2;
        return new Estimate(
                name,
                "points",
                Metric.Direction.HIGHER,
                Metric.Purpose.INFORMATION,
                n,
                rubric.legacy(),
                rubric.candidate(),
                rubric.delta(),
                null,
                0,
                isKnown
                        ? new Estimate.Inference(
                                precision.sequence().interval(spread.mean(), spread.variance(), n),
                                precision.confidence(),
                                "confidence sequence of paired differences",
                                precision.sequence().p(spread.mean(), spread.variance(), n),
                                "always-valid",
                                rubric.interval(),
                                Normal.DETECTABLE * Math.sqrt(rubric.deltaError()))
                        : null,
                isKnown
                        ? detail(
                                spread,
                                new Detail.Spread(rubric.candidate(), rubric.candidateError() * n, n),
                                joint,
                                null,
                                precision)
                        : Detail.NONE);
    }

    private static Detail detail(
            Detail.Spread spread, Detail.Spread level, Joint joint, Detail.@Nullable Sign sign, Precision precision) {
        return new Detail(
                new Detail.Errors(
                        spread,
                        level,
                        joint,
                        spread.n(),
                        precision.sequence().p(spread.mean(), spread.variance(), spread.n()),
                        null),
                Detail.Tests.of(sign),
                Detail.Beside.NONE,
                List.of());
    }
}
