package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is not HTTP/1.1 is answered once with an error, the connection is closed, and no model ever gets a complete
 * request out of it, least of all a second one.
 */
@ExtendWith(LeakGuard.class)
class MalformedRequestIT {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen:
              http: "127.0.0.1:0"
              limits: {headerBytes: 8KiB, connections: 1000}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: all
                match: {path: {prefix: /}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    /** One message; empty statuses: any error will do. */
    record Case(String name, String raw, Set<Integer> statuses) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void restore() {
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    static Stream<Case> heads() {
        return Stream.of(
                refused("two spaces in the request line", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("tabs as separators", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("a space before the method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("a lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n"),
                refused("a folded header line", "GET / HTTP/1.1\r\nHost: a\r\nX-Folded: a\r\n b\r\n\r\n"),
                refused("no version", "GET /\r\nHost: a\r\n\r\n"),
                refused("only a method", "GET\r\nHost: a\r\n\r\n"),
                refused("four parts", "GET / HTTP/1.1 x\r\nHost: a\r\n\r\n"),
                refused("space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("control byte in the target", "GET /a\u0001b HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("NUL in the target", "GET /a\u0000b HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("DEL in the target", "GET /a\u007fb HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("high byte in the target", "GET /a\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("fragment in the target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("target in authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("target with another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("absolute target without a host", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("absolute target with a user", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("method with a forbidden byte", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("method with a NUL", "G\u0000T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("empty method", " / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused("NUL before the request line", "\u0000GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                refused(
                        "TLS on the plain port",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"),
                refused("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                refused("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                refused("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
                refused("version 9.9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
                refused("version 1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
                refused("version without digits", "GET / HTTP/x.y\r\nHost: a\r\n\r\n"),
                refused("version of something else", "GET / HTTQ/1.1\r\nHost: a\r\n\r\n"),
                refused("version with a space", "GET / HTTP/ 1.1\r\nHost: a\r\n\r\n"),
                refused("no host", "GET / HTTP/1.1\r\n\r\n"),
                refused("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                refused("two equal hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
                refused("empty host", "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
                refused("host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                refused("host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                refused("host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
                refused("host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                refused("host with a wordy port", "GET / HTTP/1.1\r\nHost: a:port\r\n\r\n"),
                refused("host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
                refused("space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
                refused("tab before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX\t: b\r\n\r\n"),
                refused(
                        "space before content-length's colon",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello"),
                refused("header line without a colon", "GET / HTTP/1.1\r\nHost: a\r\nNonsense\r\n\r\n"),
                refused("header line without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
                refused("header name with a forbidden byte", "GET / HTTP/1.1\r\nHost: a\r\nX(Y): b\r\n\r\n"),
                refused("header name with a control byte", "GET / HTTP/1.1\r\nHost: a\r\nX\u0001: b\r\n\r\n"),
                refused("header name with a high byte", "GET / HTTP/1.1\r\nHost: a\r\nX\u00e9: b\r\n\r\n"),
                refused("header value with a NUL", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n"),
                refused("header value with a bell", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0007b\r\n\r\n"),
                refused("header value with a bare CR", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
                refused("folded first header line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                refused(
                        "folded transfer-encoding",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
                refused("bare LF in the head", "GET / HTTP/1.1\nHost: a\n\n"),
                refused("bare LF between header lines", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
                refused("bare CR after the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n"),
                answered("a long target", 414, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                answered(
                        "a long header line",
                        431,
                        "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"),
                answered("many header lines", 431, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(5_000) + "\r\n"),
                answered(
                        "a long header name",
                        431,
                        "GET / HTTP/1.1\r\nHost: a\r\n" + "x".repeat(20_000) + ": y\r\n\r\n"),
                answered("CONNECT", 405, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
                answered("TRACE", 405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                answered("an odd expectation", 417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: a-pony\r\n\r\n"));
    }

    static Stream<Case> framings() {
        return Stream.of(
                smuggling("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                smuggling("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
                smuggling("two lengths in one line", "Content-Length: 5, 6\r\n\r\nhello"),
                smuggling("the same length twice in a line", "Content-Length: 5, 5\r\n\r\nhello"),
                smuggling("a negative length", "Content-Length: -5\r\n\r\nhello"),
                smuggling("a length with a plus", "Content-Length: +5\r\n\r\nhello"),
                smuggling("a hexadecimal length", "Content-Length: 0x5\r\n\r\nhello"),
                smuggling("a length with a space", "Content-Length: 5 0\r\n\r\nhello"),
                smuggling("an empty length", "Content-Length: \r\n\r\n"),
                smuggling("a wordy length", "Content-Length: five\r\n\r\nhello"),
                smuggling("a broken length", "Content-Length: 5.0\r\n\r\nhello"),
                smuggling("a length beyond 64 bits", "Content-Length: 99999999999999999999\r\n\r\nhello"),
                smuggling("a length that wraps to 5", "Content-Length: 18446744073709551621\r\n\r\nhello"),
                smuggling("a length in other digits", "Content-Length: \u00b2\r\n\r\nhe"),
                smuggling("both framings", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                smuggling(
                        "both framings, the other way round",
                        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
                smuggling("an unknown coding", "Transfer-Encoding: cow\r\n\r\nhello"),
                smuggling("a coding before chunked", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                smuggling("a coding after chunked", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                smuggling("chunked twice", "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                smuggling(
                        "chunked in two lines",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                smuggling(
                        "a coding in a second line",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n"),
                smuggling("chunked with a letter more", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                smuggling("chunked with a vertical tab", "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                smuggling("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
                smuggling("chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"),
                smuggling("an empty coding", "Transfer-Encoding: \r\n\r\n0\r\n\r\n"),
                smuggling("identity", "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello"),
                chunks("a chunk size that is no number", "zz\r\nhello\r\n0\r\n\r\n"),
                chunks("an empty chunk size", "\r\nhello\r\n0\r\n\r\n"),
                chunks("a negative chunk size", "-5\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk size with a plus", "+5\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
                chunks("a space before the chunk size", " 5\r\nhello\r\n0\r\n\r\n"),
                chunks("a space after the chunk size", "5 \r\nhello\r\n0\r\n\r\n"),
                chunks("a NUL after the chunk size", "5\u0000\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk size that wraps at 32 bits", "100000005\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk size that wraps at 64 bits", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk that is longer than its size", "3\r\nhello\r\n0\r\n\r\n"),
                chunks("a chunk without its end", "5\r\nhello0\r\n\r\n"),
                chunks("a chunk that ends in a bare LF", "5\r\nhello\n0\r\n\r\n"),
                chunks("a chunk size that ends in a bare LF", "5\nhello\r\n0\r\n\r\n"),
                chunks("a chunk size that ends in a bare CR", "5\rhello\r\n0\r\n\r\n"),
                chunks("an extension with a bare LF", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
                chunks("an extension without an end", "5;" + "a".repeat(70_000) + "\r\nhello\r\n0\r\n\r\n"),
                chunks("a trailer without a colon", "0\r\nnonsense\r\n\r\n"),
                chunks("a trailer with a space before the colon", "0\r\nX : y\r\n\r\n"),
                chunks("trailers without an end", "0\r\n" + "X: y\r\n".repeat(5_000) + "\r\n"),
                refused(
                        "HTTP/1.0 with chunks",
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED));
    }

    @ParameterizedTest
    @MethodSource({"heads", "framings"})
    void it_is_answered_once_and_reaches_no_model(Case malformed) throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            sendAll(client, malformed.raw());
            String answer = client.readAll();

            List<Integer> statuses = statuses(answer);
            assertThat(statuses).as("answer: %s", answer).hasSize(1);
            assertThat(statuses.get(0)).isBetween(400, 505);
            if (!malformed.statuses().isEmpty()) {
                assertThat(statuses.get(0)).isIn(malformed.statuses());
            }
            assertThat(answer).containsIgnoringCase("\r\nconnection: close\r\n");
        }
        assertThat(LEGACY.requests()).noneMatch(ReceivedRequest::complete);
        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @Test
    void a_client_that_stops_in_the_middle_of_a_head_reaches_no_model() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n").finishSending();

            assertThat(statuses(client.readAll())).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(LEGACY.requests()).isEmpty();
    }

    @Test
    void a_body_that_stops_early_is_never_complete_at_a_model() throws Exception {
        for (String framing :
                List.of("Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")) {
            try (RawClient client = RawClient.connect(GATEWAY.port())) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing).finishSending();

                assertThat(statuses(client.readAll())).noneMatch(status -> status < 400);
            }
        }
        assertThat(LEGACY.requests()).noneMatch(ReceivedRequest::complete);
    }

    @Test
    void what_follows_a_malformed_request_is_not_looked_at() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n" + SMUGGLED + SMUGGLED);

            assertThat(statuses(client.readAll())).hasSize(1);
        }
        assertThat(LEGACY.requests()).isEmpty();
    }

    @Test
    void a_good_request_before_a_malformed_one_is_answered() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost : a\r\n\r\n");

            assertThat(statuses(client.readAll())).hasSize(2).first().isEqualTo(200);
        }
        assertThat(LEGACY.requests())
                .filteredOn(ReceivedRequest::complete)
                .extracting(ReceivedRequest::target)
                .containsExactly("/good");
    }

    static Stream<Case> unusualButLegal() {
        return Stream.of(
                accepted("an empty line before", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n"),
                accepted("white space around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n"),
                accepted("a host with a port", "GET / HTTP/1.1\r\nHost: a:8080\r\n\r\n"),
                accepted("an IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"),
                accepted("names in odd case", "GET / HTTP/1.1\r\nhOsT: a\r\n\r\n"),
                accepted("an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("an absolute target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted("an absolute target without a path", "GET http://a HTTP/1.1\r\nHost: a\r\n\r\n"),
                accepted(
                        "chunked in capitals",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                accepted(
                        "leading zeros in a chunk size",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0005\r\nhello\r\n000\r\n\r\n"),
                accepted(
                        "a chunk extension",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n"),
                accepted("a length of zero", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
                accepted(
                        "a length with zeros before", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nhello"),
                accepted("a body with GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"));
    }

    @ParameterizedTest
    @MethodSource("unusualButLegal")
    void what_is_legal_is_served(Case legal) throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            assertThat(client.send(legal.raw()).read().status()).isEqualTo(200);
            assertThat(client.send(RawClient.request("GET", "/next", "")).read().status())
                    .isEqualTo(200);
        }
        assertThat(LEGACY.requests()).extracting(ReceivedRequest::target).containsExactly("/", "/next");
        assertThat(LEGACY.requests().get(0).body()).isEqualTo(legal.raw().contains("hello") ? "hello" : "");
    }

    private static Case refused(String name, String raw) {
        return new Case(name, raw, Set.of());
    }

    private static Case answered(String name, int status, String raw) {
        return new Case(name, raw, Set.of(status));
    }

    private static Case accepted(String name, String raw) {
        return new Case(name, raw, Set.of(200));
    }

    /** The rest of a POST, with another request behind it that nobody may ever see. */
    private static Case smuggling(String name, String framingAndBody) {
        return answered(name, 400, "POST / HTTP/1.1\r\nHost: a\r\n" + framingAndBody + SMUGGLED);
    }

    private static Case chunks(String name, String body) {
        return new Case(
                name,
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED,
                Set.of(400, 431));
    }

    /** As bytes of one each, and without minding that the gateway may have closed meanwhile. */
    private static void sendAll(RawClient client, String raw) {
        try {
            client.send(raw.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closedEarly) {
            // the answer is read all the same
        }
    }

    private static List<Integer> statuses(String answer) {
        return Arrays.stream(STATUS_LINE.matcher(answer).results().toArray(java.util.regex.MatchResult[]::new))
                .map(result -> Integer.valueOf(result.group(1)))
                .collect(Collectors.toList());
    }
}
