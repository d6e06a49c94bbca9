package dev.understudy.gateway.llm;

import java.util.Arrays;

/**
 * Finds the events in the pieces of a {@code text/event-stream}, wherever they are cut (HTML standard, section 9.2.6).
 * Comments and fields but {@code data} are passed over. Of an event's data it keeps 256 KiB. One event loop.
 */
final class EventReader implements Slices.Receiver {
    /** Beyond it an event still counts as one, but what it says is not read. */
    static final int DATA_BYTES_MAX = 256 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NAME = {'d', 'a', 't', 'a'};
    private static final byte[] LINE_FEED = {'\n'};

    private final Listener listener;
    private byte[] data = new byte[512];
    private int length;
    private boolean hasData;
    private boolean tooLong;
    private State state = State.MARK;
    private int matched;
    private boolean afterReturn;

    /** What of a line the next byte belongs to. */
    private enum State {
        /** The byte order mark, if there is one. */
        MARK,
        LINE_START,
        NAME,
        /** After the colon: one space does not count. */
        COLON,
        VALUE,
        /** A comment, or a field nobody asks for. */
        SKIPPED
    }

    /** Who wants the events. */
    interface Listener {
        /** The bytes are good until this returns; those of an event that was too long are not there. */
        void event(byte[] data, int length, boolean tooLong);
    }

    EventReader(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte here = bytes[at];
            if (afterReturn) {
                afterReturn = false;
                if (here == '\n') {
                    at++;
                    continue;
                }
            }
            if (here == '\n' || here == '\r') {
                afterReturn = here == '\r';
                lineEnded();
                at++;
            } else if (state == State.VALUE) {
                int end = lineEnd(bytes, at, to);
                append(bytes, at, end - at);
                at = end;
            } else if (state == State.SKIPPED) {
                at = lineEnd(bytes, at, to);
            } else {
                at += step(here);
            }
        }
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Takes one byte of a line's beginning; 0 when it is to be looked at again. */
    private int step(byte here) {
        switch (state) {
            case MARK -> {
                if (here == BYTE_ORDER_MARK[matched]) {
                    matched++;
                    state = matched == BYTE_ORDER_MARK.length ? State.LINE_START : State.MARK;
                    return 1;
                }
                state = matched == 0 ? State.LINE_START : State.SKIPPED;
                return 0;
            }
            case LINE_START -> {
                state = here == NAME[0] ? State.NAME : State.SKIPPED;
                matched = 1;
            }
            case NAME -> {
                if (matched < NAME.length && here == NAME[matched]) {
                    matched++;
                } else {
                    state = matched == NAME.length && here == ':' ? State.COLON : State.SKIPPED;
                    beginData();
                }
            }
            case COLON -> {
                state = State.VALUE;
                return here == ' ' ? 1 : 0;
            }
            case VALUE, SKIPPED ->
                throw new IllegalStateException("state: " + state + " (expected: a line's beginning)");
        }
        return 1;
    }

    /** A further line of data is divided from the one before by a line feed. */
    private void beginData() {
        if (state == State.COLON) {
            if (hasData) {
                append(LINE_FEED, 0, 1);
            }
            hasData = true;
        }
    }

    private void lineEnded() {
        switch (state) {
            case MARK, LINE_START -> eventEnded();
            case NAME -> {
                if (matched == NAME.length) {
                    state = State.COLON;
                    beginData();
                }
            }
            case COLON, VALUE, SKIPPED -> {
                // what stood in the line was taken already
            }
        }
        state = State.LINE_START;
    }

    private void eventEnded() {
        if (hasData) {
            listener.event(data, tooLong ? 0 : length, tooLong);
        }
        hasData = false;
        tooLong = false;
        length = 0;
    }

    private void append(byte[] bytes, int from, int count) {
        if (tooLong || length + count > DATA_BYTES_MAX) {
            tooLong = true;
            return;
        }
        if (data.length - length < count) {
            data = Arrays.copyOf(data, Math.min(DATA_BYTES_MAX, Math.max(length + count, 2 * data.length)));
        }
        System.arraycopy(bytes, from, data, length, count);
        length += count;
    }
}
