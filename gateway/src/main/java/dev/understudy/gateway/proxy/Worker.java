package dev.understudy.gateway.proxy;

import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.upstream.ConnectionPool;
import dev.understudy.gateway.wire.BodyBudget;
import dev.understudy.gateway.wire.HttpDate;
import io.netty.channel.EventLoop;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;

/** What one event loop has for itself: its connections to models, its ids, its coin, its exchanges under way. */
final class Worker {
    private final DataPlane plane;
    private final EventLoop loop;
    private final Scratch scratch;
    private final ConnectionPool pool;
    private final PairIds ids = new PairIds();
    private final BodyBudget budget = new BodyBudget(0);
    private final HttpDate date = new HttpDate();
    private final SplittableRandom coin;
    private final Set<Exchange> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    Worker(DataPlane plane, EventLoop loop, Scratch scratch, ConnectionPool pool, SplittableRandom coin) {
        this.plane = plane;
        this.loop = loop;
        this.scratch = scratch;
        this.pool = pool;
        this.coin = coin;
    }

    DataPlane plane() {
        return plane;
    }

    EventLoop loop() {
        return loop;
    }

    Scratch scratch() {
        return scratch;
    }

    ConnectionPool pool() {
        return pool;
    }

    /** For the bodies that its exchanges keep. */
    BodyBudget budget() {
        return budget;
    }

    String newId(long epochMillis) {
        return ids.next(epochMillis);
    }

    /** Now, as a {@code date} field says it. */
    String date() {
        return date.at(plane.clock().millis());
    }

    SplittableRandom coin() {
        return coin;
    }

    void begun(Exchange exchange) {
        underWay.add(exchange);
        plane.exchangeBegun();
    }

    void ended(Exchange exchange) {
        if (underWay.remove(exchange)) {
            plane.exchangeEnded();
        }
    }

    /** Ends what is still under way, so that it is recorded as it stands. */
    void abandonAll() {
        for (Exchange exchange : Set.copyOf(underWay)) {
            exchange.abandon();
        }
    }
}
