package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a call. Everything comes on the call's event loop; exactly one of {@link #ended} and {@link #failed} is
 * last, or none of them after a cancel.
 */
public interface CallListener {
    /**
     * The request's body as far as it was handed over, for sending it once more; the taker's to release. Null when it is
     * not held.
     */
    default @Nullable ByteBuf again() {
        return null;
    }

    /** A 1xx head that says something, unlike 100; another head follows. */
    default void interim(ResponseHead response) {}

    /** The final response's head. */
    void head(ResponseHead response);

    /** A piece of the body, the listener's to release. */
    void content(ByteBuf piece, long nowNanos);

    /** Its place is free again, however it ended, cancelled too; comes before {@link #ended} and {@link #failed}. */
    default void over() {}

    /** The response is complete. {@code trailers}: what was said behind its body; {@link Fields#NONE} for nothing. */
    void ended(Fields trailers);

    /** The call is over and its response, if one began, is not complete. */
    void failed(Failure failure);

    /** Everything that arrived at once was handed over: time to flush. */
    void batchEnded();

    /** More of the request can be written. */
    void writable();
}
