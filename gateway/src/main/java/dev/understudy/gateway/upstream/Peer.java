package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One address of one endpoint: what its load is and whether it may be asked. All loops count what is under way and how
 * long it takes; whether it may be asked changes at the model's {@link Home} alone.
 */
final class Peer {
    /** What a peer that was asked but never answered costs: one question at a time until it does. */
    private static final double UNKNOWN_MICROS = 1e15;

    private static final double WARMTH_MIN = 0.1;

    private final Endpoint endpoint;
    private final InetSocketAddress address;
    private final ConnectionPool.Key primary;
    private final ConnectionPool.Key shadow;
    private final Latency latency = new Latency();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean ejected;
    private volatile long ejectedUntil;
    private volatile int ejections;
    private volatile boolean waiting;
    private volatile long waitUntil;
    private volatile boolean warming;
    private volatile long warmingSince;

    /** @param bounds of the connections to it that wait */
    Peer(Endpoint endpoint, InetSocketAddress address, Selection.Connections bounds) {
        this.endpoint = endpoint;
        this.address = address;
        this.primary = new ConnectionPool.Key(address, Use.PRIMARY, endpoint.wire(), bounds);
        this.shadow = new ConnectionPool.Key(address, Use.SHADOW, endpoint.wire(), bounds);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Whether it is what a revision describes, so that what is known of it still holds. */
    boolean isAt(Endpoint other, InetSocketAddress place, Selection.Connections bounds) {
        return endpoint.equals(other)
                && address.equals(place)
                && primary.bounds().equals(bounds);
    }

    /** Where connections to it wait. */
    ConnectionPool.Key key(Use use) {
        return switch (use) {
            case PRIMARY -> primary;
            case SHADOW -> shadow;
        };
    }

    Latency latency() {
        return latency;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** An attempt at it begins; {@link #left} ends it. */
    void entered() {
        inFlight.incrementAndGet();
    }

    void left() {
        inFlight.decrementAndGet();
    }

    /** The load that one more request would wait behind: the less the better. */
    double cost(long now) {
        int underWay = inFlight.get();
        if (underWay == 0) {
            return latency.idleMicros(now);
        }
        double micros = latency.busyMicros();
        return (micros == 0 ? UNKNOWN_MICROS : micros) * (underWay + 1);
    }

    /** Which part of its share it gets, up to 1. */
    double warmth(long now, long slowStartNanos) {
        if (!warming) {
            return 1;
        }
        double part = (double) (now - warmingSince) / Math.max(1, slowStartNanos);
        return Math.min(1, Math.max(WARMTH_MIN, part));
    }

    int failuresInARow() {
        return failuresInARow.get();
    }

    /** How many times in a row it failed, this time included. */
    int failed() {
        return failuresInARow.incrementAndGet();
    }

    void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
    }

    /** It gets less than its share from now on, and more with time. */
    void warm(long now) {
        latency.forget();
        warmingSince = now;
        warming = true;
    }

    boolean isEjected() {
        return ejected;
    }

    long ejectedUntil() {
        return ejectedUntil;
    }

    int ejections() {
        return ejections;
    }

    /** Left out for longer each time, unless it was long enough without. Says for how long. */
    long eject(long now, Selection.Ejection settings) {
        long most = settings.maxTime().toNanos();
        int before = now - ejectedUntil > most ? 0 : ejections;
        ejections = before + 1;
        long nanos = settings.baseTime().toNanos();
        for (int i = 0; i < before && nanos < most; i++) {
            nanos *= 2;
        }
        long duration = Math.min(nanos, most);
        ejectedUntil = now + duration;
        ejected = true;
        return duration;
    }

    void restore(long now) {
        ejected = false;
        ejectedUntil = now;
        failuresInARow.set(0);
        warm(now);
    }

    boolean isWaiting(long now) {
        return waiting && waitUntil - now > 0;
    }

    long waitUntil() {
        return waitUntil;
    }

    void waitUntil(long until) {
        waitUntil = until;
        waiting = true;
    }
}
