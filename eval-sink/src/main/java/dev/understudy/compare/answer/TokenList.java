package dev.understudy.compare.answer;

import java.util.Arrays;

/** The words of a text in order, each as a hash; what is beyond {@value #MAX} is left out. */
final class TokenList {
    static final int MAX = 8192;

    private static final int CHARACTERS_A_WORD = 5;

    private long[] tokens;
    private int count;

    /** @param characters of the text */
    TokenList(int characters) {
        tokens = new long[Math.min(MAX, characters / CHARACTERS_A_WORD + 8)];
    }

    void add(long token) {
        if (count == tokens.length) {
            if (count == MAX) {
                return;
            }
            tokens = Arrays.copyOf(tokens, Math.min(MAX, count * 2));
        }
        tokens[count++] = token;
    }

    boolean isFull() {
        return count == MAX;
    }

    long[] toArray() {
        return count == tokens.length ? tokens : Arrays.copyOf(tokens, count);
    }
}
