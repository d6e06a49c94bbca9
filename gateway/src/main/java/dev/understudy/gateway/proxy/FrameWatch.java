package dev.understudy.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.logging.LogLevel;
import java.util.concurrent.TimeUnit;

/**
 * Sees every frame of one HTTP/2 connection once it is whole, whatever becomes of it, and weighs those that cost us work
 * against those that get work done: what a client may send to keep us busy with nothing has an end.
 *
 * <p>It sits where Netty hands frames to its logging, which is before anything is done with them.
 */
final class FrameWatch extends Http2FrameLogger {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CREDIT = 500;
    /** Windows are opened and answers acknowledged: so much work of this kind comes with each useful frame. */
    private static final int CREDIT_PER_FRAME = 10;

    private static final int CREDIT_MAX = 10_000;

    private long partialNanos;
    private long windowNanos = System.nanoTime();
    private int credit = CREDIT;
    private Sent sent = (stream, bytes) -> {};

    /** Who wants to know how much of an answer's body goes out. */
    interface Sent {
        void sent(int stream, int bytes);
    }

    FrameWatch() {
        super(LogLevel.TRACE, FrameWatch.class);
    }

    /** From now on. */
    void onSent(Sent told) {
        sent = told;
    }

    /** Bytes have arrived: perhaps of a frame that is not whole, or a head that is not. */
    void arrived(long now) {
        if (partialNanos == 0) {
            partialNanos = now;
        }
    }

    /** Something whole was read. */
    void whole() {
        partialNanos = 0;
    }

    /** Since when something is being read that is not whole; 0 when nothing is. */
    long partialNanos() {
        return partialNanos;
    }

    /** Whether the client sends more that keeps us busy than it may. */
    boolean isFlooded() {
        return credit < 0;
    }

    @Override
    public void logData(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endStream) {
        boolean useful = data.isReadable() || endStream;
        if (direction == Direction.OUTBOUND) {
            useful();
            sent.sent(streamId, data.readableBytes());
        } else if (useful) {
            whole();
            useful();
        } else {
            idle();
        }
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream) {
        if (direction == Direction.INBOUND) {
            whole();
            useful();
        }
    }

    @Override
    public void logHeaders(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream) {
        logHeaders(direction, context, streamId, headers, padding, endStream);
    }

    @Override
    public void logPriority(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            int streamDependency,
            short weight,
            boolean exclusive) {
        control(direction);
    }

    @Override
    public void logRstStream(Direction direction, ChannelHandlerContext context, int streamId, long errorCode) {
        control(direction);
    }

    @Override
    public void logSettingsAck(Direction direction, ChannelHandlerContext context) {
        control(direction);
    }

    @Override
    public void logSettings(Direction direction, ChannelHandlerContext context, Http2Settings settings) {
        control(direction);
    }

    @Override
    public void logPing(Direction direction, ChannelHandlerContext context, long data) {
        control(direction);
    }

    @Override
    public void logPingAck(Direction direction, ChannelHandlerContext context, long data) {
        control(direction);
    }

    @Override
    public void logPushPromise(
            Direction direction,
            ChannelHandlerContext context,
            int streamId,
            int promisedStreamId,
            Http2Headers headers,
            int padding) {
        control(direction);
    }

    @Override
    public void logGoAway(
            Direction direction, ChannelHandlerContext context, int lastStreamId, long errorCode, ByteBuf debugData) {
        control(direction);
    }

    @Override
    public void logWindowsUpdate(
            Direction direction, ChannelHandlerContext context, int streamId, int windowSizeIncrement) {
        control(direction);
    }

    @Override
    public void logUnknownFrame(
            Direction direction,
            ChannelHandlerContext context,
            byte frameType,
            int streamId,
            Http2Flags flags,
            ByteBuf data) {
        control(direction);
    }

    private void control(Direction direction) {
        if (direction == Direction.INBOUND) {
            idle();
        }
    }

    private void idle() {
        whole();
        long now = System.nanoTime();
        if (now - windowNanos > WINDOW_NANOS) {
            windowNanos = now;
            credit = Math.max(credit, CREDIT);
        }
        credit--;
    }

    private void useful() {
        credit = Math.min(CREDIT_MAX, credit + CREDIT_PER_FRAME);
    }
}
