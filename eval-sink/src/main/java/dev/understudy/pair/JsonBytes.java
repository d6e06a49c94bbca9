package dev.understudy.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is being written, as UTF-8 in one array that grows. Commas come by themselves; objects and arrays are closed by
 * the caller.
 *
 * <p>Every recorded request goes through here, so text is copied eight bytes at a time as long as nothing in it has to be
 * escaped. One thread at a time.
 */
public final class JsonBytes {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPES = escapes();
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    /** Below it three decimals of a double are exact, so that its shortest text is what stands here. */
    private static final double THOUSANDTHS_MAX = 1e9;

    private static final int LONG_DIGITS_MAX = 20;
    private static final int ESCAPE_BYTES_MAX = 6;
    private static final int BLOCK_BYTES = 4096;
    private static final int SIZE_MAX = Integer.MAX_VALUE - 8;

    private final IsoTime time = new IsoTime();
    private byte[] bytes;
    private int length;
    private boolean follows;

    public JsonBytes(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Valid up to {@link #length}, until the next call. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public int capacity() {
        return bytes.length;
    }

    /** Ends a line; the next value begins a new one. */
    public void endLine() {
        put('\n');
        follows = false;
    }

    /** Takes back what was written behind a line's end. */
    public void rollBackTo(int endOfLine) {
        length = endOfLine;
        follows = false;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    JsonBytes beginObject() {
        return begin('{');
    }

    JsonBytes endObject() {
        return end('}');
    }

    JsonBytes beginArray() {
        return begin('[');
    }

    JsonBytes endArray() {
        return end(']');
    }

    /** The name of what comes next, as it stands in a record's schema: ASCII with nothing to escape. */
    @SuppressWarnings("deprecation") // takes the low byte of each character, which is all of it
    JsonBytes name(String name) {
        separate();
        int size = name.length();
        reserve(size + 3);
        bytes[length++] = '"';
        name.getBytes(0, size, bytes, length);
        length += size;
        bytes[length++] = '"';
        bytes[length++] = ':';
        follows = false;
        return this;
    }

    /** A name that somebody else chose. */
    JsonBytes anyName(String name) {
        text(name);
        put(':');
        follows = false;
        return this;
    }

    /** Half a surrogate pair becomes U+FFFD. */
    JsonBytes text(@Nullable String text) {
        if (text == null) {
            return nothing();
        }
        separate();
        int size = text.length();
        reserve(size + 2);
        bytes[length++] = '"';
        int plain = plain(text, size);
        if (plain < size) {
            byte[] rest = Json.wellFormed(text.substring(plain)).getBytes(StandardCharsets.UTF_8);
            escape(rest, rest.length);
        }
        put('"');
        return this;
    }

    /** A field with text that is UTF-8 already; nothing is written, and false returned, when it is not well-formed. */
    boolean field(String name, byte[] text, int size) {
        int before = length;
        boolean followed = follows;
        name(name);
        separate();
        reserve(size + 2);
        bytes[length++] = '"';
        if (!escape(text, size)) {
            length = before;
            follows = followed;
            return false;
        }
        put('"');
        return true;
    }

    JsonBytes base64(byte[] binary) {
        separate();
        put('"');
        byte[] encoded = Base64.getEncoder().encode(binary);
        raw(encoded);
        put('"');
        return this;
    }

    JsonBytes number(long number) {
        separate();
        digits(number);
        return this;
    }

    /** Null for what JSON has no number for. */
    JsonBytes number(@Nullable Double number) {
        return number == null ? nothing() : number(number.doubleValue());
    }

    JsonBytes number(double number) {
        if (!Double.isFinite(number)) {
            return nothing();
        }
        separate();
        long thousandths = Math.round(number * 1000);
        if (Math.abs(number) < THOUSANDTHS_MAX && thousandths / 1000.0 == number && thousandths != 0) {
            thousandths(thousandths);
        } else {
            ascii(Double.toString(number));
        }
        return this;
    }

    JsonBytes flag(boolean flag) {
        separate();
        ascii(flag ? "true" : "false");
        return this;
    }

    JsonBytes nothing() {
        separate();
        raw(NULL);
        return this;
    }

    /** Always with milliseconds, so that lines sort as text. */
    JsonBytes time(Instant instant) {
        separate();
        put('"');
        ascii(time.text(instant));
        put('"');
        return this;
    }

    private JsonBytes begin(char bracket) {
        separate();
        put(bracket);
        follows = false;
        return this;
    }

    private JsonBytes end(char bracket) {
        put(bracket);
        follows = true;
        return this;
    }

    private void separate() {
        if (follows) {
            put(',');
        }
        follows = true;
    }

    private void put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    private void raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
    }

    private void ascii(String text) {
        int size = text.length();
        reserve(size);
        for (int i = 0; i < size; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += size;
    }

    /** Copies the beginning that is ASCII and needs no escape; room for all of it is there. Returns how much that is. */
    private int plain(String text, int size) {
        byte[] to = bytes;
        int at = length;
        int i = 0;
        while (i < size) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                break;
            }
            to[at + i++] = (byte) c;
        }
        length = at + i;
        return i;
    }

