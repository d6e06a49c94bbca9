package dev.understudy.gateway.testing;

import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A model endpoint that speaks HTTP/2 on a real socket, by prior knowledge or by ALPN, and behaves as it is told. The
 * behaviour runs on the endpoint's event loop.
 */
public final class Http2Model implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Http2Request> requests = new CopyOnWriteArrayList<>();
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger underWayMost = new AtomicInteger();
    private final Channel server;
    private final String scheme;
    private volatile Http2Behaviour behaviour;

    private Http2Model(@Nullable SslContext tls, Http2Settings settings, Http2Behaviour behaviour) {
        this.behaviour = behaviour;
        this.scheme = tls == null ? "http" : "https";
        this.server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .gracefulShutdownTimeoutMillis(0)
                                                .build(),
                                        new Talk(accepted.incrementAndGet()));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    public static Http2Model that(Http2Behaviour behaviour) {
        return with(Http2Settings.defaultSettings(), behaviour);
    }

    public static Http2Model with(Http2Settings settings, Http2Behaviour behaviour) {
        return new Http2Model(null, settings, behaviour);
    }

    /** Reached over TLS, showing this; agrees to these protocols. */
    public static Http2Model behind(X509Bundle shown, Http2Behaviour behaviour, String... protocols) {
        try {
            SslContext tls = SslContextBuilder.forServer(shown.toKeyManagerFactory())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build();
            return new Http2Model(tls, Http2Settings.defaultSettings(), behaviour);
        } catch (SSLException | java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return scheme + "://127.0.0.1:" + ((java.net.InetSocketAddress) server.localAddress()).getPort();
    }

    /** From the next request on; what {@link #begun} has returned keeps its own. */
    public void becomes(Http2Behaviour next) {
        behaviour = next;
    }

    /** Everything whose head has come, in that order. */
    public List<Http2Request> requests() {
        return List.copyOf(requests);
    }

    /** The n-th request, counted from 1, as soon as its head has come. */
    public Http2Request begun(int n) {
        await().pollInterval(Duration.ofMillis(5)).atMost(Deadline.PATIENCE).until(() -> requests.size() >= n);
        return requests.get(n - 1);
    }

    public int connectionsAccepted() {
        return accepted.get();
    }

    public int connectionsOpen() {
        return (int) connections.stream().filter(Channel::isOpen).count();
    }

    /** How many requests there were at once, at most. */
    public int underWayMost() {
        return underWayMost.get();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** One connection. */
    private final class Talk extends ChannelInboundHandlerAdapter {
        private final int connection;
        private final Map<Http2FrameStream, Asked> open = new HashMap<>();

        Talk(int connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof Http2HeadersFrame head) {
                Http2Request request = new Http2Request(context, head.stream(), connection, head.headers());
                Asked asked = new Asked(request, behaviour);
                open.put(head.stream(), asked);
                underWayMost.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                request.whenOver(underWay::decrementAndGet);
                requests.add(request);
                asked.behaviour.begun(request);
                if (head.isEndStream()) {
                    asked.end();
                }
            } else if (message instanceof Http2DataFrame data) {
                Asked asked = Objects.requireNonNull(open.get(data.stream()));
                Http2Request request = asked.request;
                request.take(data.content());
                int count = data.initialFlowControlledBytes();
                boolean last = data.isEndStream();
                data.release();
                if (!request.holds(count)) {
                    context.writeAndFlush(new DefaultHttp2WindowUpdateFrame(count).stream(request.stream()));
                }
                if (last) {
                    asked.end();
                } else {
                    asked.behaviour.piece(request);
                }
            } else if (message instanceof Http2ResetFrame reset) {
                Objects.requireNonNull(open.get(reset.stream())).request.resetBy(reset.errorCode());
            } else {
                io.netty.util.ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** A request and how the model was to treat it when its head came. */
    private record Asked(Http2Request request, Http2Behaviour behaviour) {
        void end() throws Exception {
            request.ended();
            behaviour.complete(request);
        }
    }
}
