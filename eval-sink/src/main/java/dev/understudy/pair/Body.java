package dev.understudy.pair;

/**
 * The bytes that were kept of a body. Nobody changes the array after it came in here.
 *
 * @param bytes at most as many as the route keeps
 * @param length how many there were on the wire
 * @param truncated whether some of what was on the wire, or should have been, is missing
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared, and a copy per body would double their cost
public record Body(byte[] bytes, long length, boolean truncated) {
    public static final Body EMPTY = new Body(new byte[0], 0, false);
}
