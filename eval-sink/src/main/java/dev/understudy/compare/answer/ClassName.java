package dev.understudy.compare.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a class is called, however a model or a label writes it: {@code 1.0} is {@code 1}, and all else is what it says. */
public final class ClassName {
    /** A whole number, as one that counts in fractions writes it. */
    private static final Pattern WHOLE = Pattern.compile("(-?[1-9]\\d*|-?0)\\.0+");

    /** Longer ones are names that look like numbers. */
    private static final int CHARACTERS_MAX = 100;

    private ClassName() {}

    public static String of(String written) {
        if (written.length() > CHARACTERS_MAX || !written.endsWith("0")) {
            return written;
        }
        Matcher whole = WHOLE.matcher(written);
        if (!whole.matches()) {
            return written;
        }
        // Half of what is rounded to zero comes from below.
        return whole.group(1).equals("-0") ? "0" : whole.group(1);
    }
}
