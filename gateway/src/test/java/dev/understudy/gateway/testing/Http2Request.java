package dev.understudy.gateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request as a model that speaks HTTP/2 got it, and how to answer it. What answers may be called from any thread. */
public final class Http2Request {
    private final ChannelHandlerContext context;
    private final Http2FrameStream stream;
    private final int connection;
    private final Http2Headers headers;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Long> reset = new CompletableFuture<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private volatile boolean holding;
    private int held;
    private volatile Runnable whenOver = () -> {};

    Http2Request(ChannelHandlerContext context, Http2FrameStream stream, int connection, Http2Headers headers) {
        this.context = context;
        this.stream = stream;
        this.connection = connection;
        this.headers = headers;
    }

    /** Which connection it came on, counted from 1. */
    public int connection() {
        return connection;
    }

    public Http2FrameStream stream() {
        return stream;
    }

    /** Pseudo-fields included. */
    public Optional<String> header(String name) {
        CharSequence value = headers.get(name);
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    public Http2Headers headers() {
        return headers;
    }

    public synchronized byte[] bodyBytes() {
        return body.toByteArray();
    }

    public String body() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    /** Done with the code by which the request was given up. */
    public CompletableFuture<Long> reset() {
        return reset;
    }

    /** Done when all of it is here. */
    public CompletableFuture<Void> complete() {
        return complete;
    }

    /** From now on what comes is not made room for. */
    public void hold() {
        holding = true;
    }

    /** Makes room again for what came and what comes. */
    public void letCome() {
        context.executor().execute(() -> {
            holding = false;
            context.writeAndFlush(new DefaultHttp2WindowUpdateFrame(held).stream(stream));
        });
    }

    public void respond(int status, Map<String, String> fields, String text) {
        respond(status, fields, text.getBytes(StandardCharsets.UTF_8));
    }

    public void respond(int status, Map<String, String> fields, byte[] bytes) {
        head(status, fields, false);
        data(bytes, true);
    }

    public void head(int status, Map<String, String> fields, boolean last) {
        Http2Headers head = new DefaultHttp2Headers(false).status(Integer.toString(status));
        fields.forEach(head::add);
        headers(head, last);
    }

    public void headers(Http2Headers sent, boolean last) {
        over(last);
        context.writeAndFlush(new DefaultHttp2HeadersFrame(sent, last).stream(stream));
    }

    public void trailers(Map<String, String> fields) {
        Http2Headers trailers = new DefaultHttp2Headers(false);
        fields.forEach(trailers::add);
        headers(trailers, true);
    }

    public void data(byte[] bytes, boolean last) {
        over(last);
        context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last).stream(stream));
    }

    public void giveUp(Http2Error code) {
        over(true);
        context.writeAndFlush(new DefaultHttp2ResetFrame(code).stream(stream));
    }

    /** Says that no later request on this connection will be looked at. */
    public void goAway() {
        context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    }

    /** Closes the connection under it. */
    public void cut() {
        context.channel().close();
    }

    /** Whether so many bytes are not made room for. */
    boolean holds(int bytes) {
        held += holding ? bytes : 0;
        return holding;
    }

    void whenOver(Runnable run) {
        whenOver = run;
    }

    synchronized void take(ByteBuf piece) {
        body.writeBytes(ByteBufUtil.getBytes(piece));
    }

    void ended() {
        complete.complete(null);
    }

    void resetBy(long code) {
        over(true);
        reset.complete(code);
    }

    private synchronized void over(boolean last) {
        if (last) {
            whenOver.run();
            whenOver = () -> {};
        }
    }
}
