package dev.understudy.pair;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of each event in the bytes of a {@code text/event-stream}, by the rules of the HTML standard, section 9.2.6: an
 * event that is not closed by an empty line was cut off, and does not count.
 *
 * @param data of events that have any
 * @param closed whether the bytes end where an event does
 */
record ServerSentEvents(List<byte[]> data, boolean closed) {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    ServerSentEvents {
        data = List.copyOf(data);
    }

    static ServerSentEvents read(byte[] bytes) {
        List<byte[]> events = new ArrayList<>();
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        boolean open = false;
        boolean hasData = false;
        int at = startsWith(bytes, 0, bytes.length, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        while (at < bytes.length) {
            int end = lineEnd(bytes, at);
            if (end == bytes.length) {
                return new ServerSentEvents(events, false);
            }
            if (end == at) {
                if (hasData) {
                    events.add(pending.toByteArray());
                }
                pending.reset();
                open = false;
                hasData = false;
            } else {
                open = true;
                if (isData(bytes, at, end)) {
                    if (hasData) {
                        pending.write('\n');
                    }
                    int value = valueStart(bytes, at + DATA.length, end);
                    pending.write(bytes, value, end - value);
                    hasData = true;
                }
            }
            at = bytes[end] == '\r' && end + 1 < bytes.length && bytes[end + 1] == '\n' ? end + 2 : end + 1;
        }
        return new ServerSentEvents(events, !open);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static boolean isData(byte[] bytes, int start, int end) {
        return startsWith(bytes, start, end, DATA) && (start + DATA.length == end || bytes[start + DATA.length] == ':');
    }

    private static int valueStart(byte[] bytes, int afterName, int end) {
        int value = Math.min(afterName + 1, end);
        return value < end && bytes[value] == ' ' ? value + 1 : value;
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int at = 0; at < prefix.length; at++) {
            if (bytes[start + at] != prefix[at]) {
                return false;
            }
        }
        return true;
    }
}
