package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Reads;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to models. Those of HTTP/1.1 wait here while they are idle, the youngest taken first;
 * those of HTTP/2 are shared by their calls. Only that loop touches it.
 */
public final class ConnectionPool {
    private final EventLoop loop;
    private final RandomGenerator coin;
    private final Scratch scratch;
    private final DeadlineWatch deadlines;
    private final Bootstrap bootstrap;
    private final Map<Key, ArrayDeque<Connection>> idle = new HashMap<>();
    private final Map<Key, Http2Sessions> sessions = new HashMap<>();
    private final Warmth warmth = new Warmth(this);
    private final Set<Channel> channels = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    /** What connections are used for; they are never shared between two uses. */
    enum Use {
        /** By those who wait for an answer. */
        PRIMARY,
        SHADOW,
        /** To find out whether an endpoint is well. */
        HEALTH
    }

    /**
     * Connections that are as good as each other.
     *
     * @param wire how the address is spoken to
     * @param bounds of those that wait
     */
    record Key(InetSocketAddress address, Use use, Wire wire, Selection.Connections bounds) {
        @Override
        public int hashCode() {
            return address.hashCode() ^ use.hashCode();
        }
    }

    public ConnectionPool(
            EventLoop loop,
            Scratch scratch,
            Class<? extends Channel> channelType,
            AddressResolverGroup<InetSocketAddress> resolver,
            RandomGenerator coin) {
        this.loop = loop;
        this.coin = coin;
        this.scratch = scratch;
        this.deadlines = new DeadlineWatch(loop);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .resolver(resolver)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, Reads.allocator());
        loop.scheduleWithFixedDelay(this::sweep, 5, 5, TimeUnit.SECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    Scratch scratch() {
        return scratch;
    }

    /** For choosing at random. */
    RandomGenerator coin() {
        return coin;
    }

    /** What it opens ahead. */
    Warmth warmth() {
        return warmth;
    }

    DeadlineWatch deadlines() {
        return deadlines;
    }

    /** What can carry a call at once; null when a connection has to be made first. */
    @Nullable
    Carrier take(Key key, long now) {
        if (key.wire().http2()) {
            return sessions(key).take();
        }
        ArrayDeque<Connection> connections = idle.get(key);
        while (connections != null && !connections.isEmpty()) {
            Connection connection = connections.pollLast();
            if (connection.isFit(now)) {
                return connection;
            }
            connection.close(null);
        }
        return null;
    }

    void offer(Connection connection) {
        ArrayDeque<Connection> connections = idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>());
        if (connections.size() < connection.key().bounds().idle() && connection.isClean()) {
            connections.addLast(connection);
        } else {
            connection.close(null);
        }
    }

    /** How many connections wait there, or are there to be shared. */
    int idle(Key key) {
        if (key.wire().http2()) {
            Http2Sessions shared = sessions.get(key);
            return shared == null ? 0 : shared.size();
        }
        ArrayDeque<Connection> connections = idle.get(key);
        return connections == null ? 0 : connections.size();
    }

    /** Opens a connection that waits for its first call. */
    void openAhead(Key key, long timeoutNanos, Runnable done) {
        if (key.wire().http2()) {
            sessions(key).openAhead(timeoutNanos);
            done.run();
        } else {
            open(key, timeoutNanos, new Ahead(key, done));
        }
    }

    void remove(Connection connection) {
        ArrayDeque<Connection> connections = idle.get(connection.key());
        if (connections != null) {
            connections.remove(connection);
        }
    }

    /** Finds something new to carry the call, which is told of it, or of the failure. */
    void connect(Key key, long timeoutNanos, Call call) {
        if (key.wire().http2()) {
            sessions(key).connect(call, timeoutNanos);
        } else {
            open(key, timeoutNanos, new Alone(key, call));
        }
    }

