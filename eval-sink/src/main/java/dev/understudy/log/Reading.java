package dev.understudy.log;

import java.util.List;

/**
 * What reading the log came to.
 *
 * @param records handed on
 * @param torn last lines without their end: being written, or half written when a process died
 * @param unreadable lines, or rests of segments, that are not what they should be
 * @param duplicates of ids that had come before; looked for among the first {@value SeenIds#IDS_MAX} ids
 * @param problems what was unreadable and where, the first {@value #PROBLEMS_MAX}
 */
public record Reading(long records, long torn, long unreadable, long duplicates, List<String> problems) {
    static final int PROBLEMS_MAX = 20;

    public Reading {
        problems = List.copyOf(problems);
    }
}
