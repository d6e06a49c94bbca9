package dev.understudy.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;

/**
 * What a model sends on an HTTP/2 connection, handed to whom it concerns. Frames that carry nothing for a call are
 * counted: a model that sends too many of them loses the connection.
 */
final class Http2Inbound extends Http2EventAdapter {
    /** Settings, pings and the like, in {@link #WINDOW_NANOS}. */
    static final int ASIDES_MAX = 1000;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Http2Session session;
    private int asides;
    private long windowNanos = System.nanoTime();

    Http2Inbound(Http2Session session) {
        this.session = session;
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        Http2Carrier carrier = session.carrier(stream);
        if (!data.isReadable() && !last) {
            aside();
        }
        return carrier == null ? data.readableBytes() + padding : carrier.data(data, padding, last);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean last) {
        Http2Carrier carrier = session.carrier(stream);
        if (carrier != null) {
            carrier.headers(headers, last);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last) {
        onHeadersRead(context, stream, headers, padding, last);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
        Http2Carrier carrier = session.carrier(stream);
        if (carrier != null) {
            carrier.gaveUp(code);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        aside();
        session.settings();
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        aside();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        aside();
        session.pinged();
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        aside();
    }

    /** We said that we want none, before we asked for anything. */
    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext context, int stream, int promised, Http2Headers headers, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a push that nobody wants");
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        aside();
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long code, ByteBuf debug) throws Http2Exception {
        aside();
        session.leave();
    }

    /** From the connection: streams that the model will not look at are closed by now. */
    @Override
    public void onGoAwayReceived(int last, long code, ByteBuf debug) {
        session.retireIfIdle();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        session.closed(stream);
    }

    private void aside() throws Http2Exception {
        long now = System.nanoTime();
        if (now - windowNanos > WINDOW_NANOS) {
            windowNanos = now;
            asides = 0;
        }
        if (++asides > ASIDES_MAX) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that carry nothing");
        }
    }
}
