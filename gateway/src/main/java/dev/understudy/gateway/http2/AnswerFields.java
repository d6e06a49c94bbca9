package dev.understudy.gateway.http2;

import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Set;

/** Writes answers as HTTP/2's fields. */
public final class AnswerFields {
    private static final int USUAL = 16;

    private AnswerFields() {}

    public static Http2Headers status(int status) {
        Http2Headers headers = new DefaultHttp2Headers(false, USUAL);
        headers.status(AsciiString.of(Integer.toString(status)));
        return headers;
    }

    /**
     * What a client may see of a model's head.
     *
     * @param validators whether the body is the model's own, so that what vouches for its bytes is true
     */
    public static Http2Headers of(ResponseHead head, boolean validators) {
        Http2Headers headers = status(head.status());
        Fields fields = head.fields();
        Set<String> nominated = HttpFields.nominated(fields);
        for (int i = 0; i < fields.size(); i++) {
            if (HttpFields.isAnswered(fields, i, validators, nominated)) {
                add(fields, i, headers);
            }
        }
        return headers;
    }

    /** What may stand behind a body. */
    public static Http2Headers trailers(Fields trailers) {
        Http2Headers headers = new DefaultHttp2Headers(false, USUAL);
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.known(i).mayTrail()) {
                add(trailers, i, headers);
            }
        }
        return headers;
    }

    private static void add(Fields fields, int field, Http2Headers to) {
        to.add(fields.lowerName(field), fields.octets(field));
    }
}
