package dev.understudy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The nearest of the words that were possible, when one is near enough to be what was meant. */
final class DidYouMean {
    private static final int WORD_MAX = 64;

    private DidYouMean() {}

    /** {@code , did you mean X?} or nothing. */
    static String hint(String word, Collection<String> possible) {
        if (word.length() > WORD_MAX) {
            return "";
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        return possible.stream()
                .filter(candidate -> candidate.length() <= WORD_MAX)
                .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= 1 + wanted.length() / 4)
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .map(candidate -> ", did you mean " + candidate + "?")
                .orElse("");
    }

    /** Edits between two words; two neighbours in the wrong order are one (optimal string alignment). */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                edits[row][column] = row == 0 ? column : column == 0 ? row : cheapest(from, to, edits, row, column);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapest(String from, String to, int[][] edits, int row, int column) {
        boolean same = from.charAt(row - 1) == to.charAt(column - 1);
        int best = Math.min(
                edits[row - 1][column - 1] + (same ? 0 : 1),
                1 + Math.min(edits[row - 1][column], edits[row][column - 1]));
        boolean swapped = row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(best, edits[row - 2][column - 2] + 1) : best;
    }
}
