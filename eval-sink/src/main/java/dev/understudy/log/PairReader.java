package dev.understudy.log;

import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import org.jspecify.annotations.Nullable;

/** Decides of each line whether it is a pair that is wanted and has not come yet. Any thread may use it. */
final class PairReader {
    private final PairFilter filter;
    private final ReadingTally tally;
    private final SeenIds seen = new SeenIds();

    PairReader(PairFilter filter, ReadingTally tally) {
        this.filter = filter;
        this.tally = tally;
    }

    /** Null when it is not; why is counted. */
    @Nullable
    Pair read(String file, byte[] line) {
        Pair pair;
        try {
            pair = PairCodec.decode(line);
        } catch (MalformedRecordException e) {
            tally.unreadable(file + ": " + e.getMessage());
            return null;
        }
        if (!filter.matches(pair)) {
            return null;
        }
        if (!seen.add(pair.id())) {
            tally.duplicates.increment();
            return null;
        }
        tally.records.increment();
        return pair;
    }
}
