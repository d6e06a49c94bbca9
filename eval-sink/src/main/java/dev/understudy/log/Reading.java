package dev.understudy.log;

import java.util.List;
import java.util.stream.Stream;

/**
 * What reading the log came to.
 *
 * @param records handed on
 * @param torn last lines without their end: being written, or half written when a process died
 * @param unreadable lines, or rests of segments, that are not what they should be
 * @param duplicates of ids that had come before; looked for among the first {@value SeenIds#IDS_MAX} ids
 * @param problems what was unreadable and where, the first {@value #PROBLEMS_MAX} of each kind of record
 */
public record Reading(long records, long torn, long unreadable, long duplicates, List<String> problems) {
    static final int PROBLEMS_MAX = 20;

    /** Of nothing. */
    public static final Reading NONE = new Reading(0, 0, 0, 0, List.of());

    public Reading {
        problems = List.copyOf(problems);
    }

    /** Of both. */
    public Reading plus(Reading other) {
        return new Reading(
                records + other.records,
                torn + other.torn,
                unreadable + other.unreadable,
                duplicates + other.duplicates,
                Stream.concat(problems.stream(), other.problems.stream()).toList());
    }
}
