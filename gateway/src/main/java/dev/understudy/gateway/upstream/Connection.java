package dev.understudy.gateway.upstream;

import dev.understudy.gateway.http1.Outbox;
import dev.understudy.gateway.http1.ResponseReader;
import dev.understudy.gateway.wire.Bug;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.HeadBytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a model over HTTP/1.1: carries one call at a time, and is closed when anything arrives between two.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Carrier {
    private static final long LOOK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** As Linux counts the states of a connection. */
    private static final int TCP_ESTABLISHED = 1;

    private final ConnectionPool pool;
    private final ConnectionPool.Key key;
    private final Channel channel;
    private final ResponseReader reader;
    private final Outbox outbox;
    private @Nullable Call call;
    private @Nullable ByteBuf unread;
    private boolean reading;
    private boolean begun;
    private boolean chunked;
    private boolean upgrading;
    private boolean endSaid;
    private long idleSinceNanos;

    Connection(ConnectionPool pool, ConnectionPool.Key key, Channel channel) {
        this.pool = pool;
        this.key = key;
        this.channel = channel;
        this.reader = new ResponseReader(pool.scratch());
        this.outbox = new Outbox(channel);
    }

    ConnectionPool.Key key() {
        return key;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Whether it is open and nothing is left on it of what came before. */
    boolean isClean() {
        ByteBuf rest = unread;
        return channel.isActive() && (rest == null || !rest.isReadable());
    }

    /**
     * Whether it can carry another call. The model may have closed one that waited for long without our having seen it, so
     * the kernel is asked: nobody could repeat a POST that is lost with it.
     */
    boolean isFit(long now) {
        return isClean() && (now - idleSinceNanos < LOOK_AFTER_NANOS || isEstablished());
    }

    private boolean isEstablished() {
        if (!(channel instanceof EpollSocketChannel epoll)) {
            return true;
        }
        try {
            return epoll.tcpInfo().state() == TCP_ESTABLISHED;
        } catch (ChannelException closed) {
            return false;
        }
    }

    @Override
    public void begin(Call next, Ask ask, Upstream upstream, Endpoint endpoint, boolean legacy) {
        call = next;
        begun = false;
        chunked = ask.isChunked();
        reader.asked(ask.head().isHead());
        upgrading = ask.upgrade() != null;
        if (upgrading) {
            reader.askedToUpgrade();
        }
        HeadBytes head = pool.scratch().head();
        ask.write(head, upstream, endpoint, legacy);
        outbox.head(head);
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void write(ByteBuf piece, boolean last) {
        if (chunked) {
            outbox.chunk(piece);
        } else {
            outbox.piece(piece);
        }
        if (last && chunked) {
            outbox.lastChunk();
        } else if (last && upgrading) {
            finishSending();
        }
    }

    /** Nothing more will be said, and what the model says is still read. TLS has no such state. */
    private void finishSending() {
        outbox.flush();
        if (channel instanceof SocketChannel socket && channel.pipeline().get(SslHandler.class) == null) {
            socket.shutdownOutput();
        }
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void pause() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void rest(long nowNanos) {
        call = null;
        idleSinceNanos = nowNanos;
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        pool.offer(this);
    }

    @Override
    public void close(@Nullable Failure why) {
        call = null;
        outbox.close();
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        if (call == null) {
            arrived.release();
            pool.remove(this);
            close(null);
            return;
        }
        begun = true;
        ByteBuf rest = unread;
        unread = rest == null ? arrived : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), rest, arrived);
        read();
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
        } else if (reader.endsWithConnection() && isEndSaid()) {
            current.bodyEnded(Fields.NONE);
        } else {
            current.broken();
        }
        forget();
        outbox.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Call current = call;
        SSLException trouble = Tls.behind(cause);
        if (current != null && trouble != null) {
            current.mistrusted(trouble);
        } else if (Bug.seen(cause) && current != null) {
            current.confused();
        } else if (current != null) {
            current.broken();
        }
        close(null);
    }

    /** Over TLS an end counts only when it was said, or anybody could cut an answer short. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent close) {
            endSaid = close.isSuccess();
        }
    }

    private boolean isEndSaid() {
        return endSaid || key.wire().tls() == null;
    }

    /** Hands over what is there, as long as somebody wants it. A call that ends within this may begin the next one. */
    private void read() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            ByteBuf in = unread;
            while (in != null && call != null && in.isReadable() && step(call, in)) {
                in = unread;
            }
        } finally {
            reading = false;
            ByteBuf in = unread;
            if (in != null && (!in.isReadable() || !channel.isActive())) {
                forget();
            }
        }
    }

    private boolean step(Call current, ByteBuf in) {
        switch (reader.step(in)) {
            case MORE -> {
                return false;
            }
            case HEAD -> {
                current.head(reader.head());
                return call != current || !reader.isEmptyBody() || end(current, in);
            }
            case PIECE -> current.content(reader.piece());
            case LAST -> last(current, in);
            case BROKEN -> {
                in.skipBytes(in.readableBytes());
                current.malformed();
            }
        }
        return true;
    }

    /** A body of no bytes ends with its head, whether anything follows or not. */
    private boolean end(Call current, ByteBuf in) {
        reader.step(in);
        last(current, in);
        return true;
    }

    private void last(Call current, ByteBuf in) {
        ByteBuf piece = reader.piece();
        if (!in.isReadable()) {
            forget();
        }
        if (piece.isReadable()) {
            current.content(piece);
        } else {
            piece.release();
        }
        if (call == current) {
            current.bodyEnded(Fields.NONE);
        }
    }

    private void forget() {
        ByteBuf rest = unread;
        unread = null;
        if (rest != null) {
            rest.release();
        }
    }
}
