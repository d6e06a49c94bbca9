package dev.understudy.traffic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection of a run, with at most one request under way. */
final class LoadConnection extends SimpleChannelInboundHandler<HttpObject> {
    private final OpenLoop run;
    private @Nullable ChannelHandlerContext context;
    private long dueNanos;
    private long sentNanos;
    private boolean waiting;
    private boolean keepAlive;
    private int status;
    private @Nullable String id;
    private long bytes;

    LoadConnection(OpenLoop run) {
        this.run = run;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        run.opened(this);
    }

    /** Sends a request; its latency counts from when it was due. */
    void send(byte[] request, long due) {
        dueNanos = due;
        sentNanos = System.nanoTime();
        waiting = true;
        status = 0;
        id = null;
        bytes = 0;
        ChannelHandlerContext ready = context;
        if (ready != null) {
            ready.writeAndFlush(Unpooled.wrappedBuffer(request));
        }
    }

    boolean isUsable() {
        return context != null && context.channel().isActive() && !waiting;
    }

    /** Gives up on what has been under way since before that time. */
    void giveUpBefore(long nanos) {
        if (waiting && sentNanos < nanos) {
            fail(LoadFailure.TIMEOUT);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext active, HttpObject message) {
        if (!waiting) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            fail(LoadFailure.MALFORMED);
            return;
        }
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            id = response.headers().get("x-understudy-id");
            keepAlive = HttpUtil.isKeepAlive(response);
        }
        if (message instanceof HttpContent content) {
            bytes += content.content().readableBytes();
        }
        if (message instanceof LastHttpContent && status >= 200) {
            finish();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext active) {
        if (waiting) {
            fail(status == 0 ? LoadFailure.CLOSED : LoadFailure.CUT);
        }
        run.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
        active.close(); // a reset: what it means is seen in channelInactive
    }

    private void finish() {
        waiting = false;
        run.answered(new Answered(status, id, bytes, System.nanoTime() - dueNanos), dueNanos);
        if (keepAlive) {
            run.free(this);
        } else {
            close();
        }
    }

    private void fail(LoadFailure failure) {
        waiting = false;
        run.failed(failure, dueNanos);
        close();
    }

    private void close() {
        ChannelHandlerContext ready = context;
        if (ready != null) {
            ready.close();
        }
    }
}
