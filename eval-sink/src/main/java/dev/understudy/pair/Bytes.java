package dev.understudy.pair;

import java.util.Arrays;

/** Looking for a word in bytes. */
final class Bytes {
    private Bytes() {}

    /** Looks at every so-many-th byte only, until one of them is one of the word's (Horspool). */
    static boolean contains(byte[] body, byte[] word) {
        int last = word.length - 1;
        for (int at = last; at < body.length; at += shift(word, body[at])) {
            if (Arrays.equals(body, at - last, at + 1, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    /** How far the word can move on before its next such byte stands there. */
    private static int shift(byte[] word, byte here) {
        for (int back = 1; back < word.length; back++) {
            if (word[word.length - 1 - back] == here) {
                return back;
            }
        }
        return word.length;
    }
}
