package dev.understudy.gateway.wire;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Field names in lower case, kept from one message for the next: the same few come again and again. A name's place is fixed
 * by its hash, and the last one there stays. They never change, so threads may see an older one, never a wrong one.
 */
final class LowerNames {
    private static final int PLACES = 256;
    private static final int BYTES_MAX = 64;
    /** In what a letter differs from the same in upper case. */
    private static final int CASE = 0x20;

    private static final @Nullable AsciiString[] KEPT = new @Nullable AsciiString[PLACES];

    private LowerNames() {}

    static AsciiString of(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + lower(bytes[i]);
        }
        int place = (hash ^ hash >>> 8 ^ hash >>> 16) & (PLACES - 1);
        AsciiString kept = KEPT[place];
        if (kept != null && isSame(kept.array(), bytes, start, end)) {
            return kept;
        }
        byte[] copy = new byte[end - start];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = lower(bytes[start + i]);
        }
        AsciiString fresh = new AsciiString(copy, false);
        if (copy.length <= BYTES_MAX) {
            KEPT[place] = fresh;
        }
        return fresh;
    }

    /** From the end, where names and words that begin alike differ. */
    static boolean is(String lower, byte[] bytes, int start, int end) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = lower.length() - 1; i >= 0; i--) {
            if (lower(bytes[start + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same of a name that is bytes, of letters, digits and hyphens. */
    static boolean is(byte[] lower, byte[] bytes, int start, int end) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = lower.length - 1; i >= 0; i--) {
            int different = bytes[start + i] ^ lower[i];
            if (different != 0 && (different != CASE || lower[i] < 'a')) {
                return false;
            }
        }
        return true;
    }

    /** The same of any name. */
    private static boolean isSame(byte[] lower, byte[] bytes, int start, int end) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = lower.length - 1; i >= 0; i--) {
            if (lower(bytes[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
}
