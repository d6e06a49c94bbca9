package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.RequestCheck;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its requests, one after the other, and its clock. Pipelined requests wait here, and while one
 * waits nothing more is read.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final long DISCARDED_BYTES_MAX = 256 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Worker worker;
    private final Channel channel;
    private final Listen.Timeouts timeouts;
    private final ArrayDeque<HttpObject> pending = new ArrayDeque<>(4);
    private @Nullable Exchange exchange;
    private boolean receiving;
    private boolean answered;
    private boolean closing;
    private boolean taking;
    private boolean paused;
    private boolean lingering;
    private long discardedBytes;
    private long headNanos;
    private long progressNanos = System.nanoTime();
    private long closingNanos;

    ClientConnection(Worker worker, Channel channel, Listen.Timeouts timeouts) {
        this.worker = worker;
        this.channel = channel;
        this.timeouts = timeouts;
    }

    Channel channel() {
        return channel;
    }

    String address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        scheduleLook();
    }

    void bytesArrived() {
        long now = System.nanoTime();
        if (exchange == null && headNanos == 0) {
            headNanos = now;
        }
        progressNanos = now;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpObject part = (HttpObject) message;
        if (closing) {
            discard(part);
        } else if (exchange != null && !receiving) {
            pending.add(part);
            channel.config().setAutoRead(false);
        } else {
            take(part);
            takePending();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.requestBatchEnded();
        }
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        progressNanos = System.nanoTime();
        if (exchange != null && channel.isWritable()) {
            exchange.clientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        Exchange current = exchange;
        exchange = null;
        pending.forEach(ReferenceCountUtil::release);
        pending.clear();
        if (current != null && !answered) {
            current.clientGone();
        } else if (current != null && receiving) {
            current.requestGivenUp();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    boolean isDraining() {
        return worker.plane().isDraining();
    }

    void sendContinue() {
        channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }

    /** From the exchange: nothing more of the request is wanted until {@link #resumeReading}. */
    void pauseReading() {
        if (receiving) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    void resumeReading() {
        paused = false;
        readOn();
    }

    private void readOn() {
        if (!paused && !channel.config().isAutoRead() && pending.isEmpty()) {
            progressNanos = System.nanoTime();
            channel.config().setAutoRead(true);
        }
    }

    /** From the exchange: the last byte of its answer was written. */
    void answered(boolean keepAlive) {
        answered = true;
        if (!keepAlive || isDraining()) {
            close();
        } else if (!receiving) {
            next();
        } else {
            resumeReading();
        }
    }

    /** From the exchange: its answer cannot be completed, and the client has to see that it is not. */
    void abort() {
        answered = true;
        closing = true;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Closes once what was written is out; at once when no request is under way. */
    void drain() {
        if (!closing && exchange == null && headNanos == 0) {
            close();
        }
    }

    /** The same where a request has only begun to arrive, or its answer is out. */
    void drainAnswered() {
        if (!closing && (exchange == null || answered)) {
            close();
        }
    }

    private void take(HttpObject part) {
        if (part instanceof HttpRequest request) {
            Exchange begun = new Exchange(worker, this, request, headNanos == 0 ? progressNanos : headNanos);
            headNanos = 0;
            exchange = begun;
            receiving = true;
            paused = false;
            answered = false;
            discardedBytes = 0;
            begun.begin();
        }
        if (part instanceof HttpContent content) {
            content(content);
        }
    }

    private void content(HttpContent content) {
        boolean broken = content.decoderResult().isFailure();
        Exchange current = exchange;
        if (current == null || closing) {
            content.release();
        } else if (broken) {
            content.release();
            if (answered) {
                close();
            } else {
                current.requestBroken(RequestCheck.bodyFailure(content.decoderResult()));
            }
        } else {
            boolean last = content instanceof LastHttpContent;
            receiving = !last;
            paused = paused && receiving;
            if (answered) {
                discardedBytes += content.content().readableBytes();
                current.content(content);
                if (last) {
                    next();
                } else if (discardedBytes > DISCARDED_BYTES_MAX) {
                    channel.close();
                }
            } else {
                current.content(content);
            }
        }
    }

    private void next() {
        exchange = null;
        progressNanos = System.nanoTime();
        takePending();
    }

    /** Takes what waits, until a request is complete and unanswered; never within itself. */
    private void takePending() {
        if (taking) {
            return;
        }
        taking = true;
        boolean taken = false;
        while (!closing && !pending.isEmpty() && (exchange == null || receiving)) {
            take(pending.poll());
            taken = true;
        }
        taking = false;
        if (taken && exchange != null) {
            exchange.requestBatchEnded();
        }
        if (!closing) {
            readOn();
        }
    }

    private void discard(HttpObject part) {
        if (part instanceof HttpContent content) {
            discardedBytes += content.content().readableBytes();
        }
        ReferenceCountUtil.release(part);
        if (discardedBytes > DISCARDED_BYTES_MAX) {
            channel.close();
        }
    }

    /** Lets the client read the answer before the connection goes: output first, then what it still sends is dropped. */
    private void close() {
        closing = true;
        closingNanos = System.nanoTime();
        pending.forEach(ReferenceCountUtil::release);
        pending.clear();
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> {
            if (receiving && future.isSuccess() && channel instanceof SocketChannel socket) {
                lingering = true;
                closingNanos = System.nanoTime();
                socket.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    private void scheduleLook() {
        long shortest = Math.min(
                timeouts.idle().toNanos(),
                Math.min(timeouts.header().toNanos(), timeouts.body().toNanos()));
        long period = Math.max(TimeUnit.MILLISECONDS.toNanos(20), shortest / 4);
        channel.eventLoop().schedule(this::look, period, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!channel.isOpen()) {
            return;
        }
        long now = System.nanoTime();
        if (closing) {
            if (now - closingNanos > (lingering ? LINGER_NANOS : timeouts.idle().toNanos())) {
                channel.close();
            }
        } else if (exchange == null) {
            lookBetweenRequests(now);
        } else if (receiving && channel.config().isAutoRead()) {
            if (now - progressNanos > timeouts.body().toNanos()) {
                late(exchange);
            }
        } else if (!channel.isWritable()
                && now - progressNanos > timeouts.idle().toNanos()) {
            channel.close();
        }
        scheduleLook();
    }

    private void lookBetweenRequests(long now) {
        if (headNanos != 0) {
            if (now - headNanos > timeouts.header().toNanos()) {
                worker.plane().meters().failure(Failure.REQUEST_TIMEOUT);
                receiving = true;
                channel.write(ErrorPage.of(Failure.REQUEST_TIMEOUT, null, false))
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                close();
            }
        } else if (now - progressNanos > timeouts.idle().toNanos()) {
            channel.close();
        }
    }

    private void late(Exchange current) {
        if (answered) {
            channel.close();
        } else {
            current.requestBroken(Failure.REQUEST_TIMEOUT);
        }
    }
}
