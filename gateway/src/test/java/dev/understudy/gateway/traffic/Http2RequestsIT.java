package dev.understudy.gateway.traffic;

import static dev.understudy.gateway.testing.RawHttp2Client.END_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.GOAWAY;
import static dev.understudy.gateway.testing.RawHttp2Client.HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.RST_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawHttp2Client;
import dev.understudy.gateway.testing.RawHttp2Client.Frame;
import dev.understudy.gateway.testing.RunningGateway;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fields make a request of HTTP/2 and which make none (RFC 9113, sections 8.2 and 8.3), one by one. */
@ExtendWith(LeakGuard.class)
class Http2RequestsIT {
    private static final int PROTOCOL_ERROR = 1;

    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen: {http: "127.0.0.1:0", http2: true, limits: {headerBytes: 8KiB}}
            models: {model: {url: "%s"}}
            routes: [{name: all, match: {path: {prefix: /}}, model: model}]
            """.formatted(MODEL.url()));

    @BeforeEach
    void restore() {
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
    }

    @ParameterizedTest
    @MethodSource
    void a_malformed_request_reaches_no_model(String name, List<String> fields) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.headers(1, END_STREAM, fields.toArray(String[]::new));

            Frame end = client.next(RST_STREAM, GOAWAY, HEADERS).orElseThrow();
            assertThat(end.type()).as(end.toString()).isIn(RST_STREAM, GOAWAY);
            assertThat(end.error()).isEqualTo(PROTOCOL_ERROR);
        }
        assertThat(MODEL.requests()).isEmpty();
        try (RawHttp2Client other = RawHttp2Client.connect(GATEWAY.port())) {
            assertThat(other.get(1, "/after").answer(1).status()).isEqualTo(200);
        }
    }

    static Stream<Object[]> a_malformed_request_reaches_no_model() {
        return Stream.of(
                with("a capital letter in a name", "X-a", "b"),
                with("a name that is empty", "", "b"),
                with("a space in a name", "x a", "b"),
                with("a colon in a name", "x:a", "b"),
                with("a line's end in a name", "x\r\na", "b"),
                with("a control character in a name", "x\u0001", "b"),
                with("a name beyond ASCII", "x\u00e4", "b"),
                with("a line feed in a value", "x", "a\nb: c"),
                with("a carriage return in a value", "x", "a\rb"),
                with("a request in a value", "x", "a\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n"),
                with("a zero in a value", "x", "a\0b"),
                with("a space before a value", "x", " a"),
                with("a tab behind a value", "x", "a\t"),
                with("a line's end in cookies", "cookie", "a=b\r\nx: y"),
                with("a connection's field", "connection", "keep-alive"),
                with("a field nominated for this hop", "connection", "x-secret"),
                with("keep-alive", "keep-alive", "timeout=5"),
                with("proxy-connection", "proxy-connection", "keep-alive"),
                with("a transfer coding", "transfer-encoding", "chunked"),
                with("an upgrade", "upgrade", "websocket"),
                with("a coding in te", "te", "gzip"),
                with("more than trailers in te", "te", "trailers, deflate"),
                with("a second te", "te", "trailers", "te", "trailers"),
                with("another host", "host", "elsewhere.test"),
                with("a second host", "host", "models.test", "host", "models.test"),
                with("a length that is no number", "content-length", "x"),
                with("a negative length", "content-length", "-1"),
                with("a signed length", "content-length", "+0"),
                with("two lengths", "content-length", "0", "content-length", "1"),
                with("a pseudo-field behind others", "x", "a", ":path", "/"),
                with("an unknown pseudo-field", ":unknown", "a"),
                with("an answer's pseudo-field", ":status", "200"),
                with("a second method", ":method", "GET"),
                with("a second path", ":path", "/other"),
                with("a second scheme", ":scheme", "http"),
                with("a second authority", ":authority", "models.test"),
                only("no method", ":scheme", "http", ":path", "/", ":authority", "a"),
                only("no scheme", ":method", "GET", ":path", "/", ":authority", "a"),
                only("no path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                only("nobody who is asked", ":method", "GET", ":scheme", "http", ":path", "/"),
                only("an empty authority", ":method", "GET", ":scheme", "http", ":path", "/", ":authority", ""),
                only("an empty path", ":method", "GET", ":scheme", "http", ":path", "", ":authority", "a"),
                only("a path without its slash", ":method", "GET", ":scheme", "http", ":path", "x", ":authority", "a"),
                only(
                        "a whole address for a path",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "http://a/",
                        ":authority",
                        "a"),
                only("an asterisk for a path", ":method", "GET", ":scheme", "http", ":path", "*", ":authority", "a"),
                only("a space in the path", ":method", "GET", ":scheme", "http", ":path", "/a b", ":authority", "a"),
                only(
                        "a request in the path",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/ HTTP/1.1\r\nx: y",
                        ":authority",
                        "a"),
                only("a fragment in the path", ":method", "GET", ":scheme", "http", ":path", "/#a", ":authority", "a"),
                only("a zero in the path", ":method", "GET", ":scheme", "http", ":path", "/\0", ":authority", "a"),
                only("a path beyond ASCII", ":method", "GET", ":scheme", "http", ":path", "/\u00e4", ":authority", "a"),
                only("a space in the method", ":method", "GET /x", ":scheme", "http", ":path", "/", ":authority", "a"),
                only("an empty method", ":method", "", ":scheme", "http", ":path", "/", ":authority", "a"),
                only(
                        "a line's end in the method",
                        ":method",
                        "GET\r\n",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "a"),
                only("a scheme of another kind", ":method", "GET", ":scheme", "ftp", ":path", "/", ":authority", "a"),
                only(
                        "a line's end in the authority",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "a\r\nx: y"),
                only(
                        "a user in the authority",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "me@a"),
                only("a path in the authority", ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a/b"),
                only(
                        "an extended CONNECT that was not offered",
                        ":method",
                        "CONNECT",
                        ":protocol",
                        "websocket",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "a"));
    }

    @ParameterizedTest
    @MethodSource
    void a_request_that_can_be_told_what_is_wrong_is_told(int status, List<String> fields) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.headers(1, END_STREAM, fields.toArray(String[]::new));

            assertThat(client.answer(1).status()).isEqualTo(status);
            assertThat(client.get(9, "/after").answer(9).status()).isEqualTo(200);
        }
        assertThat(MODEL.requests()).hasSize(1);
    }

    static Stream<Object[]> a_request_that_can_be_told_what_is_wrong_is_told() {
        String[] many = new String[600];
        Arrays.setAll(many, i -> i % 2 == 0 ? "a" : "");
        return Stream.of(
                new Object[] {204, List.of(request("OPTIONS", "*"))},
                new Object[] {405, List.of(":method", "CONNECT", ":authority", "a:443")},
                new Object[] {405, List.of(request("TRACE", "/"))},
                new Object[] {417, List.of(request("GET", "/", "expect", "miracles"))},
                new Object[] {431, List.of(request("GET", "/", many))},
                new Object[] {431, List.of(request("GET", "/", "x", "y".repeat(8500)))});
    }

    private static Object[] with(String name, String... fields) {
        return new Object[] {name, List.of(request("GET", "/wrong", fields))};
    }

    private static Object[] only(String name, String... fields) {
        return new Object[] {name, List.of(fields)};
    }
}
