package dev.understudy.judge;

import dev.understudy.compare.statistics.SignTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sums up what people said about the pairs of one candidate, and how far they agree with each other. */
public final class PeopleFigure {
    /** Of more the first by name: a sheet has one, as promptfoo has; votes written by hand have as many as one likes. */
    static final int RUBRICS_MAX = 32;

    private static final String OF_LEGACY = "/legacy";
    private static final String OF_CANDIDATE = "/candidate";

    private final TreeMap<String, Confusion> byRaters = new TreeMap<>();
    private final TreeSet<String> raters = new TreeSet<>();
    private final NamedCounts legacyErrors = new NamedCounts();
    private final NamedCounts candidateErrors = new NamedCounts();
    /** Of too many the first by name, with how often each was given and their sum. */
    private final TreeMap<String, double[]> scores = new TreeMap<>();

    /** How many scores there were, by names that are kept or not. */
    private long scored;

    private final TreeMap<String, RubricFigure> rubrics = new TreeMap<>();
    private final long[] choices = new long[Choice.COUNT];
    private double itemAgreement;

    /** Choices of two people on one pair, kept by name or not. */
    private long comparisons;

    private long rated;
    private long pairs;
    private long votes;
    private long wins;
    private long ties;
    private long losses;

    /** @param about all votes on one pair, each person's last */
    public void add(Collection<Vote> about) {
        List<Vote> ordered = new ArrayList<>(about);
        ordered.sort(Comparator.comparing(Vote::rater));
        pairs++;
        votes += ordered.size();
        for (Vote vote : ordered) {
            raters.add(vote.rater());
            vote.legacyErrors().forEach(legacyErrors::add);
            vote.candidateErrors().forEach(candidateErrors::add);
            vote.scores().forEach((rubric, score) -> {
                double[] sum = scores.computeIfAbsent(rubric, name -> new double[2]);
                sum[0] += 1;
                sum[1] += score;
                scored++;
                limit(scores, NamedCounts.NAMES_MAX);
            });
        }
        for (String rubric : rubrics(ordered)) {
            rubric(rubric, ordered);
        }
        Choice most = majority(ordered);
        if (most != null) {
            wins += most == Choice.CANDIDATE ? 1 : 0;
            ties += most == Choice.TIE ? 1 : 0;
            losses += most == Choice.LEGACY ? 1 : 0;
        }
        agreement(ordered);
    }

    private static Set<String> rubrics(List<Vote> votes) {
        Set<String> names = new TreeSet<>();
        for (Vote vote : votes) {
            for (String scored : vote.scores().keySet()) {
                if (scored.endsWith(OF_LEGACY) || scored.endsWith(OF_CANDIDATE)) {
                    names.add(scored.substring(0, scored.lastIndexOf('/')));
                }
            }
        }
        return names;
    }

    private void rubric(String rubric, List<Vote> votes) {
        rubrics.computeIfAbsent(rubric, name -> new RubricFigure())
                .add(votes.stream()
                        .map(vote -> new RubricFigure.Scored(
                                vote.rater(),
                                vote.scores().get(rubric + OF_LEGACY),
                                vote.scores().get(rubric + OF_CANDIDATE)))
                        .toList());
        limit(rubrics, RUBRICS_MAX);
    }

    /** Whoever is put out stays out: those before them by name only become more, so nothing that is kept is a part. */
    static void limit(NavigableMap<String, ?> byName, int most) {
        while (byName.size() > most) {
            byName.pollLastEntry();
        }
    }

    /** What most said; a tie when as many said otherwise, null when nobody chose. */
    public static @Nullable Choice majority(Collection<Vote> about) {
        long[] said = new long[Choice.COUNT];
        long all = 0;
        for (Vote vote : about) {
            if (vote.choice() != null) {
                said[vote.choice().place()]++;
                all++;
            }
        }
        if (all == 0) {
            return null;
        }
        long legacy = said[Choice.LEGACY.place()];
        long candidate = said[Choice.CANDIDATE.place()];
        long tie = said[Choice.TIE.place()];
        if (candidate > legacy && candidate > tie) {
            return Choice.CANDIDATE;
        }
        return legacy > candidate && legacy > tie ? Choice.LEGACY : Choice.TIE;
    }

