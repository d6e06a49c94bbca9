package dev.understudy.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a segment's file name says: who writes it, since when (UTC), and the how-manieth of its process it is. Ordered by
 * start.
 *
 * @param start as {@code yyyyMMddTHHmmss}
 */
record SegmentName(String instance, String start, int counter) implements Comparable<SegmentName> {
    /** Being written, or waiting to be sealed. */
    static final String PLAIN = ".jsonl";

    /** Complete. Where a plain file of the same name still stands beside it, this one counts. */
    static final String SEALED = ".jsonl.zst";

    /** Being compressed; after a crash it is worth nothing. */
    static final String UNFINISHED = ".jsonl.zst.tmp";

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern BASE = Pattern.compile("(" + INSTANCE.pattern() + ")-(\\d{8}T\\d{6})-(\\d{1,9})");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Comparator<SegmentName> ORDER = Comparator.comparing(SegmentName::start)
            .thenComparing(SegmentName::instance)
            .thenComparingInt(SegmentName::counter);

    SegmentName {
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException("instance: \"" + instance
                    + "\" (expected: at most 100 of A-Z a-z 0-9 . _ -, not starting with . _ -)");
        }
    }

    SegmentName(String instance, Instant start, int counter) {
        this(instance, START.format(start), counter);
    }

    /** Empty when the file has the suffix but is none of ours, or has another suffix. */
    static Optional<SegmentName> parse(String fileName, String suffix) {
        if (!fileName.endsWith(suffix)) {
            return Optional.empty();
        }
        Matcher base = BASE.matcher(fileName.substring(0, fileName.length() - suffix.length()));
        return base.matches()
                ? Optional.of(new SegmentName(base.group(1), base.group(2), Integer.parseInt(base.group(3))))
                : Optional.empty();
    }

    String fileName(String suffix) {
        return "%s-%s-%06d%s".formatted(instance, start, counter, suffix);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }
}
