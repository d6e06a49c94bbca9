package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.HttpFields;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** What goes out to the client of one exchange: a model's answer with our framing, or an error page. Once. */
final class Answer {
    private final ClientConnection client;
    private final String pairId;
    private final boolean headRequest;
    private final boolean oldClient;
    private final boolean reveal;
    private boolean keepAlive;
    private boolean begun;
    private boolean over;
    private int status;
    private @Nullable String served;

    Answer(ClientConnection client, HttpRequest request, String pairId, boolean reveal) {
        this.client = client;
        this.pairId = pairId;
        this.headRequest = request.method().equals(HttpMethod.HEAD);
        this.oldClient = request.protocolVersion().minorVersion() == 0;
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.reveal = reveal;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return over;
    }

    /** 0 when nothing went out. */
    int status() {
        return status;
    }

    /** The model whose answer went out, or began to; null for an error page. */
    @Nullable
    String served() {
        return served;
    }

    boolean isWritable() {
        return client.channel().isWritable();
    }

    /** The head of a model's answer; its headers become ours. {@code length}: of the body if it is not the model's own. */
    void head(HttpResponse response, String model, long length) {
        begun = true;
        served = model;
        status = response.status().code();
        HttpHeaders headers = response.headers();
        HttpFields.stripResponse(headers);
        frame(headers, length);
        headers.set(HttpFields.PAIR_ID, pairId);
        if (reveal) {
            headers.set(HttpFields.MODEL, model);
        }
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), headers);
        if (oldClient && keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        } else {
            keepAlive = keepAlive && !client.isDraining();
            HttpUtil.setKeepAlive(head, keepAlive);
        }
        client.channel().write(head, client.channel().voidPromise());
    }

    /** A piece of the body; takes it. The end is said by {@link #end} alone. */
    void content(HttpContent content) {
        if (over) {
            content.release();
        } else {
            Channel channel = client.channel();
            channel.write(new DefaultHttpContent(content.content()), channel.voidPromise());
        }
    }

    void end() {
        if (!over) {
            over = true;
            client.channel()
                    .write(LastHttpContent.EMPTY_LAST_CONTENT, client.channel().voidPromise());
            client.answered(keepAlive);
        }
    }

    void flush() {
        client.channel().flush();
    }

    /** An error page; or, when an answer has begun, its visible end. */
    void fail(Failure failure, boolean closes) {
        if (over) {
            return;
        }
        over = true;
        if (begun) {
            client.abort();
            return;
        }
        begun = true;
        status = failure.status();
        keepAlive = keepAlive && !closes && !client.isDraining();
        client.channel().writeAndFlush(ErrorPage.of(failure, pairId, keepAlive));
        client.answered(keepAlive);
    }

    /** What feedback comes to. */
    void reply(FeedbackPort.Reply reply) {
        begun = true;
        over = true;
        status = reply.status();
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(reply.json()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.json().length))
                .set(HttpFields.PAIR_ID, pairId);
        if (reply.retryAfterSeconds() > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, Integer.toString(reply.retryAfterSeconds()));
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        client.channel().writeAndFlush(response);
        client.answered(keepAlive);
    }

    /** The client is gone: there is nobody to answer. */
    void drop() {
        over = true;
    }

    private void frame(HttpHeaders headers, long length) {
        if (length >= 0) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        } else if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH) && hasBody()) {
            if (oldClient) {
                keepAlive = false;
            } else {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
    }

    private boolean hasBody() {
        return !headRequest && status != 204 && status != 304;
    }
}
