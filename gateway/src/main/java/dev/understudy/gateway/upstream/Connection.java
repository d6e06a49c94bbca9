package dev.understudy.gateway.upstream;

import dev.understudy.gateway.http1.Outbox;
import dev.understudy.gateway.http1.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** One connection to a model: carries one call at a time, and is closed when anything arrives between two. */
final class Connection extends ChannelInboundHandlerAdapter {
    private final ConnectionPool pool;
    private final ConnectionPool.Key key;
    private final Channel channel;
    private final ResponseReader reader;
    private final Outbox outbox;
    private @Nullable Call call;
    private @Nullable ByteBuf unread;
    private boolean reading;
    private boolean begun;
    private long idleSinceNanos;

    Connection(ConnectionPool pool, ConnectionPool.Key key, Channel channel) {
        this.pool = pool;
        this.key = key;
        this.channel = channel;
        this.reader = new ResponseReader(pool.scratch());
        this.outbox = new Outbox(channel);
    }

    Channel channel() {
        return channel;
    }

    Outbox outbox() {
        return outbox;
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

    void carry(Call next, boolean isHead) {
        call = next;
        begun = false;
        reader.asked(isHead);
    }

    /** Whether a byte came that may belong to its call's response. */
    boolean hasBegun() {
        return begun;
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
        outbox.close();
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        if (call == null) {
            arrived.release();
            pool.remove(this);
            close();
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
        } else if (reader.endsWithConnection()) {
            current.bodyEnded();
        } else {
            current.broken();
        }
        forget();
        outbox.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Call current = call;
        if (current != null) {
            current.broken();
        }
        close();
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
            current.bodyEnded();
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
