package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's HTTP/2 connections to one endpoint, and the calls that wait for room on them, in their order. A call
 * that waits too long gives up by itself: that is its time to connect.
 */
final class Http2Sessions {
    /** A model that allows few streams a connection gets more connections, up to this many. */
    static final int SESSIONS_MAX = 64;

    private final ConnectionPool pool;
    private final ConnectionPool.Key key;
    private final List<Http2Session> sessions = new ArrayList<>(1);
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private int opening;
    private int streamsEach;
    private long timeoutNanos;

    Http2Sessions(ConnectionPool pool, ConnectionPool.Key key) {
        this.pool = pool;
        this.key = key;
        this.streamsEach = key.bounds().streams();
    }

    /** Room for a call; null when there is none, or others wait for it. */
    @Nullable
    Carrier take() {
        Http2Session session = waiting.isEmpty() ? withRoom() : null;
        return session == null ? null : session.carrier();
    }

    void connect(Call call, long connectNanos) {
        timeoutNanos = connectNanos;
        waiting.add(call);
        call.connecting(() -> waiting.remove(call));
        grow();
    }

    /** Opens the first connection before there is a call for it. */
    void openAhead(long connectNanos) {
        if (sessions.isEmpty() && opening == 0) {
            timeoutNanos = connectNanos;
            opening++;
            pool.open(key, timeoutNanos, new Shared());
        }
    }

    int size() {
        return sessions.size() + opening;
    }

    /** Whoever waits gets what room there is. */
    private void serve() {
        for (Http2Session session = withRoom(); session != null && !waiting.isEmpty(); session = withRoom()) {
            waiting.remove().carried(session.carrier());
        }
    }

    void sweep(long now) {
        for (Http2Session session : List.copyOf(sessions)) {
            if (session.isIdleSince(now - key.bounds().idleTime().toNanos())) {
                session.retire();
            }
        }
    }

    /** They take no more calls. */
    void retireAll() {
        List.copyOf(sessions).forEach(Http2Session::retire);
    }

    boolean isEmpty() {
        return sessions.isEmpty() && waiting.isEmpty() && opening == 0;
    }

    private @Nullable Http2Session withRoom() {
        for (Http2Session session : sessions) {
            if (session.hasRoom()) {
                return session;
            }
        }
        return null;
    }

    private void grow() {
        while (waiting.size() > opening * streamsEach && sessions.size() + opening < SESSIONS_MAX) {
            opening++;
            pool.open(key, timeoutNanos, new Shared());
        }
    }

    private void ready(Http2Session session) {
        opening--;
        sessions.add(session);
        streamsEach = Math.max(1, session.streamsMax());
        serve();
        grow();
    }

    /** Whoever waits is told, unless there are connections that may still take it. */
    private void notReady(Failure why) {
        opening--;
        if (sessions.isEmpty() && opening == 0) {
            List<Call> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(call -> call.notCarried(why));
        }
    }

    /** A connection that is made for whoever waits. */
    private final class Shared implements Opening, Http2Session.Owner {
        private @Nullable Http2Session session;
        private boolean settled;

        @Override
        public ChannelHandler handler(Channel channel) {
            Http2Session made = Http2Session.of(key, pool.scratch(), this);
            session = made;
            return made;
        }

        /** It counts from the peer's settings on: nobody else sends those. */
        @Override
        public void opened() {
            Objects.requireNonNull(session).expectSettings(timeoutNanos);
        }

        @Override
        public void ready() {
            if (!settled) {
                settled = true;
                Http2Sessions.this.ready(Objects.requireNonNull(session));
            }
        }

        @Override
        public void failed(Failure why) {
            if (!settled) {
                settled = true;
                notReady(why);
            }
        }

        @Override
        public boolean isAwaited() {
            return !waiting.isEmpty();
        }

        @Override
        public void roomier() {
            serve();
        }

        @Override
        public void leaves() {
            sessions.remove(Objects.requireNonNull(session));
            grow();
        }
    }
}
