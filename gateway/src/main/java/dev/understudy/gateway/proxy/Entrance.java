package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets clients in, as many as may be, and gives each connection to its protocol. On each connection's own event loop. */
@ChannelHandler.Sharable
final class Entrance extends ChannelInitializer<Channel> {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);
    private final DataPlane plane;
    private final Listen listen;
    private final Map<EventLoop, Worker> workers;
    private final @Nullable ServerTls tls;
    private final Meters meters;
    private final ConnectionsByClient byClient;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private String problem = "";

    private Entrance(DataPlane plane, Listen listen, Map<EventLoop, Worker> workers, @Nullable ServerTls tls) {
        this.plane = plane;
        this.listen = listen;
        this.workers = workers;
        this.tls = tls;
        this.meters = plane.meters();
        this.byClient = new ConnectionsByClient(listen.limits().connectionsPerClient());
    }

    /** @throws IOException when the files for TLS cannot be used */
    static Entrance open(DataPlane plane, Listen listen, Map<EventLoop, Worker> workers) throws IOException {
        if (listen.tls().isEmpty()) {
            return new Entrance(plane, listen, workers, null);
        }
        ServerTls tls = ServerTls.open(listen.tls().get(), Spoken.names(listen.http2()));
        log.info("tls_up engine={} validUntil={}", tls.engine(), tls.validUntil());
        plane.meters().certificate(tls);
        return new Entrance(plane, listen, workers, tls);
    }

    @Override
    protected void initChannel(Channel channel) {
        SocketAddress client = channel.remoteAddress();
        Refusal refusal = refusal(client);
        if (refusal != null) {
            meters.refused(refusal);
            channel.close();
            return;
        }
        meters.connections().incrementAndGet();
        channel.closeFuture().addListener(closed -> {
            meters.connections().decrementAndGet();
            if (isEachLimited()) {
                byClient.leave(client);
            }
        });
        clients.add(channel);
        if (tls != null) {
            SslHandler handler = tls.handler(channel.alloc());
            handler.setHandshakeTimeoutMillis(listen.timeouts().header().toMillis());
            channel.pipeline().addLast(tls.door(), handler, new TlsDoor(this));
        } else if (listen.http2()) {
            channel.pipeline().addLast(new Preface(this, listen.timeouts()));
        } else {
            serve(channel, Spoken.HTTP_1);
        }
    }

    /** From a connection's door: the handshake is over. */
    void agreed(Channel channel, Spoken protocol) {
        meters.handshake(HandshakeEnd.DONE);
        serve(channel, protocol);
    }

    /** From a connection's door: there was no handshake, and no more will come of the connection. */
    void refused(Throwable cause) {
        meters.handshake(HandshakeEnd.of(cause));
    }

    /** Takes over changed files; what cannot be taken over is said and counted once. Not for event loops. */
    void readCertificate() {
        if (tls == null) {
            return;
        }
        try {
            if (tls.reload()) {
                log.info("certificate_loaded validUntil={}", tls.validUntil());
            }
            problem = "";
        } catch (IOException e) {
            String found = String.valueOf(e.getMessage());
            if (!found.equals(problem)) {
                problem = found;
                meters.certificatesRefused();
                log.error("certificate_refused problem=\"{}\" consequence=former_one_goes_on", found);
            }
        }
    }

    /** Has something done on each client's event loop. */
    void onEach(Consumer<ClientProtocol> action) {
        for (Channel channel : List.copyOf(clients)) {
            channel.eventLoop().execute(() -> {
                ClientProtocol protocol = channel.pipeline().get(ClientProtocol.class);
                if (protocol == null) {
                    channel.close();
                } else {
                    action.accept(protocol);
                }
            });
        }
    }

    /** Waits until all are gone, but no longer than this. */
    void await(long nanos) throws InterruptedException {
        clients.newCloseFuture().await(nanos, TimeUnit.NANOSECONDS);
    }

    void close() {
        clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private @Nullable Refusal refusal(SocketAddress client) {
        if (plane.isDraining()) {
            return Refusal.DRAINING;
        }
        if (meters.connections().get() >= listen.limits().connections()) {
            return Refusal.CONNECTIONS;
        }
        return isEachLimited() && !byClient.enter(client) ? Refusal.CONNECTIONS_PER_CLIENT : null;
    }

    private boolean isEachLimited() {
        return listen.limits().connectionsPerClient() < listen.limits().connections();
    }

    /** The connection's protocol is known: its handler goes behind all others. */
    void serve(Channel channel, Spoken protocol) {
        Worker worker = Objects.requireNonNull(workers.get(channel.eventLoop()));
        channel.pipeline()
                .addLast(
                        switch (protocol) {
                            case HTTP_1 -> new ClientConnection(worker, channel, listen);
                            case HTTP_2 -> Http2ClientCodec.connection(worker, listen);
                        });
    }
}
