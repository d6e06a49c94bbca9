package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import io.netty.buffer.ByteBuf;

/** Where the pieces of a request go: the part of a plan that runs it. */
interface RequestSink {
    /** Asks whom it asks at once. */
    void start();

    /** A piece of the request; takes it. */
    void content(ByteBuf piece, boolean last);

    /** That was the last piece. */
    void requestComplete();

    /** Everything that arrived at once was handed over: time to flush. */
    void requestBatchEnded();

    /** Whether more of the request can be taken. */
    boolean isWritable();

    /** The client can take more of the answer. */
    void clientWritable();

    /** The client has ended what was granted to it. */
    void hangUp();

    /** Nobody waits for the answer any more. */
    void cancel(Failure why);
}
