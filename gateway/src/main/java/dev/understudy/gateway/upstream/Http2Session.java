package dev.understudy.gateway.upstream;

import dev.understudy.config.Selection;
import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.HeadBytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a model over HTTP/2 (RFC 9113), and the calls that share it. Its event loop only.
 *
 * <p>A stream that is not read holds at most its own window, and the connection's window has room for all of them, so that
 * none ever waits for another.
 */
final class Http2Session extends Http2ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);

    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int LAST_STREAM_ID = Integer.MAX_VALUE - 2 * Selection.Connections.STREAMS_MAX;
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Owner owner;
    private final Scratch scratch;
    private final Wire wire;
    private final AsciiString scheme;
    /** Calls at once, even where the model allows more. */
    private final int streamsMost;

    private final IntObjectMap<Http2Carrier> carriers = new IntObjectHashMap<>();
    private final List<Http2Carrier> touched = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> alarm;
    private boolean settled;
    private boolean retired;
    private boolean doubted;
    private long idleSinceNanos;

    /** Who hands calls to a session. */
    interface Owner {
        /** The model has said its settings: it speaks HTTP/2. */
        void ready();

        /** It never will be ready. */
        void failed(Failure why);

        /** Whether calls wait for room. */
        boolean isAwaited();

        /** There is room again, or may be. */
        void roomier();

        /** It takes no more calls; those on it may go on. */
        void leaves();
    }

    private Http2Session(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Making making) {
        super(decoder, encoder, settings, true);
        this.owner = making.owner;
        this.scratch = making.scratch;
        this.wire = making.key.wire();
        this.scheme = AsciiString.of(wire.scheme());
        this.streamsMost = making.key.bounds().streams();
    }

    static Http2Session of(ConnectionPool.Key key, Scratch scratch, Owner owner) {
        return new Making(key, scratch, owner).build();
    }

    /** Reads what the model sends within limits: what is beyond them costs it the connection. */
    private static final class Making extends AbstractHttp2ConnectionHandlerBuilder<Http2Session, Making> {
        private final ConnectionPool.Key key;
        private final Scratch scratch;
        private final Owner owner;

        Making(ConnectionPool.Key key, Scratch scratch, Owner owner) {
            this.key = key;
            this.scratch = scratch;
            this.owner = owner;
            server(false);
            validateHeaders(true);
            encoderIgnoreMaxHeaderListSize(true);
            headerSensitivityDetector((name, value) -> isSecret(name));
            initialSettings(new Http2Settings()
                    .pushEnabled(false)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(HEAD_BYTES_MAX));
        }

        @Override
        protected Http2Session build() {
            return super.build();
        }

        @Override
        protected Http2Session build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            Http2Session session = new Http2Session(decoder, encoder, settings, this);
            Http2Inbound inbound = new Http2Inbound(session);
            frameListener(inbound);
            decoder.connection().addListener(inbound);
            encoder.flowController().listener(session::writabilityChanged);
            return session;
        }

        /** Never put into the compression's tables, where guessing could find it out. */
        private static boolean isSecret(CharSequence name) {
            byte[] bytes = AsciiString.of(name).toByteArray();
            return FieldName.of(bytes, 0, bytes.length).isCredential();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
        widen(added);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        super.channelActive(active);
        widen(active);
    }

    private void widen(ChannelHandlerContext active) throws Http2Exception {
        Http2Stream all = connection().connectionStream();
        int more = streamsMost * STREAM_WINDOW - decoder().flowController().initialWindowSize(all);
        if (active.channel().isActive() && more > 0) {
            decoder().flowController().incrementWindowSize(all, more);
            active.flush();
        }
    }

    /** Without settings in that time it is not what we took it for. */
    void expectSettings(long nanos) {
        if (!settled) {
            alarm = channelContext()
                    .executor()
                    .schedule(() -> end(Failure.CONNECT_TIMEOUT), nanos, TimeUnit.NANOSECONDS);
        }
    }

    boolean hasRoom() {
        return settled
                && !retired
                && !doubted
                && Math.max(carriers.size(), connection().local().numActiveStreams()) < streamsMax()
                && connection().local().lastStreamCreated() < LAST_STREAM_ID
                && channelContext().channel().isActive();
    }

    /** How many calls it takes at once. */
    int streamsMax() {
        return Math.min(streamsMost, connection().local().maxActiveStreams());
    }

    /** For writing a head down before it goes out. */
    HeadBytes lines() {
        return scratch.head();
    }

    /** For one more call. */
    Http2Carrier carrier() {
        return new Http2Carrier(this, scheme);
    }

    boolean isIdleSince(long nanos) {
        return carriers.isEmpty() && nanos - idleSinceNanos > 0;
    }

    /** It ends as soon as its calls have. */
    void retire() {
        leave();
        if (carriers.isEmpty()) {
            goAway(
                    channelContext(),
                    0,
                    Http2Error.NO_ERROR.code(),
                    Unpooled.EMPTY_BUFFER,
                    channelContext().newPromise());
            channelContext().flush();
            channelContext().close();
        }
    }

    void retireIfIdle() {
        if (carriers.isEmpty()) {
            retire();
        }
    }

    /** A call got no answer. If the model does not answer to a ping either, nobody gets one here any more. */
    void doubt() {
        ChannelHandlerContext current = channelContext();
        if (settled && !doubted && current.channel().isActive()) {
            doubted = true;
            encoder().writePing(current, false, PING_NANOS, current.newPromise());
            current.flush();
            alarm = current.executor().schedule(() -> end(Failure.RESET), PING_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** From what comes in: the model has said its settings. */
    void settings() {
        if (settled) {
            owner.roomier();
        } else {
            settled = true;
            calm();
            idleSinceNanos = System.nanoTime();
            owner.ready();
        }
    }

    /** From what comes in: the model answered to a ping. */
    void pinged() {
        if (doubted) {
            doubted = false;
            calm();
            owner.roomier();
        }
    }

    /** From what comes in: the model wants no more calls here. */
    void leave() {
        if (!retired) {
            retired = true;
            owner.leaves();
        }
    }

    void began(int stream, Http2Carrier carrier) {
        carriers.put(stream, carrier);
    }

    @Nullable
    Http2Carrier carrier(int stream) {
        return carriers.get(stream);
    }

    /** Something came for this one. */
    void touch(Http2Carrier carrier) {
        if (!carrier.isTouched()) {
            touched.add(carrier);
        }
    }

    /** The call is over; its stream may not be, for the moment. */
    @Nullable
    Http2Carrier forget(int stream) {
        Http2Carrier carrier = carriers.remove(stream);
        if (carriers.isEmpty()) {
            idleSinceNanos = System.nanoTime();
            if (retired) {
                retire();
            }
        }
        return carrier;
    }

    /** From what comes in: a stream is closed, whose ever doing it was. */
    void closed(Http2Stream stream) {
        Http2Carrier carrier = carriers.get(stream.id());
        if (carrier != null) {
            boolean unseen = connection().goAwayReceived()
                    && stream.id() > connection().local().lastStreamKnownByPeer();
            carrier.closed(unseen);
        }
        if (!retired && owner.isAwaited()) {
            channelContext().executor().execute(owner::roomier);
        }
    }

    ChannelHandlerContext channelContext() {
        return Objects.requireNonNull(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext active) throws Exception {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).batchEnded();
        }
        touched.clear();
        super.channelReadComplete(active);
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2Carrier carrier = carriers.get(stream.id());
        if (carrier != null) {
            carrier.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) throws Exception {
        leave();
        calm();
        owner.failed(Failure.NO_HTTP2);
        super.channelInactive(inactive);
        breakAll();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(active, cause);
        } else {
            SSLException trouble = Tls.behind(cause);
            Tls tls = wire.tls();
            owner.failed(trouble == null || tls == null ? Failure.RESET : tls.failure(trouble));
            active.close();
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext active, boolean outbound, Throwable cause, Http2Exception.StreamException problem) {
        Http2Carrier carrier = forget(problem.streamId());
        super.onStreamError(active, outbound, cause, problem);
        if (carrier != null) {
            carrier.failed();
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext active, boolean outbound, Throwable cause, @Nullable Http2Exception problem) {
        if (problem == null) {
            LOG.atError().setCause(cause).log("HTTP/2 connection to a model given up");
        }
        leave();
        owner.failed(Failure.NO_HTTP2);
        for (Http2Carrier carrier : List.copyOf(carriers.values())) {
            carrier.failed();
        }
        super.onConnectionError(active, outbound, cause, problem);
    }

    private void end(Failure why) {
        owner.failed(why);
        leave();
        channelContext().close();
    }

    private void breakAll() {
        for (Http2Carrier carrier : List.copyOf(carriers.values())) {
            carrier.closed(false);
        }
    }

    private void calm() {
        Future<?> pending = alarm;
        alarm = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
