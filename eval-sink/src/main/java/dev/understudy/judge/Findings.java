package dev.understudy.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What judges and people say of one candidate of a route.
 *
 * @param judges by name
 */
public record Findings(List<JudgeResult> judges, Optional<PeopleResult> people) {
    public static final Findings NONE = new Findings(List.of(), Optional.empty());

    public Findings {
        judges = List.copyOf(judges);
    }

    /**
     * Of one route.
     *
     * @param candidate empty: whatever its judgments call it. Otherwise only judgments that name it count, and no votes, which
     *     name nobody
     */
    public static Findings of(Path dataDirectory, String route, Optional<String> candidate) throws IOException {
        Opinions opinions = Opinions.of(dataDirectory);
        TreeMap<String, List<Vote>> votes = new TreeMap<>();
        for (Vote vote : opinions.votes()) {
            if (candidate.isEmpty() && vote.route().equals(route)) {
                votes.computeIfAbsent(vote.pairId(), pair -> new ArrayList<>()).add(vote);
            }
        }
        List<Judgment> judgments = new ArrayList<>(opinions.judgments());
        judgments.removeIf(judgment -> !judgment.route().equals(route)
                || candidate
                        .filter(name -> !name.equals(judgment.sides().candidate()))
                        .isPresent());
        judgments.sort(Comparator.comparing(Judgment::pairId).thenComparing(Judgment::judge));
        TreeMap<String, JudgeFigure> figures = new TreeMap<>();
        for (Judgment judgment : judgments) {
            figures.computeIfAbsent(judgment.judge(), JudgeFigure::new)
                    .add(judgment, PeopleFigure.majority(votes.getOrDefault(judgment.pairId(), List.of())));
        }
        PeopleFigure people = new PeopleFigure();
        votes.values().forEach(people::add);
        return new Findings(
                figures.values().stream().map(JudgeFigure::result).toList(),
                votes.isEmpty() ? Optional.empty() : Optional.of(people.result()));
    }

    /** The routes that a judge has judged. */
    public static Set<String> routes(Path dataDirectory, String judge) throws IOException {
        Set<String> routes = new TreeSet<>();
        Opinions.of(dataDirectory).judgments().stream()
                .filter(judgment -> judgment.judge().equals(judge))
                .forEach(judgment -> routes.add(judgment.route()));
        return routes;
    }
}
