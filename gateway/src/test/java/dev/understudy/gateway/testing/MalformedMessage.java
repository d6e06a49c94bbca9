package dev.understudy.gateway.testing;

import java.io.IOException;

/** What came over the socket is not HTTP/1.1. */
final class MalformedMessage extends IOException {
    private static final long serialVersionUID = 1;

    MalformedMessage(String message) {
        super(message);
    }
}
