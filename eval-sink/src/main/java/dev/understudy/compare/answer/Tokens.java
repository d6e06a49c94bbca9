package dev.understudy.compare.answer;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How text falls into words. Each way is part of what the metric that uses it means. */
public final class Tokens {
    /** Of one text; the rest is left out. */
    public static final int MAX = 8192;

    private static final Pattern ASCII_PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("(?U)\\b(a|an|the)\\b");
    private static final Pattern NOT_ASCII_WORD = Pattern.compile("[^a-z0-9]+");

    private Tokens() {}

    /** As SQuAD's evaluation normalises: lower case, no ASCII punctuation, no English articles, split at white space. */
    public static List<String> squad(String text) {
        String plain = ASCII_PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        String words = ARTICLES.matcher(plain).replaceAll(" ");
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= words.length() && tokens.size() < MAX; i++) {
            if (i == words.length() || isSpace(words.charAt(i))) {
                if (start >= 0) {
                    tokens.add(words.substring(start, i));
                    start = -1;
                }
            } else if (start < 0) {
                start = i;
            }
        }
        return tokens;
    }

    /** As google's rouge_score, without stemming: runs of ASCII letters and digits. */
    public static List<String> rouge(String text) {
        return NOT_ASCII_WORD
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(token -> !token.isEmpty())
                .limit(MAX)
                .toList();
    }

    /** Words of any script by Unicode's boundaries (UAX 29), lower case; each ideograph and kana is a word. */
    public static List<String> unicode(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
        words.setText(lower);
        List<String> tokens = new ArrayList<>();
        int start = words.first();
        for (int end = words.next();
                end != BreakIterator.DONE && tokens.size() < MAX;
                start = end, end = words.next()) {
            int first = lower.codePointAt(start);
            if (isUnspaced(first)) {
                lower.substring(start, end).codePoints().forEach(point -> tokens.add(Character.toString(point)));
            } else if (Character.isLetterOrDigit(first)) {
                tokens.add(lower.substring(start, end));
            }
        }
        return tokens;
    }

    private static boolean isUnspaced(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetterOrDigit(codePoint);
            default -> false;
        };
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
