package dev.understudy.traffic;

import java.util.Locale;

/** Why a request got no whole answer. */
enum LoadFailure {
    /** No connection could be made. */
    REFUSED,
    /** The connection ended before a byte of the answer. */
    CLOSED,
    /** The connection ended in the middle of the answer. */
    CUT,
    /** What came is no HTTP. */
    MALFORMED,
    /** No whole answer within the time for one. */
    TIMEOUT,
    /** Every connection was taken until the end. */
    UNSENT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
