package dev.understudy.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** A head that is being written. One event loop has one, and uses it again for each head. */
public final class HeadBytes {
    private static final int START = 4096;
    private static final int KEPT_MAX = 128 * 1024;

    private byte[] bytes = new byte[START];
    private int length;

    /** Forgets what was written before. */
    public HeadBytes begin() {
        if (bytes.length > KEPT_MAX) {
            bytes = new byte[START];
        }
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    public void bytes(byte[] from, int start, int count) {
        room(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    public HeadBytes bytes(byte[] from) {
        bytes(from, 0, from.length);
        return this;
    }

    /** Characters beyond Latin-1 become question marks. */
    public HeadBytes text(String text) {
        int count = text.length();
        room(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            to[at + i] = (byte) (c > 255 ? '?' : c);
        }
        length = at + count;
        return this;
    }

    public HeadBytes number(long number) {
        if (number < 10) {
            return number < 0 ? text(Long.toString(number)) : digit((int) number);
        }
        return number(number / 10).digit((int) (number % 10));
    }

    private HeadBytes digit(int digit) {
        room(1);
        bytes[length++] = (byte) ('0' + digit);
        return this;
    }

    /** A whole line: a name, given with nothing around it, and its value. */
    public HeadBytes field(String name, String value) {
        text(name);
        colon();
        text(value);
        return line();
    }

    public void colon() {
        room(2);
        bytes[length++] = ':';
        bytes[length++] = ' ';
    }

    public HeadBytes line() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** Hands out each line that was written as {@link #field} does; names in lower case. */
    public void forEachLine(BiConsumer<AsciiString, AsciiString> taker) {
        for (int start = 0; start < length; ) {
            int colon = start;
            while (bytes[colon] != ':') {
                colon++;
            }
            int end = colon + 2;
            while (bytes[end] != '\r') {
                end++;
            }
            taker.accept(
                    new AsciiString(bytes, start, colon - start, true).toLowerCase(),
                    new AsciiString(bytes, colon + 2, end - colon - 2, true));
            start = end + 2;
        }
    }

    public void to(ByteBuf buffer) {
        buffer.writeBytes(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
