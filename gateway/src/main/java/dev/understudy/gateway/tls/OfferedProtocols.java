package dev.understudy.gateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a client's first words before TLS does: who offers protocols, and none that is spoken here, is told so and let go
 * (RFC 7301, section 3.2), since Netty's BoringSSL would let it in as if it had offered none. Whatever else may be wrong with
 * them is for TLS to say, and how long they take for its clock. A connection's event loop.
 */
final class OfferedProtocols extends ChannelInboundHandlerAdapter {
    /** A fatal alert, as RFC 8446, section 6, has it. */
    private static final byte[] NO_APPLICATION_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    private static final int RECORD_HEAD = 5;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int LENGTH = 3;
    private static final int VERSION_AND_RANDOM = 2 + 32;
    private static final int ALPN = 16;

    private final List<String> spoken;
    private @Nullable ByteBuf unread;

    OfferedProtocols(List<String> spoken) {
        this.spoken = spoken;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        ByteBuf rest = unread;
        ByteBuf all =
                rest == null ? arrived : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), rest, arrived);
        unread = all;
        if (isMoreToCome(all)) {
            return;
        }
        unread = null;
        if (isStranger(all)) {
            all.release();
            context.writeAndFlush(Unpooled.wrappedBuffer(NO_APPLICATION_PROTOCOL));
            context.fireUserEventTriggered(new SslHandshakeCompletionEvent(
                    new SSLHandshakeException("none of the protocols that the client offers is spoken here")));
        } else {
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
    }

    /** Whether it may be the beginning of a handshake, whose first record is not all here. */
    private static boolean isMoreToCome(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int count = bytes.readableBytes();
        return count == 0
                || (bytes.getByte(from) == HANDSHAKE
                        && (count < RECORD_HEAD
                                || count < RECORD_HEAD + bytes.getUnsignedShort(from + RECORD_HEAD - 2)));
    }

    private boolean isStranger(ByteBuf bytes) {
        try {
            return bytes.getByte(bytes.readerIndex()) == HANDSHAKE
                    && offersOthersAlone(bytes.slice().skipBytes(RECORD_HEAD));
        } catch (IndexOutOfBoundsException malformed) {
            return false;
        }
    }

    /** Reads a ClientHello as far as the extension that counts (RFC 8446, section 4.1.2). */
    private boolean offersOthersAlone(ByteBuf hello) {
        if (hello.readByte() != CLIENT_HELLO) {
            return false;
        }
        hello.skipBytes(LENGTH + VERSION_AND_RANDOM);
        hello.skipBytes(hello.readUnsignedByte());
        hello.skipBytes(hello.readUnsignedShort());
        hello.skipBytes(hello.readUnsignedByte());
        ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
            if (type == ALPN) {
                return !isAnySpoken(extension.readSlice(extension.readUnsignedShort()));
            }
        }
        return false;
    }

    private boolean isAnySpoken(ByteBuf names) {
        boolean any = false;
        while (names.isReadable()) {
            CharSequence name = names.readCharSequence(names.readUnsignedByte(), StandardCharsets.ISO_8859_1);
            any |= spoken.contains(name.toString());
        }
        return any;
    }
}
