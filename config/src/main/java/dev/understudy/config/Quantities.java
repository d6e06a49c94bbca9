package dev.understudy.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Readers and writers for numbers with a unit: durations and sizes. */
final class Quantities {
    static final long KIB = 1024;
    static final long MIB = 1024 * KIB;
    static final long GIB = 1024 * MIB;
    static final long TIB = 1024 * GIB;

    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,18})([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            units("d", 86_400_000, "h", 3_600_000, "m", 60_000, "s", 1000, "ms", 1);
    private static final Map<String, Long> BYTES = units(
            "TiB",
            TIB,
            "GiB",
            GIB,
            "MiB",
            MIB,
            "KiB",
            KIB,
            "",
            1,
            "B",
            1,
            "kB",
            1000,
            "KB",
            1000,
            "MB",
            1_000_000,
            "GB",
            1_000_000_000,
            "TB",
            1_000_000_000_000L);

    private Quantities() {}

    /** A duration within bounds. */
    static Reader<Duration> duration(Duration min, Duration max) {
        String expected = "a duration from " + text(min) + " to " + text(max) + ", such as 300ms, 10s, 5m, 1h or 14d";
        return value -> quantity(value, MILLIS, min.toMillis(), max.toMillis(), expected)
                .map(Duration::ofMillis);
    }

    /** A number of bytes within bounds. */
    static Reader<Long> bytes(long min, long max) {
        String expected = "a size from " + text(min) + " to " + text(max) + ", such as 512, 64KiB, 1MiB or 10MB";
        return value -> quantity(value, BYTES, min, max, expected);
    }

    /** A number of bytes that has to be held in one piece. */
    static Reader<Integer> bytesInMemory(long min, long max) {
        return value -> bytes(min, max).read(value).map(Math::toIntExact);
    }

    /** As the file would write it, in the largest unit that is exact. */
    static String text(Duration duration) {
        return text(duration.toMillis(), MILLIS);
    }

    /** As the file would write it, in the largest unit that is exact. */
    static String text(long bytes) {
        return text(bytes, BYTES);
    }

    private static String text(long amount, Map<String, Long> units) {
        return units.entrySet().stream()
                .filter(unit -> amount != 0 && amount % unit.getValue() == 0)
                .findFirst()
                .map(unit -> amount / unit.getValue() + unit.getKey())
                .orElseGet(() -> amount + (units.containsKey("") ? "" : "ms"));
    }

    private static Optional<Long> quantity(Value value, Map<String, Long> units, long min, long max, String expected) {
        if (!(value.node() instanceof ScalarNode scalar) || value.isNothing()) {
            return value.refuse(value.kind(), expected);
        }
        Matcher matcher = QUANTITY.matcher(scalar.getValue());
        if (!matcher.matches()) {
            return value.refuse(value.shown(), expected);
        }
        Long unit = units.get(matcher.group(2));
        if (unit == null) {
            String missing = matcher.group(2).isEmpty() ? value.shown() + ", without a unit" : value.shown();
            return value.refuse(missing, expected);
        }
        BigInteger amount = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
        boolean inside =
                amount.compareTo(BigInteger.valueOf(min)) >= 0 && amount.compareTo(BigInteger.valueOf(max)) <= 0;
        return inside ? Optional.of(amount.longValueExact()) : value.refuse(value.shown(), expected);
    }

    /** In the given order: the first unit that is exact is the one that is written. */
    private static Map<String, Long> units(Object... namesAndAmounts) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int index = 0; index < namesAndAmounts.length; index += 2) {
            units.put((String) namesAndAmounts[index], ((Number) namesAndAmounts[index + 1]).longValue());
        }
        return units;
    }
}
