package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What carries one call to a model and back: a connection of HTTP/1.1, or one stream of HTTP/2. It belongs to the call
 * from {@link #begin} to {@link #rest} or {@link #close}; its event loop only.
 */
interface Carrier {
    /** Sends the head of what is asked; whatever comes back goes to the call. */
    void begin(Call call, Ask ask, Upstream upstream, Endpoint endpoint, boolean legacy);

    /** Sends a piece of the request's body, which it takes; the last one, perhaps empty, ends the request. */
    void write(ByteBuf piece, boolean last);

    /** What was written goes out now. */
    void flush();

    /** Whether anything came that may belong to the response. */
    boolean hasBegun();

    /** Whether more of the request can be taken. */
    boolean isWritable();

    /** Nothing more of the response is wanted until {@link #resume}; the model comes to feel it. */
    void pause();

    void resume();

    /** All was said, on both sides. */
    void rest(long nowNanos);

    /** Not all was said. {@code why}: null when the response is whole and only the request is not. */
    void close(@Nullable Failure why);
}
