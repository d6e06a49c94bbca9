package dev.understudy.dataset;

import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a log again, at some pace.
 *
 * @param limit the first so many, those that are passed over among them
 */
public record Replay(Path data, PairFilter filter, long limit) {
    /** Waits for each request that is sent. */
    public interface Pacing {
        void await(Pair recorded) throws InterruptedException;
    }

    public Rerun.Result run(Rerun rerun, Pacing pacing) throws IOException, InterruptedException {
        long[] seen = {0};
        try {
            PairLog log = PairLog.at(data);
            FeedbackIndex feedback = FeedbackIndex.of(log);
            log.forEach(filter, pair -> {
                if (seen[0]++ < limit) {
                    send(rerun, pacing, feedback.join(pair));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rerun.finish();
    }

    /** What was sent by an earlier run took its time then. */
    private static void send(Rerun rerun, Pacing pacing, Pair pair) {
        try {
            if (rerun.isSent(pair)) {
                pacing.await(pair);
            }
            rerun.send(pair, pair.route(), recorded(pair), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        }
    }

    private static @Nullable Leg recorded(Pair pair) {
        for (Leg leg : pair.legs()) {
            if (leg.role() == Leg.Role.LEGACY) {
                return leg;
            }
        }
        return null;
    }
}
