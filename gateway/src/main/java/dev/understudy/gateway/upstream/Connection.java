package dev.understudy.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection to a model: carries one call at a time, and is closed when anything arrives between two. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final ConnectionPool pool;
    private final ConnectionPool.Key key;
    private final Channel channel;
    private final ResponseDecoder decoder;
    private @Nullable Call call;
    private long idleSinceNanos;

    Connection(ConnectionPool pool, ConnectionPool.Key key, Channel channel, ResponseDecoder decoder) {
        this.pool = pool;
        this.key = key;
        this.channel = channel;
        this.decoder = decoder;
    }

    Channel channel() {
        return channel;
    }

    ConnectionPool.Key key() {
        return key;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Whether it is open and nothing is left on it of what came before. */
    boolean isClean() {
        return channel.isActive() && decoder.isDrained();
    }

    void carry(Call next, HttpMethod method) {
        call = next;
        decoder.asked(method);
    }

    /** The call is over and the connection can carry another. */
    void rest(long nowNanos) {
        call = null;
        idleSinceNanos = nowNanos;
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        pool.offer(this);
    }

    /** The call is over and so is the connection. */
    void close() {
        call = null;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Call current = call;
        if (current == null) {
            ReferenceCountUtil.release(message);
            pool.remove(this);
            channel.close();
        } else {
            current.received((HttpObject) message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Call current = call;
        if (current != null) {
            current.batchEnded();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Call current = call;
        if (current != null && channel.isWritable()) {
            current.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Call current = call;
        if (current == null) {
            pool.remove(this);
        } else {
            current.broken();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Call current = call;
        if (current != null) {
            current.broken();
        }
        channel.close();
    }
}
