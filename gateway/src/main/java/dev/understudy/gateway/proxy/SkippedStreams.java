package dev.understudy.gateway.proxy;

/**
 * The numbers that a client left out when it began streams: to begin one of them later is an error of the connection (RFC
 * 9113, section 5.1.1), other than what arrives late for a stream that was there. Remembers the latest gaps; clients leave
 * one, if any.
 */
final class SkippedStreams {
    private static final int GAPS = 16;

    private final int[] from = new int[GAPS];
    private final int[] to = new int[GAPS];
    private int gaps;
    private int last = -1;

    /** A stream begins. */
    void begun(int stream) {
        if (stream > last + 2) {
            from[gaps % GAPS] = last + 2;
            to[gaps % GAPS] = stream;
            gaps++;
        }
        last = stream;
    }

    boolean contains(int stream) {
        for (int i = 0; i < Math.min(gaps, GAPS); i++) {
            if (stream >= from[i] && stream < to[i]) {
                return true;
            }
        }
        return false;
    }
}
