package dev.understudy.gateway.http1;

import org.jspecify.annotations.Nullable;

/** What a {@code content-length} says: digits and nothing else (RFC 9110, section 8.6). */
public final class HttpLength {
    private HttpLength() {}

    /** The length, or -1. */
    public static long of(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > 18) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + (c - '0');
        }
        return length;
    }
}
