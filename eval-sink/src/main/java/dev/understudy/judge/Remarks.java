package dev.understudy.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What judges and people said of a few pairs.
 *
 * @param byPair by the pair's id; judges first
 */
public record Remarks(Map<String, List<Remark>> byPair) {
    public static final Remarks NONE = new Remarks(Map.of());

    /** Of one pair. */
    static final int MOST = 12;

    /** Of one remark; the rest is in the data directory. */
    static final int TEXT_CHARS_MOST = 1500;

    /**
     * Of some pairs of one route.
     *
     * @param candidate as {@link Findings#of} takes it: given, only judgments that name it count, and no votes
     */
    public static Remarks of(Path dataDirectory, String route, Optional<String> candidate, Set<String> pairs)
            throws IOException {
        Opinions opinions = Opinions.of(dataDirectory);
        Map<String, List<Remark>> remarks = new TreeMap<>();
        opinions.judgments().stream()
                .filter(judgment -> judgment.route().equals(route) && pairs.contains(judgment.pairId()))
                .filter(judgment -> candidate
                        .filter(name -> !name.equals(judgment.sides().candidate()))
                        .isEmpty())
                .sorted(Comparator.comparing(Judgment::judge)
                        .thenComparing(judgment -> judgment.by().model())
                        .thenComparing(judgment -> judgment.by().promptSha256()))
                .forEach(judgment ->
                        judgment.rounds().forEach(round -> add(remarks, judgment.pairId(), remark(judgment, round))));
        if (candidate.isEmpty()) {
            opinions.votes().stream()
                    .filter(vote -> vote.route().equals(route) && pairs.contains(vote.pairId()))
                    .sorted(Comparator.comparing(Vote::rater))
                    .forEach(vote -> add(remarks, vote.pairId(), remark(vote)));
        }
        return new Remarks(remarks);
    }

    public List<Remark> about(String pair) {
        return byPair.getOrDefault(pair, List.of());
    }

    private static void add(Map<String, List<Remark>> remarks, String pair, Remark remark) {
        List<Remark> all = remarks.computeIfAbsent(pair, id -> new ArrayList<>());
        if (all.size() < MOST) {
            all.add(remark);
        }
    }

    private static Remark remark(Judgment judgment, Judgment.Round round) {
        Choice choice = round.choice();
        Double score = round.score();
        String said = choice != null
                ? said(choice)
                : score != null
                        ? "score " + score
                        : round.error() == null ? "no verdict" : "no verdict: " + round.error();
        return new Remark(
                "Judge " + judgment.judge() + ", " + round.shown().label().replace('_', ' '),
                said,
                cut(round.answer()));
    }

    /** Who it was is not said: a report goes to more people than a vote did. */
    private static Remark remark(Vote vote) {
        StringJoiner text = new StringJoiner("\n");
        if (vote.note() != null && !vote.note().isBlank()) {
            text.add(vote.note());
        }
        errors(text, "legacy", vote.legacyErrors());
        errors(text, "candidate", vote.candidateErrors());
        new TreeMap<>(vote.scores()).forEach((rubric, score) -> text.add(rubric + ": " + score));
        Choice choice = vote.choice();
        return new Remark("A person", choice == null ? "" : said(choice), cut(text.toString()));
    }

    private static void errors(StringJoiner text, String side, List<String> errors) {
        if (!errors.isEmpty()) {
            text.add("wrong with " + side + ": " + String.join(", ", errors));
        }
    }

    private static String said(Choice choice) {
        return choice == Choice.TIE ? "a tie" : choice.label() + " better";
    }

    private static String cut(String text) {
        if (text.length() <= TEXT_CHARS_MOST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MOST - 1)) ? TEXT_CHARS_MOST - 1 : TEXT_CHARS_MOST;
        return text.substring(0, end) + "\n… (" + (text.length() - end) + " more characters)";
    }
}
