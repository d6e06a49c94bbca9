package dev.understudy.gateway.trace;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A {@code traceparent}: the trace, the span that called, and whether it is sampled (W3C Trace Context, section 3.2).
 *
 * @param high the first half of the trace id
 * @param low its second half; the last 56 bits are random
 */
public record TraceParent(long high, long low, long span, boolean sampled) {
    private static final int LENGTH = 55;
    private static final int SAMPLED = 1;
    private static final HexFormat HEX = HexFormat.of();

    public TraceParent {
        if ((high == 0 && low == 0) || span == 0) {
            throw new IllegalArgumentException("trace " + high + low + ", span " + span + " (expected: not 0)");
        }
    }

    /** Empty for what is malformed: it must not be passed on as if it were not. */
    public static Optional<TraceParent> parse(String text) {
        boolean first = text.startsWith("00-") && text.length() == LENGTH;
        boolean later = text.length() >= LENGTH
                && isHex(text, 0, 2)
                && !text.startsWith("00")
                && !text.startsWith("ff")
                && text.charAt(2) == '-'
                && (text.length() == LENGTH || text.charAt(LENGTH) == '-');
        boolean formed = (first || later)
                && isHex(text, 3, 35)
                && text.charAt(35) == '-'
                && isHex(text, 36, 52)
                && text.charAt(52) == '-'
                && isHex(text, 53, 55);
        if (!formed) {
            return Optional.empty();
        }
        long high = HexFormat.fromHexDigitsToLong(text, 3, 19);
        long low = HexFormat.fromHexDigitsToLong(text, 19, 35);
        long span = HexFormat.fromHexDigitsToLong(text, 36, 52);
        boolean sampled = (HexFormat.fromHexDigits(text, 53, 55) & SAMPLED) != 0;
        return (high == 0 && low == 0) || span == 0
                ? Optional.empty()
                : Optional.of(new TraceParent(high, low, span, sampled));
    }

    /** The same trace, called by another span. */
    public TraceParent from(long otherSpan) {
        return new TraceParent(high, low, otherSpan, sampled);
    }

    public String traceId() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    public static String spanId(long span) {
        return HEX.toHexDigits(span);
    }

    /** As the header writes it, in version 00. */
    public String text() {
        return "00-" + traceId() + "-" + spanId(span) + (sampled ? "-01" : "-00");
    }

    private static boolean isHex(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
