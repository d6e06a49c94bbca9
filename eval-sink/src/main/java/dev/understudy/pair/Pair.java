package dev.understudy.pair;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The joined record of one client request: what was asked, which arm it was assigned, which one served, and what each
 * model answered. One line of the log.
 *
 * @param id a ULID; feedback refers to it
 * @param sequence counts the sampled requests of this instance, dropped ones too, so that a gap is a loss
 * @param unit null when the request had no key
 * @param assigned the model chosen, before health or load were looked at
 * @param served the model whose answer the client got; null when it got none
 * @param propensity the probability with which {@code assigned} was chosen
 * @param sampleRate the probability with which this request was recorded
 */
public record Pair(
        String id,
        Instant time,
        String instance,
        long sequence,
        String route,
        String revision,
        String strategy,
        @Nullable Unit unit,
        String assigned,
        @Nullable String served,
        double propensity,
        double sampleRate,
        Request request,
        List<Leg> legs,
        @Nullable Interleaving interleaving,
        List<Feedback> feedback) {

    /** The version of the line's shape. */
    public static final int SCHEMA_VERSION = 1;

    public Pair {
        legs = List.copyOf(legs);
        feedback = List.copyOf(feedback);
    }

    /** The same pair with these legs instead of its own. */
    public Pair withLegs(List<Leg> others) {
        return with(request, others);
    }

    /** The same pair with another request and these legs. */
    Pair with(Request asked, List<Leg> others) {
        return new Pair(
                id,
                time,
                instance,
                sequence,
                route,
                revision,
                strategy,
                unit,
                assigned,
                served,
                propensity,
                sampleRate,
                asked,
                others,
                interleaving,
                feedback);
    }

    /** The same pair with this feedback instead of its own. */
    public Pair withFeedback(List<Feedback> joined) {
        return new Pair(
                id,
                time,
                instance,
                sequence,
                route,
                revision,
                strategy,
                unit,
                assigned,
                served,
                propensity,
                sampleRate,
                request,
                legs,
                interleaving,
                joined);
    }

    /**
     * Whose request it was.
     *
     * @param kind {@code request}, {@code conversation} or {@code user}
     * @param source such as {@code header:x-user-id}
     * @param hash of the key, keyed with this data directory's secret; the key itself is nowhere
     */
    public record Unit(String kind, String source, String hash) {}

    /** How two lists were mixed into the answer; {@code degraded}: legacy's own bytes went out instead. */
    public record Interleaving(String method, boolean degraded, List<Item> items) {
        public Interleaving {
            items = List.copyOf(items);
        }
    }

    /** @param from {@code legacy} or {@code candidate} */
    public record Item(String id, String from) {}
}
