package dev.understudy.dataset;

import dev.understudy.ask.Asker;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.work.Workers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Caution caution;
    private final Listener listener;
    private long sequence;
    private long answered;
    private long failed;
    private long already;
    private long incomplete;
    private long withheld;

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
     * @param withheld requests that no other model may get
     */
    public record Result(long answered, long failed, long already, long incomplete, long withheld) {}

    /**
     * How it is sent.
     *
     * @param inFlight requests under way at a time
     * @param firstPause before a retry; the next is twice as long
     */
    public record Manner(int inFlight, int retries, Duration firstPause, Caution caution) {}

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
        caution = manner.caution();
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
                if (others.isEmpty()) {
                    other(destination, revision, pair).ifPresent(others::add);
                }
            });
            if (!others.isEmpty()) {
                throw new IOException(into + ": " + others.get(0));
            }
        }
        return new Rerun(destination, revision, manner, PairWriter.open(into, INSTANCE), done, listener);
    }

    /** Why a pair is none of this run; what is mixed up in one directory would be reported as one. */
    private static Optional<String> other(Destination destination, String revision, Pair pair) {
        if (pair.legs().stream()
                .noneMatch(
                        leg -> leg.role() == Leg.Role.CANDIDATE && leg.model().equals(destination.model()))) {
            return Optional.of("pair " + pair.id() + " is no answer of " + destination.model()
                    + " (expected: a new directory, or one of an earlier run of the same model)");
        }
        return pair.revision().equals(revision)
                ? Optional.empty()
                : Optional.of("pair " + pair.id() + " is of " + pair.revision() + ", not of " + revision
                        + " (expected: a new directory, or one of an earlier run of the same)");
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
            passOver(recorded);
            return;
        }
        workers.submit(() -> keep(pair(recorded, route, legacy, ask(recorded)), expected));
    }

    /** Whether it would be sent: it is not there yet, was kept whole, and another model may get it. */
    boolean isSent(Pair recorded) {
        return !done.contains(recorded.id())
                && isWhole(recorded)
                && caution.mayBeSent().test(recorded);
    }

    private static boolean isWhole(Pair recorded) {
        Body body = recorded.request().body();
        return !body.truncated() && body.omitted() == null;
    }

    /** One that is not run any more. */
    synchronized void passOverRetired() {
        listener.passedOver();
    }

    private synchronized void passOver(Pair recorded) {
        if (done.contains(recorded.id())) {
            already++;
        } else if (isWhole(recorded)) {
            withheld++;
        } else {
            incomplete++;
        }
        listener.passedOver();
    }

    public Result finish() throws IOException, InterruptedException {
        workers.finish();
        return new Result(answered, failed, already, incomplete, withheld);
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
        Pair made = new Pair(
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
                labels(recorded));
        return caution.redaction().apply(made, recorded);
    }

    /** What is right stays right; what came of another answer says nothing of this one. */
    private static List<Feedback> labels(Pair recorded) {
        return recorded.feedback().stream()
                .filter(event -> event.event().equals("label"))
                .toList();
    }

    private synchronized void keep(Pair made, @Nullable String expected) throws IOException {
        Pair pair = numbered(made);
        if (expected != null && pair.feedback().isEmpty()) {
            // First, so that no pair is ever there without its label: what is there is not asked again.
            writer.add(new Feedback(pair.id(), "label", null, expected, null, pair.id() + ":expected", pair.time()));
            writer.flush();
        }
        writer.add(pair);
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
