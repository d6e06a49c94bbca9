package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.ResponseHead;
import io.netty.handler.codec.DateFormatter;
import java.util.Date;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The {@code retry-after} of an answer that says "not now" (RFC 9110, section 10.2.3). */
final class RetryAfter {
    static final int TOO_MANY_REQUESTS = 429;

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    static boolean mayCome(int status) {
        return status == TOO_MANY_REQUESTS || status == 503;
    }

    /** In nanoseconds from now on; empty if the answer does not say or it is over. */
    static OptionalLong nanos(ResponseHead response, long epochMillis) {
        String value = response.fields().first("retry-after").orElse("").strip();
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        long millis = isNumber(value) ? seconds(value) * 1000 : date(value, epochMillis);
        return millis > 0 ? OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(millis)) : OptionalLong.empty();
    }

    private static boolean isNumber(String value) {
        return value.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static long seconds(String digits) {
        return digits.length() > DIGITS_MAX ? Integer.MAX_VALUE : Long.parseLong(digits);
    }

    @SuppressWarnings("JavaUtilDate") // the reader of the three forms answers with one
    private static long date(String text, long epochMillis) {
        Date date = DateFormatter.parseHttpDate(text);
        return date == null ? 0 : date.getTime() - epochMillis;
    }
}
