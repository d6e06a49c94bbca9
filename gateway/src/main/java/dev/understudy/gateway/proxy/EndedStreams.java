package dev.understudy.gateway.proxy;

import java.util.Arrays;

/**
 * The latest streams whose client said that nothing more would come on them, and that are closed: what comes all the same
 * was not under way when they closed, and is an error of the connection (RFC 9113, section 5.1).
 */
final class EndedStreams {
    private static final int KEPT = 32;

    private final int[] latest = new int[KEPT];
    private int next;

    void ended(int stream) {
        latest[next] = stream;
        next = (next + 1) % KEPT;
    }

    boolean contains(int stream) {
        return Arrays.stream(latest).anyMatch(ended -> ended == stream);
    }
}