    /** Block by block, so that room has to be made only once for each. */
    private boolean escape(byte[] text, int size) {
        int from = 0;
        while (from < size) {
            int end = Math.min(size, from + BLOCK_BYTES);
            reserve((end - from + Utf8.LONGEST) * ESCAPE_BYTES_MAX);
            from = escape(text, from, end, size);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /** Goes on to {@code end} or up to three bytes beyond; returns to where, or -1 when there is no character. */
    private int escape(byte[] text, int from, int end, int size) {
        byte[] to = bytes;
        int at = length;
        int i = from;
        while (i < end) {
            if (i + Long.BYTES <= end) {
                long eight = (long) EIGHT.get(text, i);
                EIGHT.set(to, at, eight);
                long special = special(eight);
                int plain = special == 0 ? Long.BYTES : Long.numberOfTrailingZeros(special) / Byte.SIZE;
                at += plain;
                i += plain;
                if (special == 0) {
                    continue;
                }
            }
            byte octet = text[i];
            if (octet < 0) {
                int taken = Utf8.sequenceLength(text, i, size);
                if (taken == 0) {
                    return -1;
                }
                for (int k = 0; k < taken; k++) {
                    to[at++] = text[i++];
                }
                continue;
            }
            byte escape = ESCAPES[octet];
            if (escape == 0) {
                to[at++] = octet;
            } else {
                to[at++] = '\\';
                to[at++] = escape;
                at = escape == 'u' ? control(octet, to, at) : at;
            }
            i++;
        }
        length = at;
        return i;
    }

    private static int control(byte octet, byte[] to, int at) {
        to[at] = '0';
        to[at + 1] = '0';
        to[at + 2] = HEX[octet >> 4];
        to[at + 3] = HEX[octet & 0xf];
        return at + 4;
    }

    /** A high bit for each byte that cannot stand as it is; what is beyond the first of them may be wrong. */
    private static long special(long eight) {
        long quotes = eight ^ ONES * '"';
        long slashes = eight ^ ONES * '\\';
        long found = (eight - ONES * ' ') & ~eight;
        return (eight | found | ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes)) & HIGH_BITS;
    }

    private void thousandths(long thousandths) {
        long whole = Math.abs(thousandths);
        if (thousandths < 0) {
            put('-');
        }
        digits(whole / 1000);
        int rest = (int) (whole % 1000);
        put('.');
        put((char) ('0' + rest / 100));
        if (rest % 100 != 0) {
            put((char) ('0' + rest / 10 % 10));
            if (rest % 10 != 0) {
                put((char) ('0' + rest % 10));
            }
        }
    }

    private void digits(long number) {
        if (number < 0) {
            ascii(Long.toString(number));
            return;
        }
        reserve(LONG_DIGITS_MAX);
        int count = 1;
        for (long bound = 10; count < LONG_DIGITS_MAX - 1 && number >= bound; bound *= 10) {
            count++;
        }
        long rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            long tenth = rest / 10;
            bytes[at] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
        length += count;
    }

    /** What stands behind the backslash, for each ASCII character; 0 where none is needed. */
    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        String pairs = "\"\"\\\\\nn\rr\tt\bb\ff";
        for (int i = 0; i < pairs.length(); i += 2) {
            escapes[pairs.charAt(i)] = (byte) pairs.charAt(i + 1);
        }
        return escapes;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            int needed = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(SIZE_MAX, Math.max(needed, bytes.length * 2L)));
        }
    }
}
