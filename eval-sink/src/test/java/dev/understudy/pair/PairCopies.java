package dev.understudy.pair;

import java.time.Instant;

/** Pairs that are like another one but for one thing. */
public final class PairCopies {
    private PairCopies() {}

    public static Pair withId(Pair pair, String id) {
        return copy(pair, id, pair.time(), pair.sampleRate());
    }

    public static Pair at(Pair pair, Instant time) {
        return copy(pair, pair.id(), time, pair.sampleRate());
    }

    public static Pair sampled(Pair pair, double sampleRate) {
        return copy(pair, pair.id(), pair.time(), sampleRate);
    }

    public static Pair asking(Pair pair, Request request) {
        return pair.with(request, pair.legs());
    }

    private static Pair copy(Pair pair, String id, Instant time, double sampleRate) {
        return new Pair(
                id,
                time,
                pair.instance(),
                pair.sequence(),
                pair.route(),
                pair.revision(),
                pair.strategy(),
                pair.unit(),
                pair.assigned(),
                pair.served(),
                pair.propensity(),
                sampleRate,
                pair.request(),
                pair.legs(),
                pair.interleaving(),
                pair.feedback());
    }
}
