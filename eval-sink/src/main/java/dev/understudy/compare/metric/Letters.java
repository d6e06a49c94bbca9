package dev.understudy.compare.metric;

/**
 * Which characters there are in a text: a bit for each of ASCII, and NUL's for all others as well. A phrase can only be where
 * all of its letters are, which spares searching most texts for most phrases.
 */
record Letters(long low, long high) {
    static Letters of(String text) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < Long.SIZE) {
                low |= 1L << letter;
            } else if (letter < 2 * Long.SIZE) {
                high |= 1L << letter;
            } else {
                low |= 1;
            }
        }
        return new Letters(low, high);
    }

    boolean hasAll(Letters other) {
        return (other.low & ~low) == 0 && (other.high & ~high) == 0;
    }

    boolean hasAny(Letters other) {
        return (other.low & low) != 0 || (other.high & high) != 0;
    }
}
