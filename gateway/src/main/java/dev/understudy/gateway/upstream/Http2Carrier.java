package dev.understudy.gateway.upstream;

import dev.understudy.gateway.http2.FieldList;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.pair.Leg.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call on an HTTP/2 connection: its stream.
 *
 * <p>What the caller does not take waits here, at most as much as the stream's window; the model may send more only when
 * it was taken. What was sent is kept, at most {@link #KEPT_BYTES_MAX} of it, until the model says anything: it may say
 * that it did not look at it (RFC 9113, section 8.7).
 */
final class Http2Carrier implements Carrier {
    static final int KEPT_BYTES_MAX = 64 * 1024;

    private final Http2Session session;
    private final AsciiString scheme;
    private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>(2);
    private @Nullable ArrayDeque<ByteBuf> sent = new ArrayDeque<>(2);
    private @Nullable Call call;
    private int stream;
    private int sentBytes;
    private boolean bodiless;
    private boolean begun;
    private boolean headRequest;
    private boolean paused;
    private boolean handing;
    private boolean ended;
    private boolean touched;
    private boolean wasFull;
    private long expected = -1;
    private long received;
    private @Nullable ResponseHead head;
    private Fields trailers = Fields.NONE;

    Http2Carrier(Http2Session session, AsciiString scheme) {
        this.session = session;
        this.scheme = scheme;
    }

    @Override
    public void begin(Call next, Ask ask, Upstream upstream, Endpoint endpoint, boolean legacy) {
        call = next;
        bodiless = !ask.head().hasBody();
        headRequest = ask.head().isHead();
        stream = session.connection().local().incrementAndGetNextStreamId();
        session.began(stream, this);
        Http2Headers headers = Http2Request.headers(ask, upstream, endpoint, scheme, legacy, session.lines());
        ChannelHandlerContext context = session.channelContext();
        session.encoder()
                .writeHeaders(context, stream, headers, 0, bodiless, context.newPromise())
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        broken();
                    }
                });
    }

    @Override
    public void write(ByteBuf piece, boolean last) {
        if (bodiless || call == null) {
            piece.release();
            return;
        }
        keep(piece);
        ChannelHandlerContext context = session.channelContext();
        session.encoder().writeData(context, stream, piece, 0, last, context.newPromise());
        wasFull = !isWritable();
    }

    @Override
    public void flush() {
        session.flush(session.channelContext());
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public boolean isWritable() {
        Http2Stream current = session.connection().stream(stream);
        Http2RemoteFlowController flow = session.encoder().flowController();
        return current == null || flow.isWritable(current);
    }

    /** From the session: the stream's window, or the socket, opened or closed. */
    void writabilityChanged() {
        Call current = call;
        if (wasFull && current != null && isWritable()) {
            wasFull = false;
            current.writable();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        Call current = call;
        if (current == null || handing) {
            return;
        }
        handOver();
        if (call == current) {
            current.batchEnded();
        }
        session.flush(session.channelContext());
    }

    /** The model may have answered before it let all of the request come. */
    @Override
    public void rest(long nowNanos) {
        drop();
        session.forget(stream);
        Http2Stream current = session.connection().stream(stream);
        if (current != null && current.state().localSideOpen()) {
            reset(Http2Error.CANCEL);
        }
    }

    @Override
    public void close(@Nullable Failure why) {
        drop();
        if (session.forget(stream) != null) {
            reset(Http2Error.CANCEL);
        }
        if (why != null && why.outcome() == Outcome.TIMEOUT) {
            session.doubt();
        }
    }

    boolean isTouched() {
        boolean before = touched;
        touched = true;
        return before;
    }

    /** From the session: that was all that came at once. */
    void batchEnded() {
        touched = false;
        Call current = call;
        if (current != null) {
            current.batchEnded();
        }
    }

    /** From the session: a head, or what stands behind the body. */
    void headers(Http2Headers headers, boolean last) {
        Call current = call;
        if (current == null) {
            return;
        }
        begun = true;
        forgetSent();
        if (head != null) {
            trailers(headers, last);
            return;
        }
        ResponseHead read = Http2Response.head(headers);
        if (read == null || (read.isInterim() && last)) {
            malformed(current);
            return;
        }
        if (!read.isInterim()) {
            head = read;
            boolean empty = headRequest || read.status() == 204 || read.status() == 304;
            expected = empty ? 0 : read.contentLength();
        }
        session.touch(this);
        current.head(read);
        if (last && call == current) {
            end(current);
        }
    }

    private void trailers(Http2Headers headers, boolean last) {
        Fields read = FieldList.of(headers).orElse(null);
        if (read == null || !last) {
            malformed(Objects.requireNonNull(call));
            return;
        }
        trailers = read;
        session.touch(this);
        end(Objects.requireNonNull(call));
    }

    /** From the session: a piece of the body. Returns how many bytes of it need not be waited for. */
    int data(ByteBuf piece, int padding, boolean last) {
        Call current = call;
        int count = piece.readableBytes();
        if (current == null) {
            return count + padding;
        }
        received += count;
        if (head == null || (expected >= 0 && received > expected)) {
            malformed(current);
            return count + padding;
        }
        session.touch(this);
        boolean waits = paused || !arrived.isEmpty();
        if (waits && count > 0) {
            arrived.add(piece.retain());
        } else if (count > 0) {
            handing = true;
            current.content(piece.retain());
            handing = false;
        }
        if (last && call == current) {
            end(current);
        }
        return waits ? padding : count + padding;
    }

    /** From the session: the model gave the stream up. */
    void gaveUp(long code) {
        if (code == Http2Error.REFUSED_STREAM.code()) {
            refused();
        } else {
            broken();
        }
    }

    /** From the session: the stream is closed, and it never came to the model if it is {@code unseen}. */
    void closed(boolean unseen) {
        if (ended) {
            return;
        }
        if (unseen) {
            refused();
        } else {
            broken();
        }
    }

    /** From the session: what came is no HTTP/2. */
    void failed() {
        session.forget(stream);
        Call current = call;
        if (current != null && !ended) {
            current.malformed();
        }
    }

    private void end(Call current) {
        if (expected >= 0 && received != expected) {
            malformed(current);
            return;
        }
        ended = true;
        if (arrived.isEmpty()) {
            current.bodyEnded(trailers);
        }
    }

    /** Hands out what waits, as long as somebody takes it; the model may send as much again. */
    private void handOver() {
        Call current = call;
        handing = true;
        while (!paused && current != null && call == current && !arrived.isEmpty()) {
            ByteBuf piece = arrived.remove();
            taken(piece.readableBytes());
            current.content(piece);
        }
        handing = false;
        if (ended && current != null && call == current && arrived.isEmpty()) {
            current.bodyEnded(trailers);
        }
    }

    private void taken(int count) {
        Http2Stream current = session.connection().stream(stream);
        if (current == null) {
            return;
        }
        try {
            session.decoder().flowController().consumeBytes(current, count);
        } catch (Http2Exception e) {
            session.onError(session.channelContext(), true, e);
        }
    }

    private void refused() {
        Call current = call;
        if (current != null && !ended) {
            ArrayDeque<ByteBuf> kept = sent;
            sent = null;
            drop();
            session.forget(stream);
            current.refused(kept);
        }
    }

    private void broken() {
        Call current = call;
        if (current != null && !ended) {
            session.forget(stream);
            current.broken();
        }
    }

    private void malformed(Call current) {
        if (session.forget(stream) != null) {
            reset(Http2Error.PROTOCOL_ERROR);
        }
        current.malformed();
    }

    private void reset(Http2Error code) {
        ChannelHandlerContext context = session.channelContext();
        session.resetStream(context, stream, code.code(), context.newPromise());
        session.flush(context);
    }

    private void keep(ByteBuf piece) {
        ArrayDeque<ByteBuf> kept = sent;
        if (kept == null) {
            return;
        }
        sentBytes += piece.readableBytes();
        if (sentBytes > KEPT_BYTES_MAX) {
            forgetSent();
        } else {
            kept.add(piece.retainedDuplicate());
        }
    }

    private void forgetSent() {
        ArrayDeque<ByteBuf> kept = sent;
        sent = null;
        if (kept != null) {
            kept.forEach(ByteBuf::release);
        }
    }

    /** The call is over: nobody waits for anything here. */
    private void drop() {
        call = null;
        forgetSent();
        for (ByteBuf piece = arrived.poll(); piece != null; piece = arrived.poll()) {
            taken(piece.readableBytes());
            piece.release();
        }
    }
}
