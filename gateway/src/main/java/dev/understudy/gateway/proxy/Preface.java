package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection without TLS: those of HTTP/2 are like no request of HTTP/1 (RFC 9113, section
 * 3.4). Then it makes room for the protocol, and hands on what it has read.
 */
final class Preface extends ChannelInboundHandlerAdapter {
    private static final byte[] HTTP_2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Entrance entrance;
    private final Listen.Timeouts timeouts;
    private @Nullable ByteBuf unread;
    private @Nullable Future<?> timer;

    Preface(Entrance entrance, Listen.Timeouts timeouts) {
        this.entrance = entrance;
        this.timeouts = timeouts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closeAfter(timeouts.idle(), context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        ByteBuf rest = unread;
        if (rest == null) {
            unread = arrived;
            closeAfter(timeouts.header(), context);
        } else {
            unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), rest, arrived);
        }
        ByteBuf all = unread;
        int matching = matching(all);
        if (matching == HTTP_2.length || matching < all.readableBytes()) {
            unread = null;
            entrance.serve(context.channel(), matching == HTTP_2.length ? Spoken.HTTP_2 : Spoken.HTTP_1);
            context.fireChannelRead(all);
            context.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf rest = unread;
        unread = null;
        if (rest != null) {
            rest.release();
        }
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static int matching(ByteBuf bytes) {
        int count = Math.min(bytes.readableBytes(), HTTP_2.length);
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != HTTP_2[i]) {
                return i;
            }
        }
        return count;
    }

    private void closeAfter(Duration patience, ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
        Runnable close = context::close;
        timer = context.executor().schedule(close, patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
