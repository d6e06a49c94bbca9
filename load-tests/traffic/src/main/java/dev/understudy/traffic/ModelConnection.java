package dev.understudy.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One connection of a model; answers each request once its body is whole. */
final class ModelConnection extends SimpleChannelInboundHandler<HttpObject> {
    private final SickModel model;
    private String path = "/";
    private String id = "";
    private boolean owing;

    ModelConnection(SickModel model) {
        this.model = model;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        model.tally().connected();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            context.close();
            return;
        }
        if (message instanceof HttpRequest request) {
            path = request.uri();
            id = request.headers().get("x-traffic-id", "");
        }
        if (message instanceof LastHttpContent) {
            owing = true;
            model.tally().request(id);
            answer(context, Manner.under(model.mood(), path, model.chance()));
        }
    }

    private void answer(ChannelHandlerContext context, Manner manner) {
        if (manner instanceof Manner.Answering answering) {
            if (answering.delayMillis() == 0) {
                respond(context, answering.status());
            } else {
                context.executor()
                        .schedule(
                                () -> respond(context, answering.status()),
                                answering.delayMillis(),
                                TimeUnit.MILLISECONDS);
            }
        } else if (manner instanceof Manner.Streaming streaming) {
            stream(context, streaming.everyMillis());
        } else if (manner instanceof Manner.Cutting) {
            cut(context);
        } else if (manner instanceof Manner.Closing) {
            context.close();
        } else if (manner instanceof Manner.Resetting) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            context.close();
        }
        // Hanging: nothing, ever.
    }

    private void respond(ChannelHandlerContext context, int status) {
        if (!context.channel().isActive()) {
            return;
        }
        ByteBuf body = model.answer();
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        over();
        context.writeAndFlush(response);
    }

    private void stream(ChannelHandlerContext context, long everyMillis) {
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.writeAndFlush(head);
        new EventSource(context, everyMillis).start();
    }

    private static void cut(ChannelHandlerContext context) {
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, 1000);
        context.write(head);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer("not all of it", StandardCharsets.US_ASCII)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void over() {
        owing = false;
        model.tally().answered();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (owing) {
            owing = false;
            model.tally().cancelled();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // the gateway reset it: counted in channelInactive
    }

    /** Sends a numbered event with the time at regular times, one chunk each, until the connection ends. */
    private record EventSource(ChannelHandlerContext context, long everyMillis) {
        void start() {
            long begun = System.nanoTime();
            next(begun, 0);
        }

        private void next(long begun, long number) {
            if (!context.channel().isActive()) {
                return;
            }
            // A reader that stands still must not fill this process.
            if (context.channel().isWritable()) {
                String event = "data: " + System.nanoTime() + " " + number + " " + "token ".repeat(8) + "\n\n";
                context.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(event, StandardCharsets.US_ASCII)));
            }
            long due = begun + TimeUnit.MILLISECONDS.toNanos(everyMillis * (number + 1));
            context.executor().schedule(() -> next(begun, number + 1), due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
