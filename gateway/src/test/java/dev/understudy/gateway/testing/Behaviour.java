package dev.understudy.gateway.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** How a fake model treats the requests it gets, named after the state it is in. */
@FunctionalInterface
public interface Behaviour {

    /** Answers one request, or fails to, on its connection's thread. The body has not been read yet. */
    void serve(Exchange exchange) throws IOException;

    static Behaviour answering(String json) {
        return answering(200, Map.of("content-type", "application/json"), json);
    }

    static Behaviour answering(int status, Map<String, String> headers, String body) {
        return answering(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Behaviour answering(int status, Map<String, String> headers, byte[] body) {
        return exchange -> exchange.readBody().respond(status, headers, body);
    }

    /** Sends back what it got. */
    static Behaviour echoing() {
        return exchange -> exchange.readBody()
                .respond(
                        200,
                        Map.of(
                                "content-type",
                                exchange.request().header("content-type").orElse("text/plain")),
                        exchange.request().bodyBytes());
    }

    /** Has read the request, and does nothing until the gate opens. */
    static Behaviour slow(Gate gate, Behaviour then) {
        return exchange -> then.serve(exchange.readBody().hold(gate));
    }

    /** Sends the head and the first byte of its body; the rest when the gate opens. */
    static Behaviour dripping(Gate gate, String body) {
        return exchange -> exchange.readBody()
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                        + "\r\n\r\n")
                .send(body.substring(0, 1))
                .hold(gate)
                .send(body.substring(1));
    }

    /** Accepts, reads, never answers. */
    static Behaviour hanging() {
        return exchange -> exchange.readBody().hang();
    }

    /** Resets the connection before a byte of the answer. */
    static Behaviour resetting() {
        return resettingAfter("");
    }

    /** Sends these raw bytes and resets. */
    static Behaviour resettingAfter(String raw) {
        return exchange -> {
            exchange.readBody().send(raw);
            exchange.reset();
        };
    }

    /** Sends these raw bytes and closes: a short body, or garbage. */
    static Behaviour closingAfter(String raw) {
        return exchange -> {
            exchange.readBody().send(raw);
            exchange.close();
        };
    }

    /** Sends these raw bytes as they are and keeps the connection. */
    static Behaviour saying(String raw) {
        return exchange -> exchange.readBody().send(raw);
    }

    /** Promises ten bytes, sends four and closes. */
    static Behaviour closingEarly() {
        return closingAfter("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nfour");
    }

    static Behaviour garbage() {
        return closingAfter("\u0016\u0003\u0001 this is not HTTP\r\n\r\n");
    }

    /** A stream of server-sent events, one chunk each; before each but the first it waits for its gate, if it has one. */
    static Behaviour streaming(List<String> events, List<Gate> gates) {
        return exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
            for (int i = 0; i < events.size(); i++) {
                if (i > 0 && i <= gates.size()) {
                    exchange.hold(gates.get(i - 1));
                }
                exchange.sendChunk(events.get(i));
            }
            exchange.send("0\r\n\r\n");
        };
    }

    /** Sends that many bytes as fast as the socket takes them. */
    static Behaviour flooding(long bytes) {
        return exchange -> {
            exchange.readBody().send("HTTP/1.1 200 OK\r\ncontent-length: " + bytes + "\r\n\r\n");
            byte[] piece = new byte[64 * 1024];
            for (long left = bytes; left > 0; left -= piece.length) {
                exchange.send(left >= piece.length ? piece : new byte[(int) left]);
            }
        };
    }
}
