package dev.understudy.log;

import dev.understudy.pair.DropCause;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.util.Optional;

/** Where an event loop leaves what it has joined. Every method returns at once. */
public interface PairSink {

    /** Takes a redacted pair, or says why not; it is the caller who counts. */
    Optional<DropCause> offer(Pair pair);

    /** Takes a feedback event; false when it could not be taken and the sender should try again. */
    boolean offer(Feedback feedback);

    /** Takes a pulse; it is merged into the next one when it cannot be written now. */
    void offer(Pulse pulse);
}
