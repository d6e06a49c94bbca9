package dev.understudy.pair;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that were kept of a body. Nobody changes the array after it came in here.
 *
 * @param bytes at most as many as the route keeps
 * @param length how many there were on the wire
 * @param truncated whether some of what was on the wire, or should have been, is missing
 * @param omitted why nothing was kept although it could have been; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared, and a copy per body would double their cost
public record Body(
        byte[] bytes,
        long length,
        boolean truncated,
        @Nullable String omitted) {
    public static final Body EMPTY = new Body(new byte[0], 0, false);

    public Body(byte[] bytes, long length, boolean truncated) {
        this(bytes, length, truncated, null);
    }

    /** The same body without its bytes, and why. */
    public Body without(String reason) {
        return new Body(EMPTY.bytes, length, true, reason);
    }
}
