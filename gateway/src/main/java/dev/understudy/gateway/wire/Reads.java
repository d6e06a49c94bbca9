package dev.understudy.gateway.wire;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** How much is read of a connection at once. */
public final class Reads {
    /** Or small events of a stream would be cut in two. */
    private static final int BYTES_MIN = 4 * 1024;

    private static final int BYTES_MAX = 64 * 1024;
    /** Before what was read goes on and others have their turn: a message a little longer than expected goes on in one. */
    private static final int READS_MAX = 4;

    private Reads() {}

    public static RecvByteBufAllocator allocator() {
        return new AdaptiveRecvByteBufAllocator(BYTES_MIN, BYTES_MIN, BYTES_MAX).maxMessagesPerRead(READS_MAX);
    }
}
