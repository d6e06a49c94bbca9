package dev.understudy.report;

import dev.understudy.compare.Figures;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.PeopleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What judges and people say, each figure with its words: rows on a page, clauses of a sentence elsewhere. */
final class FindingsText {
    /** From here on a bias is called one. */
    private static final double CLEAR_P = 0.05;

    private static final int SHA_SHOWN = 12;

    private FindingsText() {}

    /** @param words what the figure means, and what it rests on */
    record Fact(String name, String figure, String words) {}

    static List<String> sentences(Findings findings) {
        List<String> sentences = new ArrayList<>();
        findings.judges().forEach(judge -> sentences.add(sentence("Judge " + judge.judge(), facts(judge))));
        findings.people().ifPresent(people -> {
            sentences.add(sentence("People", facts(people)));
            people.rubrics().forEach(rubric -> sentences.add(sentence("Rubric " + rubric.name(), facts(rubric))));
        });
        return sentences;
    }

    private static String sentence(String who, List<Fact> facts) {
        return facts.stream()
                .map(fact ->
                        fact.name() + " " + fact.figure() + (fact.words().isEmpty() ? "" : " (" + fact.words() + ")"))
                .collect(Collectors.joining("; ", who + ": ", "."));
    }

    static List<Fact> facts(JudgeResult judge) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "judged",
                pairs(judge.judged()),
                won(judge.wins(), judge.ties(), judge.losses()) + ", " + Figures.count(judge.errors())
                        + " without a verdict"));
        winRate(facts, judge.winRate(), judge.interval(), judge.signP());
        JudgeResult.Rubric scores = judge.rubric();
        if (scores != null) {
            facts.add(scores(scores));
        }
        biases(facts, judge);
        people(facts, judge);
        facts.add(new Fact("in a verdict", judge.admission().label(), admission(judge)));
        judge.by().forEach(by -> facts.add(asked(by)));
        return facts;
    }

    private static Fact asked(JudgeResult.By by) {
        String sha = by.promptSha256();
        return new Fact(
                "asked",
                by.model(),
                "prompt " + by.prompt()
                        + (sha.isEmpty() ? "" : ", SHA-256 " + sha.substring(0, Math.min(SHA_SHOWN, sha.length())))
                        + (by.temperature() == null ? "" : ", temperature " + Figures.plain(by.temperature())));
    }

    private static void biases(List<Fact> facts, JudgeResult judge) {
        if (judge.consistency() != null) {
            JudgeResult.Position position = judge.position();
            facts.add(new Fact(
                    "same in both orders", Figures.percent(judge.consistency()), "a pair where they differ is a tie"));
            facts.add(new Fact(
                    "first : second",
                    Figures.count(position.first()) + " : " + Figures.count(position.second()),
                    "who won where the orders differ, p " + Figures.p(position.p())
                            + (position.p() < CLEAR_P
                                    ? ": it favours what stands "
                                            + (position.first() > position.second() ? "first" : "second")
                                    : "")));
        }
        JudgeResult.Length length = judge.length();
        if (length != null) {
            facts.add(new Fact(
                    "win rate at equal length",
                    Figures.percent(length.rateAtEqualLength()),
                    "100 characters more multiply an answer's odds by " + Figures.plain(length.oddsPer100Chars())
                            + ", p " + Figures.p(length.p())
                            + (length.p() < CLEAR_P
                                    ? ": it favours " + (length.oddsPer100Chars() > 1 ? "long" : "short") + " answers"
                                    : "")));
        }
        if (!judge.selfPreference().isEmpty()) {
            facts.add(new Fact(
                    "own family", judge.selfPreference(), "named as the judge is, and may be favoured for it"));
        }
    }

    private static void people(List<Fact> facts, JudgeResult judge) {
        JudgeResult.Human human = judge.human();
        if (human != null) {
            facts.add(new Fact(
                    "as people say",
                    Figures.percent(human.agreement()),
                    "of " + pairs(human.n())
                            + (human.kappa() == null
                                    ? ""
                                    : "; kappa, the agreement beyond chance, is " + Figures.plain(human.kappa())
                                            + around(human.interval(), ""))));
        }
        JudgeResult.Corrected corrected = judge.corrected();
        if (corrected != null) {
            facts.add(new Fact(
                    "win rate as people would see it",
                    Figures.percent(corrected.winRate()),
                    "95\u202f%: " + Figures.span(corrected.interval(), "share") + "; from "
                            + Figures.count(corrected.voted()) + " pairs with votes and "
                            + Figures.count(corrected.judged()) + " without"));
        }
    }

    private static String admission(JudgeResult judge) {
        return switch (judge.admission()) {
            case AGREES -> "it agrees with people well enough to count";
            case CORRECTED -> "it counts as corrected by people";
            case NONE ->
                "it informs and decides nothing: kappa with people on " + JudgeResult.VOTES_LEAST
                        + " pairs has to be at least " + Figures.plain(JudgeResult.KAPPA_LEAST);
        };
    }

    static List<Fact> facts(PeopleResult people) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "votes",
                Figures.count(people.votes()),
                "of " + Figures.count(people.raters()) + (people.raters() == 1 ? " person on " : " people on ")
                        + pairs(people.pairs()) + "; by what most said, "
                        + won(people.wins(), people.ties(), people.losses())));
        winRate(facts, people.winRate(), null, people.signP());
        if (people.fleiss() != null) {
            facts.add(new Fact(
                    "kappa of all",
                    Figures.plain(people.fleiss()),
                    "Fleiss', their agreement beyond chance, on " + pairs(people.rated()) + " with two votes or more"));
        }
        return facts;
    }

    static List<Fact> facts(PeopleResult.Rubric rubric) {
        List<Fact> facts = new ArrayList<>();
        JudgeResult.Rubric scores = rubric.scores();
        if (scores != null) {
            facts.add(scores(scores));
        }
        if (rubric.alpha() != null) {
            facts.add(new Fact(
                    "alpha",
                    Figures.plain(rubric.alpha()),
                    "Krippendorff's, people's agreement beyond chance, on " + Figures.count(rubric.rated())
                            + " answers that two or more scored"));
        }
        if (rubric.oneSided() > 0) {
            facts.add(new Fact(
                    "one-sided",
                    Figures.count(rubric.oneSided()),
                    "scores of one answer of a pair alone, in no difference"));
        }
        return facts;
    }

    private static Fact scores(JudgeResult.Rubric scores) {
        return new Fact(
                "scores",
                Figures.plain(scores.legacy()) + " → " + Figures.plain(scores.candidate()),
                "difference " + Figures.signed(scores.delta(), "") + around(scores.interval(), "") + " on "
                        + pairs(scores.n()));
    }

    private static void winRate(List<Fact> facts, @Nullable Double rate, @Nullable Interval interval, double signP) {
        if (rate != null) {
            facts.add(new Fact(
                    "win rate",
                    Figures.percent(rate),
                    (interval == null ? "" : "95\u202f%: " + Figures.span(interval, "share") + "; ")
                            + "ties count half; sign test without them p " + Figures.p(signP)));
        }
    }

    private static String won(long wins, long ties, long losses) {
        return "candidate better " + Figures.count(wins) + ", tie " + Figures.count(ties) + ", legacy better "
                + Figures.count(losses);
    }

    private static String pairs(long count) {
        return Figures.count(count) + (count == 1 ? " pair" : " pairs");
    }

    private static String around(@Nullable Interval interval, String unit) {
        return interval == null ? "" : ", 95\u202f%: " + Figures.span(interval, unit);
    }
}
