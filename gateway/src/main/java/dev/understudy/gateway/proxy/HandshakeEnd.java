package dev.understudy.gateway.proxy;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;

/** How a TLS handshake with a client ended. */
enum HandshakeEnd {
    DONE("done"),
    /** The client did not speak TLS. */
    NOT_TLS("notTls"),
    TIMEOUT("timeout"),
    /** The client left. */
    CLOSED("closed"),
    /** The two could not agree, or one did not trust the other. */
    REFUSED("refused");

    private final String text;

    HandshakeEnd(String text) {
        this.text = text;
    }

    static HandshakeEnd of(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return NOT_TLS;
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return TIMEOUT;
        }
        return cause instanceof ClosedChannelException ? CLOSED : REFUSED;
    }

    /** How metrics name it. */
    String text() {
        return text;
    }
}
