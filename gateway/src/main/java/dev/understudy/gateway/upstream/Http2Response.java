package dev.understudy.gateway.upstream;

import dev.understudy.gateway.http2.FieldList;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** A response's head out of HTTP/2's form; what could not stand in HTTP/1.1 either is refused. */
final class Http2Response {
    private Http2Response() {}

    /** Null when it makes no sense. */
    static @Nullable ResponseHead head(Http2Headers headers) {
        int status = status(headers.status());
        Fields fields = FieldList.of(headers).orElse(null);
        if (status < 100 || fields == null) {
            return null;
        }
        long length = fields.number(FieldName.CONTENT_LENGTH);
        if (fields.contains(FieldName.CONTENT_LENGTH) && length < 0) {
            return null;
        }
        return new ResponseHead(status, HttpResponseStatus.valueOf(status).reasonPhrase(), fields, length, true);
    }

    /** Three digits that mean something; otherwise 0. */
    private static int status(@Nullable CharSequence text) {
        if (text == null || text.length() != 3) {
            return 0;
        }
        int status = 0;
        for (int i = 0; i < 3; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            status = status * 10 + digit - '0';
        }
        return status <= 599 ? status : 0;
    }
}
