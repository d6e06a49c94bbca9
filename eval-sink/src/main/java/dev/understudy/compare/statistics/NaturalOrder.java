package dev.understudy.compare.statistics;

import java.util.Comparator;

/**
 * Names as people number them: digits that stand together are one number, so {@code q9} comes before {@code q10}. Samples are
 * drawn from in the order of their pairs' ids, which is that of the file where a file numbers its lines, and the same however
 * the lines were shuffled.
 */
public final class NaturalOrder implements Comparator<String> {
    public static final NaturalOrder OF_IDS = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int at = 0;
        while (at < shorter && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        int start = at;
        while (start > 0 && isDigit(one.charAt(start - 1))) {
            start--;
        }
        int oneEnd = digitsEnd(one, start);
        int otherEnd = digitsEnd(other, start);
        if (oneEnd > start && otherEnd > start) {
            int byNumber = compareNumbers(one, start, oneEnd, other, otherEnd);
            if (byNumber != 0) {
                return byNumber;
            }
        }
        return one.compareTo(other);
    }

    private static int compareNumbers(String one, int start, int oneEnd, String other, int otherEnd) {
        int i = start;
        int j = start;
        while (i < oneEnd && one.charAt(i) == '0') {
            i++;
        }
        while (j < otherEnd && other.charAt(j) == '0') {
            j++;
        }
        int byLength = Integer.compare(oneEnd - i, otherEnd - j);
        while (byLength == 0 && i < oneEnd) {
            int byDigit = Character.compare(one.charAt(i++), other.charAt(j++));
            if (byDigit != 0) {
                return byDigit;
            }
        }
        return byLength;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
