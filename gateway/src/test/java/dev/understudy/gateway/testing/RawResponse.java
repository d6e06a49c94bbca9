package dev.understudy.gateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A response as it came over the socket.
 *
 * @param interim the heads with a 1xx status before it
 * @param ending how its body ended
 */
@SuppressWarnings("ArrayRecordComponent") // responses are never compared as wholes
public record RawResponse(List<Head> interim, Head head, byte[] bodyBytes, List<Header> trailers, Ending ending) {

    /** How the body ended. */
    public enum Ending {
        /** As its framing promised. */
        COMPLETE,
        /** The connection was closed or reset before. */
        CUT
    }

    public int status() {
        return Integer.parseInt(head.startLine().split(" ", -1)[1]);
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    public String body() {
        return new String(bodyBytes, StandardCharsets.UTF_8);
    }

    /** The pair's id, which every response carries. */
    public String id() {
        return header("x-understudy-id").orElseThrow(() -> new AssertionError("x-understudy-id: missing in " + head));
    }

    @Override
    public String toString() {
        return head.startLine() + " " + head.headers() + " " + bodyBytes.length + " bytes, " + ending;
    }
}
