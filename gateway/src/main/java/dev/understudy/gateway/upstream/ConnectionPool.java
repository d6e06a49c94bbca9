package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.http1.Scratch;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One event loop's idle connections, the youngest taken first. Only that loop touches it. */
public final class ConnectionPool {
    private static final int READ_BYTES_MIN = 4 * 1024;
    private static final int READ_BYTES_MAX = 64 * 1024;

    private final EventLoop loop;
    private final Scratch scratch;
    private final RandomGenerator coin;
    private final DeadlineWatch deadlines;
    private final Bootstrap bootstrap;
    private final Map<Key, ArrayDeque<Connection>> idle = new HashMap<>();

    /** What connections are used for; they are never shared between two uses. */
    enum Use {
        /** By those who wait for an answer. */
        PRIMARY,
        SHADOW
    }

    /**
     * Connections that are as good as each other.
     *
     * @param bounds of those that wait
     */
    record Key(InetSocketAddress address, Use use, Selection.Connections bounds) {
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
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_MIN, READ_BYTES_MAX));
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

    DeadlineWatch deadlines() {
        return deadlines;
    }

    Optional<Connection> take(Key key) {
        ArrayDeque<Connection> connections = idle.get(key);
        while (connections != null && !connections.isEmpty()) {
            Connection connection = connections.pollLast();
            if (connection.isClean()) {
                return Optional.of(connection);
            }
            connection.close();
        }
        return Optional.empty();
    }

    void offer(Connection connection) {
        ArrayDeque<Connection> connections = idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>());
        if (connections.size() < connection.key().bounds().idle() && connection.isClean()) {
            connections.addLast(connection);
        } else {
            connection.close();
        }
    }

    void remove(Connection connection) {
        ArrayDeque<Connection> connections = idle.get(connection.key());
        if (connections != null) {
            connections.remove(connection);
        }
    }

    /** A new connection; the channel's pipeline ends in its {@link Connection}. */
    ChannelFuture connect(Key key, long timeoutNanos) {
        return bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(timeoutNanos))))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Connection(ConnectionPool.this, key, channel));
                    }
                })
                .connect(key.address());
    }

    private void sweep() {
        long now = System.nanoTime();
        idle.forEach((key, connections) -> {
            long most = key.bounds().idleTime().toNanos();
            while (!connections.isEmpty() && now - connections.peekFirst().idleSinceNanos() > most) {
                connections.pollFirst().close();
            }
        });
        idle.values().removeIf(ArrayDeque::isEmpty);
    }
}
