package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.HeadBytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection: heads and small pieces gathered in one buffer until the flush, large pieces as they
 * are. It belongs to the connection's event loop; {@link #close} when the connection does.
 */
public final class Outbox {
    private static final int GATHERED = 4096;
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private @Nullable ByteBuf gathered;

    public Outbox(Channel channel) {
        this.channel = channel;
    }

    public void head(HeadBytes head) {
        head.to(room(head.length()));
    }

    /** A piece of a body as it is; takes it. */
    public void piece(ByteBuf piece) {
        ByteBuf buffer = gathered;
        int count = piece.readableBytes();
        if (buffer != null && count <= buffer.writableBytes()) {
            buffer.writeBytes(piece);
            piece.release();
        } else if (count == 0) {
            piece.release();
        } else {
            push();
            channel.write(piece, channel.voidPromise());
        }
    }

    /** A piece of a body as a chunk; takes it. */
    public void chunk(ByteBuf piece) {
        int count = piece.readableBytes();
        if (count == 0) {
            piece.release();
            return;
        }
        boolean small = count <= GATHERED / 2;
        ByteBuf buffer = room(small ? count + 16 : 16);
        String size = Integer.toHexString(count);
        for (int i = 0; i < size.length(); i++) {
            buffer.writeByte(size.charAt(i));
        }
        buffer.writeBytes(LINE);
        if (small) {
            buffer.writeBytes(piece);
            piece.release();
        } else {
            push();
            channel.write(piece, channel.voidPromise());
        }
        room(LINE.length).writeBytes(LINE);
    }

    public void lastChunk() {
        room(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
    }

    /** The same with trailers, be they none. */
    public void lastChunk(HeadBytes trailers) {
        ByteBuf buffer = room(LAST_CHUNK.length + trailers.length());
        buffer.writeByte('0').writeBytes(LINE);
        trailers.to(buffer);
        buffer.writeBytes(LINE);
    }

    public void flush() {
        push();
        channel.flush();
    }

    /** Nothing goes out any more. */
    public void close() {
        ByteBuf buffer = gathered;
        gathered = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    private ByteBuf room(int count) {
        ByteBuf buffer = gathered;
        if (buffer != null && count <= buffer.writableBytes()) {
            return buffer;
        }
        push();
        ByteBuf fresh = channel.alloc().directBuffer(Math.max(GATHERED, count));
        gathered = fresh;
        return fresh;
    }

    private void push() {
        ByteBuf buffer = gathered;
        gathered = null;
        if (buffer != null) {
            channel.write(buffer, channel.voidPromise());
        }
    }
}
