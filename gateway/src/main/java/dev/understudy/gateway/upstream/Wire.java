package dev.understudy.gateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is spoken to.
 *
 * @param tls null for none
 * @param host whom TLS expects there; empty without it
 * @param http2 whether calls share connections, over HTTP/2, or have one each, over HTTP/1.1
 */
record Wire(@Nullable Tls tls, String host, boolean http2) {
    String scheme() {
        return tls == null ? "http" : "https";
    }
}
