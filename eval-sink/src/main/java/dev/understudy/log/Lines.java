package dev.understudy.log;

import dev.understudy.pair.JsonBytes;

/** Encoded lines that wait to be written together. The buffer is reused, and given back after an unusually long line. */
final class Lines {
    private static final int INITIAL_BYTES = 64 * 1024;
    private static final int KEPT_BYTES_MAX = 4 * 1024 * 1024;

    private JsonBytes json = new JsonBytes(INITIAL_BYTES);
    private int count;
    private long weight;

    /** Where the next line is written. */
    JsonBytes json() {
        return json;
    }

    void endLine(long recordWeight) {
        json.endLine();
        count++;
        weight += recordWeight;
    }

    void clear() {
        json.rollBackTo(0);
        count = 0;
        weight = 0;
        if (json.capacity() > KEPT_BYTES_MAX) {
            json = new JsonBytes(INITIAL_BYTES);
        }
    }

    /** Valid up to {@link #length}, until the next call. */
    byte[] bytes() {
        return json.array();
    }

    int length() {
        return json.length();
    }

    int count() {
        return count;
    }

    /** What its records counted in the queue. */
    long weight() {
        return weight;
    }
}
