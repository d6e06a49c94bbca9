package dev.understudy.gateway.proxy;

import dev.understudy.gateway.upstream.Hop;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;

/** The client's end of one exchange, in whichever protocol it speaks. Its event loop only. */
interface ClientStream {
    /** By which the client came. */
    Hop hop();

    /** When the latest piece of the request came, or began to be looked at; of {@link System#nanoTime}. */
    long arrivedNanos();

    /** Whether trailers always arrive, and both sides may speak at once. */
    default boolean carriesGrpc() {
        return true;
    }

    /** Whether more of the answer can be taken. */
    boolean isWritable();

    /** Tells a client that waits for it to go on with its body. */
    void sendContinue();

    /** Nothing more of the request is wanted until {@link #resumeReading}. */
    void pauseReading();

    void resumeReading();

    /** A head that comes before the answer's, such as early hints; nothing of it is promised. */
    void interim(ResponseHead head);

    /** A model's head with our framing and fields. */
    void head(ResponseHead head, Trimmings trimmings);

    /** A piece of the body; takes it. */
    void content(ByteBuf piece);

    /** The last byte of the answer was said, and this behind it; flushes nothing. */
    void end(Fields trailers);

    void flush();

    /** An answer of our own, whole, and flushed. */
    void page(Page page);

    /** The answer cannot be completed, and the client has to see that it is not. */
    void abort();
}
