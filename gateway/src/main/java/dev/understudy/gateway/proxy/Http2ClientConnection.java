package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.upstream.Hop;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's HTTP/2 connection: its streams, its clock, and what it may cost us. Frames and windows are Netty's; a
 * connection that is closed closes its streams first.
 */
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientProtocol {
    private static final int WINDOW_BYTES = 1024 * 1024;
    private static final long FAREWELL_MILLIS = 1000;

    private final Worker worker;
    private final Listen.Timeouts timeouts;
    private final FrameWatch watch;
    private final ClientStreams streams;
    private final ClientFrames frames;
    private final LastHop lastHop;
    private @Nullable ChannelHandlerContext context;
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
        this.watch = watch;
        this.lastHop = new LastHop(listen);
        this.streams = new ClientStreams(connection());
        this.frames = new ClientFrames(worker, this, connection(), streams);
        decoder.frameListener(frames);
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
        added.channel()
                .closeFuture()
                .addListener(
                        closed -> worker.plane().meters().http2Connections().decrementAndGet());
        watch.arrived(arrivedNanos);
        super.handlerAdded(added);
        Http2Stream whole = connection().connectionStream();
        decoder()
                .flowController()
                .incrementWindowSize(
                        whole, WINDOW_BYTES - decoder().flowController().windowSize(whole));
        flush(added);
        scheduleLook();
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

    private void writabilityChanged(Http2Stream stream) {
        Http2ClientStream known = streams.of(stream);
        if (known != null && isWritable(stream)) {
            known.writable();
        }
    }

    private void scheduleLook() {
        long shortest = Math.min(
                timeouts.idle().toNanos(),
                Math.min(timeouts.header().toNanos(), timeouts.body().toNanos()));
        long period = Math.max(TimeUnit.MILLISECONDS.toNanos(20), shortest / 4);
        worker.loop().schedule(this::look, period, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!context().channel().isOpen()) {
            return;
        }
        long now = System.nanoTime();
        boolean used = connection().numActiveStreams() > 0;
        if (!closing && isLate(now, used)) {
            worker.plane().meters().failure(Failure.REQUEST_TIMEOUT);
            cut(ConnectionCut.SLOW, Http2Error.NO_ERROR);
        } else if (!closing
                && !context().channel().isWritable()
                && now - writableNanos > timeouts.idle().toNanos()) {
            cut(ConnectionCut.SLOW, Http2Error.NO_ERROR);
        } else if (!closing && !used && now - unusedNanos > timeouts.idle().toNanos()) {
            closing = true;
            context().channel().close();
        } else if (!closing) {
            streams.active().forEach(stream -> stream.look(now, timeouts));
        }
        scheduleLook();
    }

    /** Whether something that the client began to send should be here by now. A piece of a body may take as long as that. */
    private boolean isLate(long now, boolean used) {
        long since = watch.partialNanos();
        long header = timeouts.header().toNanos();
        return since != 0
                && now - since > (used ? Math.max(header, timeouts.body().toNanos()) : header);
    }
}
