package dev.understudy.pair;

/** Characters as UTF-8 writes them (RFC 3629: no surrogates, nothing overlong), without making a string of them. */
final class Utf8 {
    static final int LONGEST = 4;

    private Utf8() {}

    /** The length without the beginning of a character whose rest was cut off. */
    static int withoutTornCharacter(byte[] bytes, int length) {
        for (int back = 1; back < LONGEST && back <= length; back++) {
            int lead = bytes[length - back] & 0xFF;
            if (lead >= 0xC0) {
                return announced(lead) > back ? length - back : length;
            }
            if (lead < 0x80) {
                return length;
            }
        }
        return length;
    }

    /** How many bytes the character at this place has; 0 when it is none. */
    static int sequenceLength(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xFF;
        int size = announced(lead);
        if (size == 0 || at + size > length) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int rest = 2; rest < size; rest++) {
            if ((bytes[at + rest] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static int announced(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    }
}
