package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.upstream.Hop;
import dev.understudy.gateway.wire.Bug;
import dev.understudy.gateway.wire.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's HTTP/2 connection: its streams, its clock, and what it may cost us. Frames and windows are Netty's; a
 * connection that is closed closes its streams first.
 */
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientProtocol {
    private static final int WINDOW_BYTES = 1024 * 1024;
    private static final long FAREWELL_MILLIS = 1000;
    private static final long LOOK_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(20);

    private final Worker worker;
    private final Listen.Timeouts timeouts;
    private final long shortest;
    private final FrameWatch watch;
    private final ClientStreams streams;
    private final ClientFrames frames;
    private final LastHop lastHop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> looking;
    private boolean reading;
    private boolean flushing;
    private boolean closing;
    private long arrivedNanos = System.nanoTime();
    private long unusedNanos = arrivedNanos;
    private long writableNanos = arrivedNanos;

    Http2ClientConnection(
            Worker worker,
            Listen listen,
            FrameWatch watch,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings);
        this.worker = worker;
        this.timeouts = listen.timeouts();
        this.shortest =
                Math.min(ClientWait.shortest(timeouts), timeouts.stream().toNanos());
        this.watch = watch;
        this.lastHop = new LastHop(listen);
        this.streams = new ClientStreams(connection());
        this.frames = new ClientFrames(worker, this, listen, connection(), streams);
        decoder.frameListener(frames);
        watch.onSent(this::sent);
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                streams.closed(stream);
                unusedNanos = System.nanoTime();
            }
        });
        encoder.flowController().listener(this::writabilityChanged);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        worker.plane().meters().http2Connections().incrementAndGet();
        added.channel().closeFuture().addListener(closed -> {
            worker.plane().meters().http2Connections().decrementAndGet();
            forget();
        });
        watch.arrived(arrivedNanos);
        super.handlerAdded(added);
        Http2Stream whole = connection().connectionStream();
        decoder()
                .flowController()
                .incrementWindowSize(
                        whole, WINDOW_BYTES - decoder().flowController().windowSize(whole));
        flush(added);
        scheduleLook(shortest);
    }

    @Override
    public void channelRead(ChannelHandlerContext reader, Object message) throws Exception {
        if (closing) {
            ((ByteBuf) message).release();
            return;
        }
        reading = true;
        arrivedNanos = System.nanoTime();
        watch.arrived(arrivedNanos);
        super.channelRead(reader, message);
        if (watch.isFlooded() && !closing) {
            onError(reader, false, Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too much of nothing"));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reader) throws Exception {
        reading = false;
        frames.batchEnded();
        super.channelReadComplete(reader);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) throws Exception {
        writableNanos = System.nanoTime();
        super.channelWritabilityChanged(changed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
            Bug.seen(cause);
            failed.close();
        } else {
            super.exceptionCaught(failed, cause);
        }
    }

    @Override
    public void drain() {
        context().channel().close();
    }

    @Override
    public void drainAnswered() {
        drain();
    }

    Hop hop() {
        return lastHop.of(context().channel());
    }

    /** When what is being read arrived. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    String date() {
        return worker.date();
    }

    boolean isWritable(Http2Stream stream) {
        return isOpen(stream) && encoder().flowController().isWritable(stream);
    }

    /** Whether something is waiting that the client's window has no room for. */
    boolean hasWaiting(Http2Stream stream) {
        return isOpen(stream) && encoder().flowController().hasFlowControlled(stream);
    }

    void headers(Http2Stream stream, Http2Headers headers, boolean last) {
        if (isOpen(stream)) {
            encoder().writeHeaders(context(), stream.id(), headers, 0, last, promise());
        }
    }

    /** Takes the piece. */
    void data(Http2Stream stream, ByteBuf piece, boolean last) {
        if (isOpen(stream)) {
            encoder().writeData(context(), stream.id(), piece, 0, last, promise());
        } else {
            piece.release();
        }
    }

    /** Gives bytes that were taken back to the client's window. */
    void consumed(Http2Stream stream, int bytes) {
        try {
            if (isOpen(stream) && decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    void reset(Http2Stream stream, Http2Error why) {
        if (isOpen(stream)) {
            resetStream(context(), stream.id(), why.code(), promise());
            flushSoon();
        }
    }

    /** The client does not read this stream. */
    void slow(Http2Stream stream) {
        worker.plane().meters().streamRefused(StreamRefusal.SLOW);
        reset(stream, Http2Error.CANCEL);
    }

    /** Once for all that happens in one turn of the loop. */
    void flushSoon() {
        if (!reading && !flushing) {
            flushing = true;
            worker.loop().execute(() -> {
                flushing = false;
                flush(context());
            });
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext failed, boolean outbound, Throwable cause, Http2Exception.StreamException problem) {
        watch.whole();
        if (!outbound && frames.isSkipped(problem.streamId())) {
            onError(
                    failed,
                    false,
                    Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a stream before the last"));
            return;
        }
        if (!outbound && streams.isEnded(problem.streamId())) {
            onError(failed, false, Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "behind its end"));
            return;
        }
        if (!outbound) {
            worker.plane().meters().streamRefused(StreamRefusal.of(problem));
        }
        super.onStreamError(failed, outbound, cause, outbound ? problem : toTell(problem));
    }

    /** Netty calls what comes behind the end of a request a protocol's error, and RFC 9113, 5.1, that of a closed stream. */
    private Http2Exception.StreamException toTell(Http2Exception.StreamException problem) {
        Http2ClientStream known = streams.numbered(problem.streamId());
        return known == null || known.isReceiving() || problem.error() != Http2Error.PROTOCOL_ERROR
                ? problem
                : (Http2Exception.StreamException)
                        Http2Exception.streamError(problem.streamId(), Http2Error.STREAM_CLOSED, "behind its end");
    }

    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext failed, Http2Stream stream) {
        worker.plane().meters().failure(Failure.HEAD_TOO_LARGE);
        super.handleServerHeaderDecodeSizeError(failed, stream);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext failed, boolean outbound, Throwable cause, @Nullable Http2Exception problem) {
        if (problem == null) {
            Bug.seen(cause);
        }
        if (!closing) {
            cut(ConnectionCut.of(problem), problem == null ? Http2Error.INTERNAL_ERROR : problem.error());
        }
    }

    /**
     * Ends everything that is under way. What the client still sends is dropped, so that it can read why before the
     * connection goes: to close with bytes unread would take the farewell back.
     */
    private void cut(ConnectionCut why, Http2Error error) {
        closing = true;
        worker.plane().meters().connectionCut(why);
        streams.active().forEach(Http2ClientStream::closed);
        ChannelHandlerContext present = context();
        int last = connection().remote().lastStreamCreated();
        frameWriter().writeGoAway(present, last, error.code(), Unpooled.EMPTY_BUFFER, promise());
        flush(present);
        present.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                finishSending(present);
            }
        });
        worker.loop().schedule(() -> present.close(), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void finishSending(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (context.channel() instanceof SocketChannel socket) {
            socket.shutdownOutput();
        }
    }

    private boolean isOpen(Http2Stream stream) {
        return connection().stream(stream.id()) == stream && stream.state() != Http2Stream.State.CLOSED;
    }

    private ChannelPromise promise() {
        return context().newPromise();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not added yet");
    }

    private void sent(int stream, int bytes) {
        Http2ClientStream known = streams.numbered(stream);
        if (known != null) {
            known.sent(bytes);
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2ClientStream known = streams.of(stream);
        if (known != null && isWritable(stream)) {
            known.writable();
        }
    }

    /** What is pending of a closed connection would keep it alive. */
    private void forget() {
        Future<?> pending = looking;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void scheduleLook(long nanos) {
        looking = worker.loop().schedule(this::look, Math.max(LOOK_NANOS_MIN, nanos), TimeUnit.NANOSECONDS);
    }

    /** Looks again when what is waited for now is late, and no later than anything can be that begins meanwhile. */
    private void look() {
        if (closing || !context().channel().isOpen()) {
            return;
        }
        long now = System.nanoTime();
        long frame = forFrame(now);
        long reading = forReading(now);
        long use = forUse(now);
        if (frame < 0) {
            worker.plane().meters().failure(Failure.REQUEST_TIMEOUT);
            cut(ConnectionCut.SLOW, Http2Error.NO_ERROR);
        } else if (reading < 0) {
            cut(ConnectionCut.SLOW, Http2Error.NO_ERROR);
        } else if (use < 0) {
            closing = true;
            context().channel().close();
        } else {
            long left = Math.min(frame, Math.min(reading, use));
            for (Http2ClientStream stream : streams.active()) {
                left = Math.min(left, stream.look(now));
            }
            scheduleLook(Math.min(left, shortest));
        }
    }

    /**
     * In how many nanoseconds that has to be here which the client began to send. A piece of a body may take as long as
     * that.
     */
    private long forFrame(long now) {
        long since = watch.partialNanos();
        if (since == 0) {
            return ClientWait.EVER_NANOS;
        }
        long header = timeouts.header().toNanos();
        return since + (isUsed() ? Math.max(header, timeouts.body().toNanos()) : header) - now;
    }

    /** The same for the client to take some of what waits for it. */
    private long forReading(long now) {
        return context().channel().isWritable()
                ? ClientWait.EVER_NANOS
                : writableNanos + timeouts.idle().toNanos() - now;
    }

    /** The same for it to begin a request. */
    private long forUse(long now) {
        return isUsed() ? ClientWait.EVER_NANOS : unusedNanos + timeouts.idle().toNanos() - now;
    }

    private boolean isUsed() {
        return connection().numActiveStreams() > 0;
    }
}
