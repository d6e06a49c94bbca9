package dev.understudy.log;

import dev.understudy.pair.JsonBytes;
import dev.understudy.pair.PairCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes pairs out of the log for others, each with all its feedback. */
public final class PairExport {
    private static final int BUFFER_BYTES = 128 * 1024;

    private PairExport() {}

    /** One pair a line, as the log holds it, but with the feedback that came later. The stream stays open. */
    public static Reading jsonl(PairLog log, PairFilter filter, OutputStream target) throws IOException {
        FeedbackIndex feedback = FeedbackIndex.of(log);
        BufferedOutputStream out = new BufferedOutputStream(target, BUFFER_BYTES);
        JsonBytes line = new JsonBytes(BUFFER_BYTES);
        try {
            Reading reading = log.forEach(filter, pair -> {
                try {
                    line.rollBackTo(0);
                    PairCodec.write(feedback.join(pair), line);
                    line.endLine();
                    out.write(line.array(), 0, line.length());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.flush();
            return reading;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
