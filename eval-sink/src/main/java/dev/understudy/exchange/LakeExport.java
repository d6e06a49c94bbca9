package dev.understudy.exchange;

import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.Reading;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes the pairs of a data directory, each with all its feedback, in a lake format. */
public final class LakeExport {
    private LakeExport() {}

    /** @param leftOut pairs that the format has no place for */
    public record Result(long pairs, long leftOut, Reading reading) {}

    /**
     * @param limit pairs, the first of the log
     * @param complaints takes a line for each pair that was left out
     */
    public static Result write(
            Path dataDirectory, PairFilter filter, long limit, LakeFormat.Export export, Consumer<String> complaints)
            throws IOException {
        PairLog log = PairLog.at(dataDirectory);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        long[] seen = {0};
        long[] leftOut = {0};
        try {
            Reading reading = log.forEach(filter, pair -> {
                if (seen[0] == limit) {
                    return;
                }
                seen[0]++;
                try {
                    export.add(feedback.join(pair));
                } catch (MalformedRecordException e) {
                    leftOut[0]++;
                    complaints.accept("pair " + pair.id() + ": " + e.getMessage());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            export.finish();
            return new Result(seen[0] - leftOut[0], leftOut[0], reading);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
