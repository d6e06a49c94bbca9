package dev.understudy.judge;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verdict in what a judge wrote: the last {@code [[A]]}, {@code [[B]]}, {@code [[C]]}, or {@code [[7.5]]}. */
final class Reading {
    private static final Pattern CHOICE = Pattern.compile("\\[\\[\\s*([ABCabc])\\s*]]");
    private static final Pattern SCORE = Pattern.compile("\\[\\[\\s*([0-9]{1,2}(?:\\.[0-9]{1,4})?)\\s*]]");

    private Reading() {}

    /** Of the first and second answer that were shown. */
    enum Better {
        FIRST,
        SECOND,
        NEITHER
    }

    static Optional<Better> better(String answer) {
        return last(CHOICE, answer).map(word -> switch (word) {
            case "A", "a" -> Better.FIRST;
            case "B", "b" -> Better.SECOND;
            default -> Better.NEITHER;
        });
    }

    /** From 1 to 10; anything else is none. */
    static Optional<Double> score(String answer) {
        return last(SCORE, answer).map(Double::valueOf).filter(score -> score >= 1 && score <= 10);
    }

    private static Optional<String> last(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return Optional.ofNullable(last);
    }
}
