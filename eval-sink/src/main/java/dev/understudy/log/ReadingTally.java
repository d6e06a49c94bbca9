package dev.understudy.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts while reading goes on, from any thread. */
final class ReadingTally {
    final LongAdder records = new LongAdder();
    final LongAdder torn = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final List<String> problems = new ArrayList<>();

    void unreadable(String problem) {
        unreadable.increment();
        synchronized (problems) {
            if (problems.size() < Reading.PROBLEMS_MAX) {
                problems.add(problem);
            }
        }
    }

    Reading toReading() {
        synchronized (problems) {
            return new Reading(records.sum(), torn.sum(), unreadable.sum(), duplicates.sum(), problems);
        }
    }
}
