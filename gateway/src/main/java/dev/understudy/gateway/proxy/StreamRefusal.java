package dev.understudy.gateway.proxy;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/** Why a stream of a client's HTTP/2 connection is reset by us. */
enum StreamRefusal {
    /** There are as many as may be. */
    STREAMS("streams"),
    /** Its head was too large. */
    HEADER_BYTES("headerBytes"),
    /** The client did not read it. */
    SLOW("slow"),
    /** What came on it broke the rules. */
    MALFORMED("malformed");

    private final String cause;

    StreamRefusal(String cause) {
        this.cause = cause;
    }

    static StreamRefusal of(Http2Exception.StreamException problem) {
        if (problem instanceof Http2Exception.HeaderListSizeException) {
            return HEADER_BYTES;
        }
        return problem.error() == Http2Error.REFUSED_STREAM ? STREAMS : MALFORMED;
    }

    /** How metrics name it. */
    String cause() {
        return cause;
    }
}
