package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.upstream.ModelStatus.State;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
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
    private final ConnectionPool.Key health;
    private final Latency latency = new Latency();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean unhealthy;
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
        this.health = new ConnectionPool.Key(
                address,
                Use.HEALTH,
                endpoint.wire(),
                new Selection.Connections(0, 0, bounds.idleTime(), bounds.streams()));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Itself, unless its connections are to wait in another way: then nothing is known of it. */
    Peer under(Selection.Connections bounds) {
        return primary.bounds().equals(bounds) ? this : new Peer(endpoint, address, bounds);
    }

    /** Whether its name still has to be looked up for each connection. */
    boolean isUnresolved() {
        return address.isUnresolved();
    }

    /** Where connections to it wait. */
    ConnectionPool.Key key(Use use) {
        return switch (use) {
            case PRIMARY -> primary;
            case SHADOW -> shadow;
            case HEALTH -> health;
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

    boolean isUnhealthy() {
        return unhealthy;
    }

    void unhealthy(boolean sick) {
        unhealthy = sick;
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

    /** Any thread. */
    ModelStatus.EndpointStatus status(long now) {
        State state = state(now);
        long until = state == State.EJECTED ? ejectedUntil : waitUntil;
        boolean ends = state == State.EJECTED || state == State.WAITING;
        double micros = inFlight() == 0 ? latency.idleMicros(now) : latency.busyMicros();
        return new ModelStatus.EndpointStatus(
                endpoint.text(),
                NetUtil.toSocketAddressString(address),
                state,
                ends ? Optional.of(Duration.ofNanos(Math.max(0, until - now))) : Optional.empty(),
                ejections,
                failuresInARow(),
                inFlight(),
                micros == 0 ? Optional.empty() : Optional.of(Duration.ofNanos((long) (micros * 1000))));
    }

    private State state(long now) {
        if (ejected) {
            return State.EJECTED;
        }
        if (unhealthy) {
            return State.UNHEALTHY;
        }
        return isWaiting(now) ? State.WAITING : State.USABLE;
    }
}