    private record Chosen(String rater, Choice choice) {}

    private void agreement(List<Vote> ordered) {
        List<Chosen> chosen = new ArrayList<>();
        for (Vote vote : ordered) {
            Choice choice = vote.choice();
            if (choice != null) {
                chosen.add(new Chosen(vote.rater(), choice));
            }
        }
        if (chosen.size() < 2) {
            return;
        }
        long[] said = new long[Choice.COUNT];
        for (int i = 0; i < chosen.size(); i++) {
            Chosen one = chosen.get(i);
            said[one.choice().place()]++;
            for (Chosen other : chosen.subList(i + 1, chosen.size())) {
                byRaters.computeIfAbsent(one.rater() + "\n" + other.rater(), name -> new Confusion())
                        .add(one.choice(), other.choice());
                comparisons++;
                limit(byRaters, RubricFigure.TWO_MAX);
            }
        }
        double same = 0;
        for (int k = 0; k < said.length; k++) {
            same += said[k] * (said[k] - 1.0);
            choices[k] += said[k];
        }
        itemAgreement += same / (chosen.size() * (chosen.size() - 1.0));
        rated++;
    }

    public void merge(PeopleFigure other) {
        other.byRaters.forEach((names, confusion) ->
                byRaters.computeIfAbsent(names, name -> new Confusion()).merge(confusion));
        limit(byRaters, RubricFigure.TWO_MAX);
        comparisons += other.comparisons;
        raters.addAll(other.raters);
        legacyErrors.merge(other.legacyErrors);
        candidateErrors.merge(other.candidateErrors);
        other.scores.forEach((rubric, sum) -> {
            double[] mine = scores.computeIfAbsent(rubric, name -> new double[2]);
            mine[0] += sum[0];
            mine[1] += sum[1];
        });
        limit(scores, NamedCounts.NAMES_MAX);
        scored += other.scored;
        other.rubrics.forEach((rubric, figure) ->
                rubrics.computeIfAbsent(rubric, name -> new RubricFigure()).merge(figure));
        limit(rubrics, RUBRICS_MAX);
        for (int k = 0; k < choices.length; k++) {
            choices[k] += other.choices[k];
        }
        itemAgreement += other.itemAgreement;
        rated += other.rated;
        pairs += other.pairs;
        votes += other.votes;
        wins += other.wins;
        ties += other.ties;
        losses += other.losses;
    }

    public PeopleResult result() {
        long decided = wins + ties + losses;
        List<PeopleResult.Two> two = new ArrayList<>();
        byRaters.forEach((names, confusion) -> {
            Confusion.Kappa kappa = confusion.result();
            if (kappa != null) {
                String[] both = names.split("\n", -1);
                two.add(new PeopleResult.Two(both[0], both[1], kappa.n(), kappa.agreement(), kappa.kappa()));
            }
        });
        Map<String, Double> means = new TreeMap<>();
        scores.forEach((rubric, sum) -> means.put(rubric, sum[1] / sum[0]));
        return new PeopleResult(
                pairs,
                votes,
                raters.size(),
                wins,
                ties,
                losses,
                decided == 0 ? null : (Double) ((wins + ties / 2.0) / decided),
                SignTest.p(wins, losses),
                rated,
                fleiss(),
                two,
                comparisons - two.stream().mapToLong(PeopleResult.Two::n).sum(),
                means,
                scored
                        - scores.values().stream()
                                .mapToLong(sum -> (long) sum[0])
                                .sum(),
                rubrics.entrySet().stream()
                        .map(rubric -> rubric.getValue().result(rubric.getKey()))
                        .toList(),
                legacyErrors.result(),
                candidateErrors.result());
    }

    /** Fleiss, "Measuring nominal scale agreement among many raters" (1971), for pairs with two votes or more. */
    private @Nullable Double fleiss() {
        long all = choices[0] + choices[1] + choices[2];
        if (rated == 0 || all == 0) {
            return null;
        }
        double chance = 0;
        for (long said : choices) {
            chance += (double) said / all * ((double) said / all);
        }
        return chance >= 1 ? null : (Double) ((itemAgreement / rated - chance) / (1 - chance));
    }
}
