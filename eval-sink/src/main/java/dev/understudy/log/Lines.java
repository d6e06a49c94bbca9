package dev.understudy.log;

import java.io.OutputStream;
import java.util.Arrays;

/** Encoded lines that wait to be written together. The buffer is reused, and given back after an unusually long line. */
final class Lines extends OutputStream {
    private static final int INITIAL_BYTES = 64 * 1024;
    private static final int KEPT_BYTES_MAX = 4 * 1024 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int count;
    private long weight;

    @Override
    public void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int size) {
        reserve(size);
        System.arraycopy(source, offset, bytes, length, size);
        length += size;
    }

    void endLine(long recordWeight) {
        write('\n');
        count++;
        weight += recordWeight;
    }

    /** Takes back what was written of a line that came to nothing. */
    void rollBackTo(int earlierLength) {
        length = earlierLength;
    }

    void clear() {
        length = 0;
        count = 0;
        weight = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /** Valid up to {@link #length}, until the next call. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int count() {
        return count;
    }

    /** What its records counted in the queue. */
    long weight() {
        return weight;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
    }
}
