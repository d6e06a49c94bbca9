package dev.understudy.gateway.upstream;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Decodes what a model answers to one request at a time, and knows whether it said more than that. */
final class ResponseDecoder extends HttpResponseDecoder {
    private boolean head;

    ResponseDecoder(HttpDecoderConfig config) {
        super(config);
    }

    /** The method of the request that goes out now: an answer to HEAD has no body. */
    void asked(HttpMethod method) {
        head = method.equals(HttpMethod.HEAD);
    }

    /** Whether there are no bytes here that belong to no answer yet. */
    boolean isDrained() {
        return actualReadableBytes() == 0;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return head || super.isContentAlwaysEmpty(message);
    }
}
