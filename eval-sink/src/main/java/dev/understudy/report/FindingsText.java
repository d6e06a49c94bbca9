package dev.understudy.report;

import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.PeopleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What judges and people say, in sentences. */
final class FindingsText {
    private FindingsText() {}

    static List<String> sentences(Findings findings) {
        List<String> sentences = new ArrayList<>();
        findings.judges().forEach(judge -> sentences.add(judge(judge)));
        findings.people().ifPresent(people -> sentences.add(people(people)));
        return sentences;
    }

    private static String judge(JudgeResult judge) {
        StringBuilder text = new StringBuilder();
        text.append("Judge ")
                .append(judge.judge())
                .append(": of ")
                .append(judge.judged())
                .append(" pairs the candidate wins ");
        text.append(judge.wins())
                .append(", ties ")
                .append(judge.ties())
                .append(", loses ")
                .append(judge.losses());
        text.append(", ").append(judge.errors()).append(" without a verdict");
        text.append(rate(", win rate ", judge.winRate()));
        if (judge.interval() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    " [%.3f, %.3f]",
                    judge.interval().low(),
                    judge.interval().high()));
        }
        text.append(String.format(Locale.ROOT, ", sign test p %.3g. ", judge.signP()));
        text.append(biases(judge));
        return text.append(admission(judge)).toString();
    }

    private static String biases(JudgeResult judge) {
        StringBuilder text = new StringBuilder();
        if (judge.consistency() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "Both orders agree on %.1f %%; where they do not, the first answer wins %d and the second %d (p %.3g). ",
                    judge.consistency() * 100,
                    judge.position().first(),
                    judge.position().second(),
                    judge.position().p()));
        }
        JudgeResult.Length length = judge.length();
        if (length != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "100 characters more change the odds by a factor of %.3g (p %.3g); at equal length the win rate is %.3f. ",
                    length.oddsPer100Chars(),
                    length.p(),
                    length.rateAtEqualLength()));
        }
        if (!judge.selfPreference().isEmpty()) {
            text.append("It is of the same family as ")
                    .append(judge.selfPreference())
                    .append(". ");
        }
        JudgeResult.Human human = judge.human();
        if (human != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "With people it agrees on %.1f %% of %d pairs%s. ",
                    human.agreement() * 100,
                    human.n(),
                    rate(", kappa ", human.kappa())));
        }
        return text.toString();
    }

    private static String admission(JudgeResult judge) {
        JudgeResult.Corrected corrected = judge.corrected();
        return switch (judge.admission()) {
            case AGREES -> "It agrees with people well enough to count.";
            case CORRECTED ->
                corrected == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "Corrected by people the win rate is %.3f [%.3f, %.3f].",
                                corrected.winRate(),
                                corrected.interval().low(),
                                corrected.interval().high());
            case NONE -> "Too few people have looked at what it judged: it informs, and decides nothing.";
        };
    }

    private static String people(PeopleResult people) {
        return String.format(
                Locale.ROOT,
                "People: %d votes of %d on %d pairs; the candidate wins %d, ties %d, loses %d%s, sign test p %.3g%s.",
                people.votes(),
                people.raters(),
                people.pairs(),
                people.wins(),
                people.ties(),
                people.losses(),
                rate(", win rate ", people.winRate()),
                people.signP(),
                rate("; their agreement beyond chance is ", people.fleiss()));
    }

    private static String rate(String before, @Nullable Double value) {
        return value == null ? "" : before + String.format(Locale.ROOT, "%.3f", value);
    }
}
