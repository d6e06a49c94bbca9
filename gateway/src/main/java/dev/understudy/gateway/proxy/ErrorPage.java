package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.HttpFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a client gets when no model's answer can be had. It tells nothing of the inside. */
final class ErrorPage {
    private static final String RETRY_AFTER_SECONDS = "1";

    private ErrorPage() {}

    static FullHttpResponse of(Failure failure, @Nullable String pairId, boolean keepAlive) {
        String json = "{\"error\":\"" + failure.cause() + "\",\"message\":\"" + failure.explanation() + "\""
                + (pairId == null ? "" : ",\"id\":\"" + pairId + "\"") + "}\n";
        ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.US_ASCII);
        FullHttpResponse page = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(failure), body);
        page.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        if (pairId != null) {
            page.headers().set(HttpFields.PAIR_ID, pairId);
        }
        if (failure.passes()) {
            page.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        HttpUtil.setKeepAlive(page, keepAlive);
        return page;
    }

    private static HttpResponseStatus status(Failure failure) {
        return HttpResponseStatus.valueOf(failure.status());
    }
}
