package dev.understudy.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether one of a few names may stand in a JSON body at all: one pass over its bytes, eight at a time, from quote to quote,
 * which costs a tenth of reading it. It may say yes where there is none, as when a name is a value or is escaped, and never
 * no where there is one.
 */
public final class QuotedNames {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[][] names;

    /** In ASCII letters. */
    public QuotedNames(String... names) {
        this.names = Arrays.stream(names)
                .map(name -> (name + '"').getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    public boolean mayBeIn(byte[] body) {
        int at = 0;
        for (; at + Long.BYTES <= body.length; at += Long.BYTES) {
            long found = quotesAndSlashes((long) EIGHT.get(body, at));
            while (found != 0) {
                if (begins(body, at + Long.numberOfTrailingZeros(found) / Byte.SIZE)) {
                    return true;
                }
                found &= found - 1;
            }
        }
        for (; at < body.length; at++) {
            if ((body[at] == '"' || body[at] == '\\') && begins(body, at)) {
                return true;
            }
        }
        return false;
    }

    /** The high bits of those bytes; also of a byte behind one of them that differs from it in its last bit alone. */
    private static long quotesAndSlashes(long eight) {
        long quotes = eight ^ ONES * '"';
        long slashes = eight ^ ONES * '\\';
        return (((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes)) & HIGH_BITS;
    }

    private boolean begins(byte[] body, int at) {
        return body[at] == '"' ? isName(body, at + 1) : body[at] == '\\' && isEscapedLetter(body, at + 1);
    }

    private boolean isName(byte[] body, int from) {
        for (byte[] name : names) {
            int end = from + name.length;
            if (end <= body.length && body[from] == name[0] && Arrays.equals(body, from, end, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    /** A name may also be written with escapes: {@code \}{@code u0073tore}. Letters and the underscore lie from 41 to 7a. */
    private static boolean isEscapedLetter(byte[] body, int at) {
        return at + 3 < body.length
                && body[at] == 'u'
                && body[at + 1] == '0'
                && body[at + 2] == '0'
                && body[at + 3] >= '4'
                && body[at + 3] <= '7';
    }
}
