package dev.understudy.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Readers for values that are one word: strings, numbers, switches, choices. */
final class Scalars {
    static final Reader<String> TEXT = Scalars::text;
    static final Reader<Boolean> SWITCH = Scalars::onOff;
    static final Reader<Double> NUMBER = Scalars::number;
    static final Reader<Percent> PERCENT = Scalars::percent;
    static final String PERCENT_EXPECTED = "a number from 0 to 100";

    private static final int TEXT_MAX = 2048;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");

    private Scalars() {}

    /** A whole number within bounds. */
    static Reader<Integer> integer(int min, int max) {
        return value -> wholeNumber(min, max).read(value).map(Math::toIntExact);
    }

    /** The same, of those that need more room. */
    static Reader<Long> wholeNumber(long min, long max) {
        return value -> {
            String expected = min == max ? Long.toString(min) : "a whole number from " + min + " to " + max;
            if (!(value.node() instanceof ScalarNode scalar) || !Tag.INT.equals(scalar.getTag())) {
                return value.refuse(shownWithKind(value), expected);
            }
            if (!INTEGER.matcher(scalar.getValue()).matches()) {
                return value.refuse(value.shown(), expected);
            }
            long number = Long.parseLong(scalar.getValue());
            return number < min || number > max ? value.refuse(value.shown(), expected) : Optional.of(number);
        };
    }

    /** A number within bounds; {@code max} may be infinite. */
    static Reader<Double> number(double min, double max) {
        String expected = max < Double.POSITIVE_INFINITY
                ? "a number from " + text(min) + " to " + text(max)
                : "a number, at least " + text(min);
        return value -> decimal(value, expected).flatMap(number -> within(value, number, number >= min, max, expected));
    }

    /** The same, without {@code min} itself. */
    static Reader<Double> numberAbove(double min, double max) {
        String expected = "a number above " + text(min) + ", at most " + text(max);
        return value -> decimal(value, expected).flatMap(number -> within(value, number, number > min, max, expected));
    }

    /** A string of a form. */
    static Reader<String> matching(Pattern form, String expected) {
        return value -> TEXT.read(value)
                .flatMap(text ->
                        form.matcher(text).matches() ? Optional.of(text) : value.refuse(value.shown(), expected));
    }

    /** One of a closed set, by the word that the file uses for it. */
    static <E> Reader<E> choice(E[] all, Function<E, String> word) {
        return choice(all, word, Map.of());
    }

    /** As above, with words that will be possible one day, and what to do until then. */
    static <E> Reader<E> choice(E[] all, Function<E, String> word, Map<String, String> later) {
        List<String> words = Arrays.stream(all).map(word).toList();
        return value -> TEXT.read(value).flatMap(text -> {
            int index = words.indexOf(text);
            if (index >= 0) {
                return Optional.of(all[index]);
            }
            String meanwhile = later.get(text);
            if (meanwhile != null) {
                return value.refuse(text + ": not supported yet: " + meanwhile);
            }
            return value.refuse(value.shown() + DidYouMean.hint(text, words), String.join(", ", words));
        });
    }

    private static Optional<String> text(Value value) {
        if (!(value.node() instanceof ScalarNode scalar) || value.isNothing()) {
            return value.refuse(value.kind(), "a string");
        }
        if (Tag.ENV_TAG.equals(scalar.getTag())) {
            return value.refuse("a variable, and variables are not replaced here", "the value itself");
        }
        if (!Tag.STR.equals(scalar.getTag())) {
            return value.refuse(shownWithKind(value), "a string; quote it: " + Shown.quoted(scalar.getValue()));
        }
        if (scalar.getValue().length() > TEXT_MAX) {
            return value.refuse(scalar.getValue().length() + " characters", "at most " + TEXT_MAX);
        }
        return Optional.of(scalar.getValue());
    }

    private static Optional<Boolean> onOff(Value value) {
        if (value.node() instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag())) {
            return Optional.of(Boolean.parseBoolean(scalar.getValue()));
        }
        return value.refuse(value.shown(), "true or false");
    }

    private static Optional<Double> number(Value value) {
        return decimal(value, "a number");
    }

    /** Never a negative zero. */
    private static Optional<Double> within(Value value, double number, boolean enough, double max, String expected) {
        return enough && number <= max ? Optional.of(number + 0.0) : value.refuse(value.shown(), expected);
    }

    private static String text(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private static Optional<Percent> percent(Value value) {
        if (value.node() instanceof ScalarNode scalar && scalar.getValue().endsWith("%")) {
            return value.refuse(value.shown(), PERCENT_EXPECTED + " without the sign, such as 5");
        }
        return decimal(value, PERCENT_EXPECTED)
                .flatMap(number -> number >= 0 && number <= 100
                        ? Optional.of(new Percent(number + 0.0))
                        : value.refuse(value.shown(), PERCENT_EXPECTED));
    }

    private static Optional<Double> decimal(Value value, String expected) {
        boolean number = value.node() instanceof ScalarNode scalar
                && (Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag()))
                && DECIMAL.matcher(scalar.getValue()).matches();
        if (!number) {
            return value.refuse(shownWithKind(value), expected);
        }
        double parsed = Double.parseDouble(((ScalarNode) value.node()).getValue());
        return Double.isFinite(parsed) ? Optional.of(parsed) : value.refuse(value.shown(), expected);
    }

    /** Says that 5 in quotes is a string: what is shown would not. */
    private static String shownWithKind(Value value) {
        return value.node() instanceof ScalarNode && !value.isNothing()
                ? value.shown() + ", " + value.kind()
                : value.kind();
    }
}
