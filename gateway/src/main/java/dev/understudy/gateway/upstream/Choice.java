package dev.understudy.gateway.upstream;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which peers may be asked at the moment, and how one of them is chosen: the cheaper one of two at random.
 *
 * <p>The power of two choices (Mitzenmacher, 2001) spreads load nearly as well as looking at all peers, costs the same
 * however many there are, and does not send everybody to the one that looked best a moment ago. The cost is the latency
 * times what is under way, as Finagle's and Linkerd's balancers have it ({@link Latency}). A peer that is new or came back
 * is taken only with the probability of its warmth, so its share grows to the full one.
 */
final class Choice {
    private final List<Peer> all;
    private final Peer[] usable;
    private final boolean panic;
    private final long slowStartNanos;

    Choice(List<Peer> all, List<Peer> usable, boolean panic, long slowStartNanos) {
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("usable: none (expected: at least one)");
        }
        this.all = List.copyOf(all);
        this.usable = usable.toArray(Peer[]::new);
        this.panic = panic;
        this.slowStartNanos = slowStartNanos;
    }

    /** Whether there is nothing to choose: then nothing is measured either. */
    boolean isSolo() {
        return all.size() == 1;
    }

    List<Peer> all() {
        return all;
    }

    int usable() {
        return usable.length;
    }

    List<Peer> usablePeers() {
        return List.of(usable);
    }

    /** Whether too few were usable, so that all are used. */
    boolean isPanic() {
        return panic;
    }

    /** @param not is chosen only if there is no other */
    Peer pick(RandomGenerator coin, long now, @Nullable Peer not) {
        int size = usable.length;
        if (size == 1) {
            return usable[0];
        }
        int first = coin.nextInt(size);
        int second = coin.nextInt(size - 1);
        Peer one = usable[first];
        Peer other = usable[second < first ? second : second + 1];
        if (one == not) {
            return other;
        }
        if (other == not) {
            return one;
        }
        return one.cost(now) <= other.cost(now) ? unlessCold(one, other, coin, now) : unlessCold(other, one, coin, now);
    }

    private Peer unlessCold(Peer better, Peer worse, RandomGenerator coin, long now) {
        double warmth = better.warmth(now, slowStartNanos);
        boolean cold = warmth < 1 && warmth < worse.warmth(now, slowStartNanos) && coin.nextDouble() >= warmth;
        return cold ? worse : better;
    }
}
