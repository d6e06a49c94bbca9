package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** The beginning of a stream whose first content has not come: it goes out whole, or not at all. One event loop. */
final class HeldStream {
    private final ResponseHead head;
    private final int bytesMax;
    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private long bytes;

    /** @param bytesMax when more has come, nothing is waited for any longer */
    HeldStream(ResponseHead head, int bytesMax) {
        this.head = head;
        this.bytesMax = bytesMax;
    }

    ResponseHead head() {
        return head;
    }

    /** Takes the piece. */
    void add(ByteBuf piece) {
        bytes += piece.readableBytes();
        pieces.add(piece);
    }

    boolean isFull() {
        return bytes > bytesMax;
    }

    /** Hands over every piece; they are the receiver's then. */
    void drainTo(Consumer<ByteBuf> receiver) {
        for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            receiver.accept(piece);
        }
    }
}
