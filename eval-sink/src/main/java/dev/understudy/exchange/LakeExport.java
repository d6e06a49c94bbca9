package dev.understudy.exchange;

import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Writes the pairs of a data directory, each with all its feedback, in a lake format. */
public final class LakeExport {
    private LakeExport() {}

    public record Result(long pairs, Reading reading) {}

    /** @param limit pairs, the first of the log */
    public static Result write(Path dataDirectory, PairFilter filter, long limit, LakeFormat.Export export)
            throws IOException {
        PairLog log = PairLog.at(dataDirectory);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        long[] seen = {0};
        try {
            Reading reading = log.forEach(filter, pair -> {
                if (seen[0] == limit) {
                    return;
                }
                seen[0]++;
                try {
                    export.add(feedback.join(pair));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            export.finish();
            return new Result(seen[0], reading);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
