package dev.understudy.log;

import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import org.jspecify.annotations.Nullable;

/** Decides of each line whether it is a pair that is wanted and has not come yet. */
final class PairReader {
    private final PairFilter filter;
    private final ReadingTally tally;
    private final SeenIds seen = new SeenIds();

    PairReader(PairFilter filter, ReadingTally tally) {
        this.filter = filter;
        this.tally = tally;
    }

    /** What a line is: a pair, or why it is none. */
    record Decoded(@Nullable Pair pair, String problem) {}

    /** By any thread. */
    static Decoded decode(String file, byte[] line) {
        try {
            return new Decoded(PairCodec.decode(line), "");
        } catch (MalformedRecordException e) {
            return new Decoded(null, file + ": " + e.getMessage());
        }
    }

    /** Null when it is not wanted, or no pair; why is counted. In the order of the lines: the first of an id counts. */
    @Nullable
    Pair admit(Decoded decoded) {
        Pair pair = decoded.pair();
        if (pair == null) {
            tally.unreadable(decoded.problem());
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

    /** Of one line after the other. */
    @Nullable
    Pair read(String file, byte[] line) {
        return admit(decode(file, line));
    }
}
