package dev.understudy.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A network between a gateway and a model that passes bytes, until it is told to break.
 *
 * <p>It listens on 127.0.0.1 and knows TCP only. A fault holds for all connections, old and new, until the next one.
 */
public final class FaultProxy implements AutoCloseable {
    private final Loop loop = new Loop("network");
    private final EventLoop thread = loop.next();
    private final Set<FaultyConnection> connections = new LinkedHashSet<>();
    private final Channel server;
    private Fault fault = Fault.NONE;
    private long accepted;
    private long broken;

    private FaultProxy(int port, InetSocketAddress target) {
        server = new ServerBootstrap()
                .group(thread)
                .channel(loop.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted++;
                        connections.add(new FaultyConnection(FaultProxy.this, channel, client(), target));
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    /** In front of that port of 127.0.0.1, on a free port of its own. */
    public static FaultProxy before(int port) {
        return at(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static FaultProxy at(int port, InetSocketAddress target) {
        return new FaultProxy(port, target);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns once it holds for every connection. */
    public void becomes(Fault next) {
        thread.submit(() -> {
                    fault = next;
                    List.copyOf(connections).forEach(FaultyConnection::faultChanged);
                })
                .syncUninterruptibly();
    }

    /** What went through so far, as one line. */
    String counts() {
        return thread.submit(() -> "accepted=" + accepted + " open=" + connections.size() + " broken=" + broken)
                .syncUninterruptibly()
                .getNow();
    }

    Fault fault() {
        return fault;
    }

    void broke() {
        broken++;
    }

    void gone(FaultyConnection connection) {
        connections.remove(connection);
    }

    private Bootstrap client() {
        return new Bootstrap()
                .group(thread)
                .channel(loop.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void close() {
        loop.close();
    }
}
