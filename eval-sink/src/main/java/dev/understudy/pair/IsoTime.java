package dev.understudy.pair;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times in ISO 8601 with milliseconds, in UTC. Those of one second share their text; one thread at a time. */
final class IsoTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int MILLIS_AND_ZONE = 4;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private long second = Long.MIN_VALUE;
    private String untilMillis = "";

    static String of(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }

    String text(Instant instant) {
        if (instant.getEpochSecond() != second) {
            String whole = of(instant);
            untilMillis = whole.substring(0, whole.length() - MILLIS_AND_ZONE);
            second = instant.getEpochSecond();
        }
        int millis = instant.getNano() / NANOS_PER_MILLI;
        char[] rest = {(char) ('0' + millis / 100), (char) ('0' + millis / 10 % 10), (char) ('0' + millis % 10), 'Z'};
        return untilMillis + new String(rest);
    }
}
