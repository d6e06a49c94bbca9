package dev.understudy.compare.answer;

/**
 * How text falls into words. Each way is part of what the metric that uses it means, and none depends on the version of the
 * Java that runs it. A word is told from others by a hash of 64 bits, so that no string is made for it.
 */
final class Tokens {
    static final byte OTHER = 0;
    static final byte WORD = 1;
    static final byte SPACE = 2;
    static final byte PUNCTUATION = 3;
    private static final byte[] ASCII = ascii();

    private static final int A = 'a';
    private static final int AN = 'a' << 8 | 'n';
    private static final int THE = 't' << 16 | 'h' << 8 | 'e';

    private Tokens() {}

    /** The hash of one word. */
    static long word(CharSequence text) {
        long hash = start();
        for (int i = 0; i < text.length(); i++) {
            hash = plus(hash, text.charAt(i));
        }
        return hash;
    }

    /**
     * As SQuAD's evaluation normalises: no ASCII punctuation, no English articles, split at white space.
     *
     * @param lower in lower case
     */
    static void squad(char[] lower, TokenList found) {
        long token = start();
        int run = 0;
        boolean inToken = false;
        boolean inRun = false;
        long beforeRun = token;
        boolean emptyBeforeRun = true;
        for (int i = 0; i <= lower.length; i++) {
            char here = i < lower.length ? lower[i] : ' ';
            byte kind = here < 128 ? ASCII[here] : kindBeyondAscii(here, lower, i);
            if (kind == PUNCTUATION) {
                continue;
            }
            boolean wordPart = kind == WORD;
            if (inRun && !wordPart && (run == A || run == AN || run == THE)) {
                // An article, between word boundaries, becomes a space: what stood before it ends here.
                if (!emptyBeforeRun) {
                    found.add(beforeRun);
                }
                token = start();
                inToken = false;
            }
            if (!wordPart) {
                inRun = false;
            }
            if (kind == SPACE) {
                if (inToken) {
                    found.add(token);
                }
                token = start();
                inToken = false;
                continue;
            }
            if (wordPart && !inRun) {
                inRun = true;
                run = 0;
                beforeRun = token;
                emptyBeforeRun = !inToken;
            }
            if (wordPart) {
                // The last four letters; -1 for what is no article because it is not ASCII.
                run = run < 0 || here >= 128 ? -1 : run << 8 | here;
            }
            token = plus(token, here);
            inToken = true;
        }
    }

    /**
     * As google's rouge_score, without stemming: runs of ASCII letters and digits.
     *
     * @param lower in lower case
     */
    static void rouge(char[] lower, TokenList found) {
        long token = start();
        boolean inToken = false;
        for (int i = 0; i <= lower.length; i++) {
            char here = i < lower.length ? lower[i] : ' ';
            if ((here >= 'a' && here <= 'z') || (here >= '0' && here <= '9')) {
                token = plus(token, here);
                inToken = true;
            } else if (inToken) {
                found.add(token);
                token = start();
                inToken = false;
            }
        }
    }

    /**
     * Words of any script: runs of letters, digits and marks, with a single apostrophe, dot or comma within (the essence of
     * Unicode's UAX 29); of scripts that put no spaces between words each character is a word.
     *
     * @param lower in lower case
     */
    static void unicode(char[] lower, TokenList found) {
        long token = start();
        boolean inToken = false;
        int width;
        for (int i = 0; i < lower.length; i += width) {
            int here = lower[i] < 0xd800 ? lower[i] : Character.codePointAt(lower, i);
            width = Character.charCount(here);
            if (here < 128 && ASCII[here] == WORD) {
                token = plus(token, here);
                inToken = true;
                continue;
            }
            Kind kind = kind(here);
            boolean within = kind == Kind.MIDDLE && inToken && joins(lower, i, here);
            if (kind == Kind.PART || within) {
                token = plus(token, here);
                inToken = true;
                continue;
            }
            if (inToken) {
                found.add(token);
                token = start();
                inToken = false;
            }
            if (kind == Kind.ALONE) {
                found.add(plus(start(), here));
            }
        }
        if (inToken) {
            found.add(token);
        }
    }

    /** What a character is as far as ASCII goes; beyond it everything is {@link #OTHER}. */
    static byte kindOfAscii(char character) {
        return character < 128 ? ASCII[character] : OTHER;
    }

    private enum Kind {
        /** Belongs to the word that it stands in. */
        PART,
        /** Is a word of its own. */
        ALONE,
        /** Belongs to a word when it stands within it. */
        MIDDLE,
        BETWEEN
    }

    private static Kind kind(int point) {
        if (point < 128) {
            if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '_') {
                return Kind.PART;
            }
            return point == '\'' || point == '.' || point == ',' ? Kind.MIDDLE : Kind.BETWEEN;
        }
        if (point == '\u2019') {
            return Kind.MIDDLE;
        }
        if (isUnspaced(point)) {
            return Kind.ALONE;
        }
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK -> Kind.PART;
            default -> Kind.BETWEEN;
        };
    }

    /** An apostrophe or dot between letters; a dot, comma or apostrophe between digits. */
    private static boolean joins(char[] text, int at, int middle) {
        if (at + 1 >= text.length) {
            return false;
        }
        char next = text[at + 1];
        if (next < 128 && ASCII[next] != WORD) {
            return false;
        }
        int before = Character.codePointBefore(text, at);
        int after = Character.codePointAt(text, at + 1);
        if (Character.isDigit(before) && Character.isDigit(after)) {
            return true;
        }
        return middle != ',' && Character.isLetter(before) && Character.isLetter(after) && !isUnspaced(after);
    }

    private static boolean isUnspaced(int point) {
        if (point < 0xe00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetterOrDigit(point);
            default -> point == '\u30fc';
        };
    }

    /** As Python's {@code \w} and {@code str.split} have it. */
    private static byte kindBeyondAscii(char here, char[] text, int at) {
        if (here == '\u0085' || Character.isWhitespace(here) || Character.isSpaceChar(here)) {
            return SPACE;
        }
        int point = Character.isHighSurrogate(here)
                ? Character.codePointAt(text, at)
                : Character.isLowSurrogate(here) && at > 0 ? Character.codePointBefore(text, at + 1) : here;
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> WORD;
            default -> OTHER;
        };
    }

    /** The underscore is punctuation, for SQuAD takes it out before it looks for words. */
    private static byte[] ascii() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < 128; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean space = c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\u001c' && c <= '\u001f');
            kinds[c] = letter ? WORD : space ? SPACE : c > ' ' && c < '\u007f' ? PUNCTUATION : OTHER;
        }
        return kinds;
    }

    static long start() {
        return 0x9E3779B97F4A7C15L;
    }

    static long plus(long hash, int character) {
        return mix(hash ^ character);
    }

    /** The finish of SplitMix64, shortened: one multiplication a character. */
    private static long mix(long value) {
        long mixed = value * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 32);
    }
}
