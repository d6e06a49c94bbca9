package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import java.util.Arrays;

/**
 * Reads a head's field lines, strictly: no folding, no white space before a colon, no bare line ends, no control
 * characters. One event loop has one and uses it again for each head.
 */
final class FieldLines {
    /** The head goes on behind the bytes that are here. */
    static final int INCOMPLETE = -1;

    static final int MALFORMED = -2;
    static final int TOO_MANY = -3;

    /** Most heads are shorter, so no more is looked at first of what may be mostly a body. */
    static final int USUAL_BYTES = 2 * 1024;

    static final int FIELDS_MAX = 256;
    private static final int START_BYTES = 8 * 1024;

    private final int[] marks = new int[FIELDS_MAX * Fields.MARKS];
    private byte[] bytes = new byte[START_BYTES];
    private int size;

    /** Room for the beginning of a connection's input. */
    byte[] room(int count) {
        if (bytes.length < count) {
            bytes = new byte[count];
        }
        return bytes;
    }

    /** Where the head ends, behind its empty line; or why there is no telling. */
    int read(int from, int end) {
        byte[] b = bytes;
        int at = from;
        size = 0;
        while (at < end) {
            if (b[at] == '\r') {
                return at + 1 == end ? INCOMPLETE : b[at + 1] == '\n' ? at + 2 : MALFORMED;
            }
            if (size == FIELDS_MAX) {
                return TOO_MANY;
            }
            int mark = size * Fields.MARKS;
            marks[mark] = at;
            while (at < end && Octets.isToken(b[at])) {
                at++;
            }
            if (at == end) {
                return INCOMPLETE;
            }
            if (b[at] != ':' || at == marks[mark]) {
                return MALFORMED;
            }
            marks[mark + 1] = at++;
            while (at < end && Octets.isBlank(b[at])) {
                at++;
            }
            marks[mark + 2] = at;
            while (at < end && Octets.isValue(b[at])) {
                at++;
            }
            if (at + 1 >= end) {
                return at < end && b[at] != '\r' ? MALFORMED : INCOMPLETE;
            }
            if (b[at] != '\r' || b[at + 1] != '\n') {
                return MALFORMED;
            }
            int last = at;
            while (last > marks[mark + 2] && Octets.isBlank(b[last - 1])) {
                last--;
            }
            marks[mark + 3] = last;
            at += 2;
            size++;
        }
        return INCOMPLETE;
    }

    /** What was read, independent of this reader from here on. */
    Fields fields(int from, int end) {
        byte[] copy = Arrays.copyOfRange(bytes, from, end);
        for (int mark = 0; mark < size * Fields.MARKS; mark += Fields.MARKS) {
            for (int i = 0; i < 4; i++) {
                marks[mark + i] -= from;
            }
            FieldName unused = Fields.mark(copy, marks, mark);
        }
        return Fields.of(copy, marks, size);
    }
}
