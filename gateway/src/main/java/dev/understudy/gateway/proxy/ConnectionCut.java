package dev.understudy.gateway.proxy;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/** Why a client's HTTP/2 connection is ended by us before its time. */
enum ConnectionCut {
    /** It kept us busy with nothing. */
    FLOOD("flood"),
    /** It broke the rules in a way that leaves no telling what follows. */
    PROTOCOL("protocol"),
    /** Something it began to send took too long. */
    SLOW("slow");

    private final String cause;

    ConnectionCut(String cause) {
        this.cause = cause;
    }

    static ConnectionCut of(@Nullable Http2Exception problem) {
        return problem != null && problem.error() == Http2Error.ENHANCE_YOUR_CALM ? FLOOD : PROTOCOL;
    }

    /** How metrics name it. */
    String cause() {
        return cause;
    }
}
