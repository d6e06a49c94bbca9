package dev.understudy.gateway.upstream;

import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.wire.HttpFields;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to know, before it is put in one model's words.
 *
 * @param target in origin form
 * @param headers as the client sent them
 * @param contentLength of the body; -1 for chunked; 0 for none
 * @param plain whether the answer has to come uncompressed, so that it can be mixed
 */
public record Ask(
        HttpMethod method,
        String target,
        HttpHeaders headers,
        long contentLength,
        boolean hasBody,
        String clientAddress,
        boolean plain) {

    /** The headers for one model. Credentials go to legacy alone, unless its settings say otherwise. */
    HttpHeaders headersFor(Upstream upstream, Endpoint endpoint, boolean legacy) {
        HttpHeaders to = HttpFields.forwarded(
                headers, legacy || upstream.model().credentials() instanceof Credentials.PassThrough);
        to.set(HttpHeaderNames.HOST, endpoint.authority());
        if (contentLength < 0) {
            to.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        } else if (hasBody) {
            to.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(contentLength));
        }
        to.set("x-forwarded-for", clientAddress);
        to.set("x-forwarded-proto", "http");
        setIfPresent(to, "x-forwarded-host", headers.get(HttpHeaderNames.HOST));
        if (plain) {
            to.set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
        }
        upstream.authorization().ifPresent(token -> to.set(HttpHeaderNames.AUTHORIZATION, token));
        for (Map.Entry<String, String> header :
                upstream.model().rewrite().setHeaders().entrySet()) {
            to.set(header.getKey(), header.getValue());
        }
        return to;
    }

    /** The same with a body that is already here. */
    public Ask withBody(int length) {
        return new Ask(method, target, headers, length, hasBody, clientAddress, plain);
    }

    private static void setIfPresent(HttpHeaders to, String name, @Nullable String value) {
        if (value != null) {
            to.set(name, value);
        }
    }
}
