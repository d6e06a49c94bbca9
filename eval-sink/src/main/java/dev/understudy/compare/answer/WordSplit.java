package dev.understudy.compare.answer;

import java.util.Locale;

/**
 * The words of a text in each of the ways of {@link Tokens}, found in one pass. None of them joins what white space of ASCII
 * parts, so each stretch between is looked at by itself: one of plain ASCII here, with one hash for all three; any other by
 * the tokenizers.
 */
final class WordSplit {
    private static final long A = Tokens.word("a");
    private static final long AN = Tokens.word("an");
    private static final long THE = Tokens.word("the");

    private final char[] text;
    private final TokenList unicode;
    private final TokenList squad;
    private final TokenList rouge;

    WordSplit(String of) {
        text = of.toCharArray();
        unicode = new TokenList(text.length);
        squad = new TokenList(text.length);
        rouge = new TokenList(text.length);
        split();
    }

    long[] unicode() {
        return unicode.toArray();
    }

    long[] squad() {
        return squad.toArray();
    }

    long[] rouge() {
        return rouge.toArray();
    }

    private void split() {
        int at = 0;
        while (at < text.length && !isFull()) {
            int from = at;
            boolean plain = true;
            byte kind = Tokens.OTHER;
            while (at < text.length && (kind = Tokens.kindOfAscii(text[at])) != Tokens.SPACE) {
                plain &= kind != Tokens.OTHER;
                at++;
            }
            if (at > from) {
                if (plain) {
                    plain(from, at);
                } else {
                    any(from, at);
                }
            }
            at++;
        }
    }

    private boolean isFull() {
        return unicode.isFull() && squad.isFull() && rouge.isFull();
    }

    private void any(int from, int to) {
        char[] lower =
                new String(text, from, to - from).toLowerCase(Locale.ROOT).toCharArray();
        Tokens.unicode(lower, unicode);
        Tokens.squad(lower, squad);
        Tokens.rouge(lower, rouge);
    }

    /** Letters, digits and punctuation of ASCII: the words of ROUGE are what those of the others are made of. */
    private void plain(int from, int to) {
        long ofUnicode = 0;
        long ofSquad = 0;
        boolean inUnicode = false;
        boolean inSquad = false;
        int at = from;
        while (at < to) {
            char here = text[at];
            if (Tokens.kindOfAscii(here) == Tokens.WORD) {
                int start = at;
                long word = Tokens.start();
                do {
                    word = Tokens.plus(word, lower(text[at]));
                    at++;
                } while (at < to && Tokens.kindOfAscii(text[at]) == Tokens.WORD);
                rouge.add(word);
                ofUnicode = inUnicode ? plus(ofUnicode, start, at) : word;
                ofSquad = inSquad ? plus(ofSquad, start, at) : word;
                inUnicode = true;
                inSquad = true;
            } else {
                if (here == '_' || (inUnicode && joins(at, to))) {
                    ofUnicode = Tokens.plus(inUnicode ? ofUnicode : Tokens.start(), here);
                    inUnicode = true;
                } else if (inUnicode) {
                    unicode.add(ofUnicode);
                    inUnicode = false;
                }
                at++;
            }
        }
        if (inUnicode) {
            unicode.add(ofUnicode);
        }
        if (inSquad && ofSquad != A && ofSquad != AN && ofSquad != THE) {
            squad.add(ofSquad);
        }
    }

    /** What stands before is of the same word; the underscore joins nothing but itself. */
    private boolean joins(int at, int to) {
        char middle = text[at];
        if (at + 1 == to || (middle != '\'' && middle != '.' && middle != ',')) {
            return false;
        }
        char before = text[at - 1];
        char after = text[at + 1];
        return (isDigit(before) && isDigit(after)) || (middle != ',' && isLetter(before) && isLetter(after));
    }

    private long plus(long hash, int from, int to) {
        long longer = hash;
        for (int i = from; i < to; i++) {
            longer = Tokens.plus(longer, lower(text[i]));
        }
        return longer;
    }

    /** Of a letter or digit. */
    private static int lower(char c) {
        return c | 0x20;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
