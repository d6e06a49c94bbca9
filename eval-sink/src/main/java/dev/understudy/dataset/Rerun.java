package dev.understudy.dataset;

import dev.understudy.ask.Asker;
import dev.understudy.ask.Workers;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends recorded requests to a model, several at a time, and writes pairs of the answer that was recorded and the new one into
 * a data directory of their own. A pair that is there is not asked again, so that a run goes on where it stopped. A request
 * that fails in the end is a leg with its cause.
 */
public final class Rerun implements Closeable {
    /** Under this name they are written, one run a directory at a time. */
    static final String INSTANCE = "rerun";

    private final Destination destination;
    private final String revision;
    private final Asker asker;
    private final Workers workers;
    private final PairWriter writer;
    private final Set<String> done;
    private final Listener listener;
    private long sequence;
    private long answered;
    private long failed;
    private long already;
    private long incomplete;

    /** Hears of each new pair and of each that is passed over, one at a time. */
    public interface Listener {
        void asked(Pair pair);

        /** It is there already, or cannot be sent. */
        default void passedOver() {}
    }

    /**
     * What came of it.
     *
     * @param already there from an earlier run
     * @param incomplete requests that were not kept whole, and cannot be sent again
     */
    public record Result(long answered, long failed, long already, long incomplete) {}

    /**
     * How it is sent.
     *
     * @param inFlight requests under way at a time
     * @param firstPause before a retry; the next is twice as long
     */
    public record Manner(int inFlight, int retries, Duration firstPause) {}

    private Rerun(
            Destination destination,
            String revision,
            Manner manner,
            PairWriter writer,
            Set<String> done,
            Listener listener) {
        this.destination = destination;
        this.revision = revision;
        this.writer = writer;
        this.done = done;
        this.listener = listener;
        asker = new Asker(destination.timeout(), manner.retries(), manner.firstPause(), destination.reach());
        workers = new Workers(manner.inFlight(), "rerun");
    }

    /**
     * @param into the data directory of the run
     * @param revision stands in the pairs, such as {@code dataset-0123456789ab}
     */
    public static Rerun open(Destination destination, Path into, String revision, Manner manner, Listener listener)
            throws IOException {
        Set<String> done = new HashSet<>();
        if (Files.isDirectory(into)) {
            List<String> others = new ArrayList<>();
            PairLog.at(into).forEach(PairFilter.ALL, pair -> {
                done.add(pair.id());
                if (others.isEmpty() && !isOf(destination, pair)) {
                    others.add(pair.id());
                }
            });
            if (!others.isEmpty()) {
                throw new IOException(into + ": pair " + others.get(0) + " is no answer of " + destination.model()
                        + " (expected: a new directory, or one of an earlier run of the same model)");
            }
        }
        return new Rerun(destination, revision, manner, PairWriter.open(into, INSTANCE), done, listener);
    }

    private static boolean isOf(Destination destination, Pair pair) {
        return pair.legs().stream()
                .anyMatch(leg -> leg.role() == Leg.Role.CANDIDATE && leg.model().equals(destination.model()));
    }

    /**
     * Waits until there is room for one more, and sends it.
     *
     * @param route of the new pair
     * @param legacy what it is held against; null when nothing was recorded
     * @param expected a label for the new pair; null for none
     */
    public void send(Pair recorded, String route, @Nullable Leg legacy, @Nullable String expected)
            throws IOException, InterruptedException {
        if (!isSent(recorded)) {
            passOver(done.contains(recorded.id()));
            return;
        }
        workers.submit(() -> keep(pair(recorded, route, legacy, ask(recorded)), expected));
    }

    /** Whether it would be sent: it is not there yet, and was kept whole. */
    boolean isSent(Pair recorded) {
        Body body = recorded.request().body();
        return !done.contains(recorded.id()) && !body.truncated() && body.omitted() == null;
    }

    /** One that is not run any more. */
    synchronized void passOverRetired() {
        listener.passedOver();
    }

    private synchronized void passOver(boolean isThere) {
        already += isThere ? 1 : 0;
        incomplete += isThere ? 0 : 1;
        listener.passedOver();
    }

    public Result finish() throws IOException, InterruptedException {
        workers.finish();
        return new Result(answered, failed, already, incomplete);
    }

    @Override
    public void close() throws IOException {
        workers.close();
        synchronized (this) {
            writer.close();
        }
    }

    private Leg ask(Pair recorded) throws IOException, InterruptedException {
        String endpoint = destination.base().toString();
        Asker.Question question;
        try {
            question = destination.question(recorded);
        } catch (IllegalArgumentException e) {
            return leg(endpoint, 0, Leg.Outcome.ERROR, "target", null, Map.of(), null, Leg.Times.NONE);
        }
        Asker.Outcome outcome = asker.ask(question);
        if (outcome instanceof Asker.Outcome.Failed failure) {
            Leg.Outcome kind = failure.cause().equals("timeout") ? Leg.Outcome.TIMEOUT : Leg.Outcome.ERROR;
            return leg(endpoint, failure.attempts(), kind, failure.cause(), null, Map.of(), null, Leg.Times.NONE);
        }
        Asker.Outcome.Answered said = (Asker.Outcome.Answered) outcome;
        return leg(
                endpoint,
                said.attempts(),
                Leg.Outcome.OK,
                null,
                said.status(),
                said.headers(),
                new Body(said.body(), said.body().length, false),
                new Leg.Times(0.0, said.firstByteMs(), null, said.lastByteMs()));
    }

    private Leg leg(
            String endpoint,
            int attempts,
            Leg.Outcome outcome,
            @Nullable String cause,
            @Nullable Integer status,
            Map<String, String> headers,
            @Nullable Body body,
            Leg.Times times) {
        return new Leg(
                Leg.Role.CANDIDATE,
                destination.model(),
                endpoint,
                attempts,
                outcome,
                cause,
                status,
                headers,
                body,
                times,
                null);
    }

    private Pair pair(Pair recorded, String route, @Nullable Leg legacy, Leg candidate) {
        List<Leg> legs = new ArrayList<>();
        if (legacy != null) {
            legs.add(legacy);
        }
        legs.add(candidate);
        String served = legacy == null ? candidate.model() : legacy.model();
        return new Pair(
                recorded.id(),
                recorded.time(),
                INSTANCE,
                0,
                route,
                revision,
                "shadow",
                recorded.unit(),
                served,
                served,
                1,
                1,
                recorded.request(),
                legs,
                null,
                recorded.feedback());
    }

    private synchronized void keep(Pair made, @Nullable String expected) throws IOException {
        Pair pair = numbered(made);
        writer.add(pair);
        if (expected != null
                && pair.feedback().stream().noneMatch(event -> event.event().equals("label"))) {
            writer.add(new Feedback(pair.id(), "label", null, expected, null, pair.id() + ":expected", pair.time()));
        }
        writer.flush();
        boolean isGood = pair.legs().stream()
                .anyMatch(leg -> leg.role() == Leg.Role.CANDIDATE
                        && leg.outcome() == Leg.Outcome.OK
                        && leg.status() != null
                        && leg.status() < 400);
        answered += isGood ? 1 : 0;
        failed += isGood ? 0 : 1;
        listener.asked(pair);
    }

    private Pair numbered(Pair made) {
        return new Pair(
                made.id(),
                made.time(),
                made.instance(),
                sequence++,
                made.route(),
                made.revision(),
                made.strategy(),
                made.unit(),
                made.assigned(),
                made.served(),
                made.propensity(),
                made.sampleRate(),
                made.request(),
                made.legs(),
                made.interleaving(),
                made.feedback());
    }
}