    /** Makes a connection. */
    void open(Key key, long timeoutNanos, Opening opening) {
        Tls tls = key.wire().tls();
        ChannelFuture attempt = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(timeoutNanos))))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls == null) {
                            channel.pipeline().addLast(opening.handler(channel));
                        } else {
                            channel.pipeline()
                                    .addLast(
                                            tls.handler(
                                                    channel,
                                                    key.wire().host(),
                                                    key.address().getPort(),
                                                    timeoutNanos),
                                            new Handshake(tls, key.wire().http2(), opening));
                        }
                    }
                })
                .connect(key.address());
        Channel channel = attempt.channel();
        channels.add(channel);
        channel.closeFuture().addListener(gone -> channels.remove(channel));
        opening.begun(channel);
        if (closed) {
            channel.close();
        }
        attempt.addListener(future -> {
            if (!future.isSuccess()) {
                opening.failed(unconnected(future.cause()));
            } else if (tls == null) {
                opening.opened();
            }
        });
    }

    /** Nobody will ask there any more: what waits is closed, and what is shared ends with its calls. */
    void letGo(Set<Key> keys) {
        for (Key key : keys) {
            ArrayDeque<Connection> connections = idle.remove(key);
            if (connections != null) {
                List.copyOf(connections).forEach(connection -> connection.close(null));
            }
            Http2Sessions shared = sessions.get(key);
            if (shared != null) {
                shared.retireAll();
            }
        }
    }

    /**
     * Closes every connection; one that is opened after that is closed at once. An event loop that is shut down does not
     * always do it: Netty's looks for channels to close before it runs its tasks, and may find itself shut down after them.
     */
    public void close() {
        closed = true;
        for (Channel channel : List.copyOf(channels)) {
            channel.close();
            channel.unsafe().close(channel.voidPromise()); // TLS would wait for its farewell to be taken
        }
    }

    private static Failure unconnected(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        return cause instanceof UnknownHostException ? Failure.DNS : Failure.CONNECT_REFUSED;
    }

    private Http2Sessions sessions(Key key) {
        return sessions.computeIfAbsent(key, fresh -> new Http2Sessions(this, fresh));
    }

    private void sweep() {
        long now = System.nanoTime();
        idle.forEach((key, connections) -> {
            long most = key.bounds().idleTime().toNanos();
            while (!connections.isEmpty() && now - connections.peekFirst().idleSinceNanos() > most) {
                connections.pollFirst().close(null);
            }
        });
        idle.values().removeIf(ArrayDeque::isEmpty);
        sessions.values().forEach(shared -> shared.sweep(now));
        sessions.values().removeIf(Http2Sessions::isEmpty);
        warmth.fulfil();
    }

    /** A connection of HTTP/1.1 that is made for one call. */
    private final class Alone implements Opening {
        private final Key key;
        private final Call call;
        private @Nullable Connection connection;
        private boolean givenUp;

        Alone(Key key, Call call) {
            this.key = key;
            this.call = call;
        }

        @Override
        public void begun(Channel channel) {
            call.connecting(() -> {
                givenUp = true;
                channel.close();
            });
        }

        @Override
        public ChannelHandler handler(Channel channel) {
            Connection made = new Connection(ConnectionPool.this, key, channel);
            connection = made;
            return made;
        }

        @Override
        public void opened() {
            if (!givenUp) {
                call.carried(Objects.requireNonNull(connection));
            }
        }

        @Override
        public void failed(Failure why) {
            if (!givenUp) {
                call.notCarried(why);
            }
        }
    }

    /** A connection of HTTP/1.1 that is made before there is a call for it. */
    private final class Ahead implements Opening {
        private final Key key;
        private final Runnable done;
        private @Nullable Connection connection;

        Ahead(Key key, Runnable done) {
            this.key = key;
            this.done = done;
        }

        @Override
        public ChannelHandler handler(Channel channel) {
            Connection made = new Connection(ConnectionPool.this, key, channel);
            connection = made;
            return made;
        }

        @Override
        public void opened() {
            done.run();
            Objects.requireNonNull(connection).rest(System.nanoTime());
        }

        @Override
        public void failed(Failure why) {
            done.run();
        }
    }
}
