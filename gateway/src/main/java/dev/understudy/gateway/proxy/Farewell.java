package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a client's HTTP/1 connection ends, so that the client can read its last answer: what was written goes out first, then
 * what it still sends is dropped for a while, since to close with bytes unread would take the answer back.
 */
final class Farewell {
    private static final long DISCARDED_BYTES_MAX = 256 * 1024;

    private final Channel channel;
    private final Listen.Timeouts timeouts;
    private @Nullable Future<?> patience;
    private long discardedBytes;

    Farewell(Channel channel, Listen.Timeouts timeouts) {
        this.channel = channel;
        this.timeouts = timeouts;
    }

    /** The client has said all that it will. */
    void close() {
        closeWithin(timeouts.idle().toNanos());
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
    }

    /** The client is still sending. */
    void linger() {
        closeWithin(timeouts.idle().toNanos());
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess() && channel instanceof SocketChannel socket) {
                closeWithin(timeouts.linger().toNanos());
                finishSending(socket);
            } else {
                channel.close();
            }
        });
    }

    /** Something came that nobody waits for; taken. */
    void discard(ByteBuf arrived) {
        discardedBytes += arrived.readableBytes();
        arrived.release();
        if (discardedBytes > DISCARDED_BYTES_MAX) {
            channel.close();
        }
    }

    /** The connection is gone. */
    void over() {
        Future<?> pending = patience;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void closeWithin(long nanos) {
        over();
        if (!channel.isOpen()) {
            return;
        }
        patience = channel.eventLoop().schedule(() -> channel.close(), nanos, TimeUnit.NANOSECONDS);
    }

    private static void finishSending(SocketChannel socket) {
        SslHandler encryption = socket.pipeline().get(SslHandler.class);
        if (encryption == null) {
            socket.shutdownOutput();
        } else {
            encryption.closeOutbound().addListener(closed -> socket.shutdownOutput());
        }
    }
}
