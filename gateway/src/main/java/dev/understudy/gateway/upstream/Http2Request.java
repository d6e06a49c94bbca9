package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.HeadBytes;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

/** A request's head for one model in HTTP/2's form (RFC 9113, section 8.3.1). */
final class Http2Request {
    private static final AsciiString HOST = AsciiString.cached(FieldName.HOST.text());
    private static final AsciiString TE = AsciiString.cached(FieldName.TE.text());
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private Http2Request() {}

    /** @param lines where the fields are written first, as for HTTP/1.1: the same rules hold for both */
    static Http2Headers headers(
            Ask ask, Upstream upstream, Endpoint endpoint, AsciiString scheme, boolean legacy, HeadBytes lines) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(AsciiString.of(ask.head().method()))
                .scheme(scheme)
                .authority(AsciiString.of(endpoint.authority()))
                .path(AsciiString.of(endpoint.basePath() + ask.head().target()));
        ask.writeFields(lines, upstream, legacy);
        lines.forEachLine((name, value) -> {
            if (name.equals(HOST)) {
                headers.authority(value);
            } else {
                headers.add(name, value);
            }
        });
        if (ask.takesTrailers()) {
            headers.set(TE, TRAILERS);
        }
        return headers;
    }
}
