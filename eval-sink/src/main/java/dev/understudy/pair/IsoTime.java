package dev.understudy.pair;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times in ISO 8601 with milliseconds, in UTC. Those of one second share their text; one thread at a time. */
final class IsoTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final String SHAPE = "0000-00-00T00:00:00.000Z";
    private static final int SECONDS_A_DAY = 86_400;
    private static final int MILLIS_AND_ZONE = 4;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private long second = Long.MIN_VALUE;
    private String untilMillis = "";

    static String of(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** Any that {@link Instant#parse} takes; those that are written here without its parser. */
    static Instant parse(String text) {
        if (!isOurs(text)) {
            return Instant.parse(text);
        }
        LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
        int second = (number(text, 11, 2) * 60 + number(text, 14, 2)) * 60 + number(text, 17, 2);
        return Instant.ofEpochSecond(
                day.toEpochDay() * SECONDS_A_DAY + second, (long) number(text, 20, 3) * NANOS_PER_MILLI);
    }

    /** Whether it looks as what is written here; a leap second and an hour of 24 are the parser's. */
    private static boolean isOurs(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char here = text.charAt(i);
            boolean fits = SHAPE.charAt(i) == '0' ? here >= '0' && here <= '9' : here == SHAPE.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
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
