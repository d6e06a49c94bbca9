package dev.understudy.gateway.traffic;

import static dev.understudy.gateway.testing.RawHttp2Client.ACK;
import static dev.understudy.gateway.testing.RawHttp2Client.CONTINUATION;
import static dev.understudy.gateway.testing.RawHttp2Client.DATA;
import static dev.understudy.gateway.testing.RawHttp2Client.END_HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.END_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.GOAWAY;
import static dev.understudy.gateway.testing.RawHttp2Client.HEADERS;
import static dev.understudy.gateway.testing.RawHttp2Client.PADDED;
import static dev.understudy.gateway.testing.RawHttp2Client.PING;
import static dev.understudy.gateway.testing.RawHttp2Client.PRIORITY;
import static dev.understudy.gateway.testing.RawHttp2Client.PUSH_PROMISE;
import static dev.understudy.gateway.testing.RawHttp2Client.RST_STREAM;
import static dev.understudy.gateway.testing.RawHttp2Client.SETTINGS;
import static dev.understudy.gateway.testing.RawHttp2Client.WINDOW_UPDATE;
import static dev.understudy.gateway.testing.RawHttp2Client.WITH_PRIORITY;
import static dev.understudy.gateway.testing.RawHttp2Client.block;
import static dev.understudy.gateway.testing.RawHttp2Client.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawHttp2Client;
import dev.understudy.gateway.testing.RawHttp2Client.Frame;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What RFC 9113 and 7541 say that a server does about frames and requests that are not right, one by one.
 *
 * <p>With {@link Http2IT} (concurrent streams, windows, ping, settings), {@link Http2RequestsIT} (requests' fields) and {@link
 * Http2FloodIT} it has a case for each of h2spec's: generic 1 to 5; http2 3.5, 4.1 to 4.3, 5.1, 5.1.1, 5.1.2, 5.3.1, 5.4.1, 5.5, 6.1 to 6.10, 7, 8.1 and 8.2;
 * hpack 2.3.3, 4.2, 5.2, 6.1 and 6.3. h2spec itself is of another mind in one of its 146, without TLS alone: what is
 * no preface is answered, since the same port speaks HTTP/1.1.
 */
@ExtendWith(LeakGuard.class)
class Http2ConformanceIT {
    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int CANCEL = 8;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int COMPRESSION_ERROR = 9;

    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen: {http: "127.0.0.1:0", http2: true, limits: {headerBytes: 8KiB}}
            models: {model: {url: "%s"}}
            routes: [{name: all, match: {path: {prefix: /}}, model: model}]
            """.formatted(MODEL.url()));

    /** What a client does. */
    private interface Script {
        void play(RawHttp2Client client) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // cases are never compared
    private record Case(String name, Script script, int... codes) {
        @Override
        public String toString() {
            return name;
        }
    }

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
    void a_connection_on_which_there_is_no_telling_what_follows_is_ended(Case wrong) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            wrong.script().play(client);

            Optional<Frame> end = client.next(GOAWAY);
            assertThat(end).isPresent();
            assertThat(wrong.codes()).contains(end.get().error());
            assertThat(client.isClosed()).isTrue();
        }
        assertOthersAreServed();
    }

    static Stream<Case> a_connection_on_which_there_is_no_telling_what_follows_is_ended() {
        return Stream.of(
                ended(
                        "data longer than a frame may be",
                        c -> c.post(1, "/").frame(DATA, 0, 1, new byte[16385]),
                        FRAME_SIZE_ERROR),
                ended(
                        "a head longer than a frame may be",
                        c -> c.frame(HEADERS, 5, 1, new byte[16385]),
                        FRAME_SIZE_ERROR),
                ended("a ping of six bytes", c -> c.frame(PING, 0, 0, new byte[6]), FRAME_SIZE_ERROR),
                ended("a ping on a stream", c -> c.frame(PING, 0, 1, new byte[8]), PROTOCOL_ERROR),
                ended("settings of three bytes", c -> c.frame(SETTINGS, 0, 0, new byte[3]), FRAME_SIZE_ERROR),
                ended(
                        "an acknowledgement that says something",
                        c -> c.frame(SETTINGS, ACK, 0, new byte[6]),
                        FRAME_SIZE_ERROR),
                ended("settings on a stream", c -> c.frame(SETTINGS, 0, 1), PROTOCOL_ERROR),
                ended("neither push nor none", c -> c.setting(2, 2), PROTOCOL_ERROR),
                ended("a window beyond its bounds", c -> c.setting(4, 0x80000000L), FLOW_CONTROL_ERROR),
                ended("frames smaller than may be", c -> c.setting(5, 16383), PROTOCOL_ERROR),
                ended("frames larger than may be", c -> c.setting(5, 16777216), PROTOCOL_ERROR),
                ended("an update of three bytes", c -> c.frame(WINDOW_UPDATE, 0, 0, new byte[3]), FRAME_SIZE_ERROR),
                ended("an update by nothing", c -> c.windowUpdate(0, 0), PROTOCOL_ERROR),
                ended("an update of an idle stream", c -> c.windowUpdate(1, 100), PROTOCOL_ERROR),
                ended(
                        "the connection's window beyond its bounds",
                        c -> c.windowUpdate(0, 0x7fffffff).windowUpdate(0, 0x7fffffff),
                        FLOW_CONTROL_ERROR),
                ended("a reset of the connection", c -> c.reset(0, 8), PROTOCOL_ERROR),
                ended("a reset of an idle stream", c -> c.reset(1, 8), PROTOCOL_ERROR),
                ended(
                        "a reset of three bytes",
                        c -> c.post(1, "/").frame(RST_STREAM, 0, 1, new byte[3]),
                        FRAME_SIZE_ERROR),
                ended("a priority of the connection", c -> c.frame(PRIORITY, 0, 0, new byte[5]), PROTOCOL_ERROR),
                ended("a head of the connection", c -> c.headers(0, END_STREAM, request("GET", "/")), PROTOCOL_ERROR),
                ended("a stream of the server's", c -> c.get(2, "/"), PROTOCOL_ERROR),
                ended("a stream before the last", c -> c.post(5, "/").get(3, "/"), PROTOCOL_ERROR, STREAM_CLOSED),
                ended(
                        "more padding than frame in a head",
                        c -> c.frame(HEADERS, END_HEADERS | PADDED, 1, 200, 1, 2, 3),
                        PROTOCOL_ERROR),
                ended(
                        "more padding than frame in data",
                        c -> c.post(1, "/").frame(DATA, PADDED, 1, 200, 1, 2, 3),
                        PROTOCOL_ERROR),
                ended("a continuation of nothing", c -> c.frame(CONTINUATION, END_HEADERS, 1, block()), PROTOCOL_ERROR),
                ended(
                        "a continuation behind a whole head",
                        c -> c.post(1, "/").frame(CONTINUATION, END_HEADERS, 1, block("a", "b")),
                        PROTOCOL_ERROR),
                ended(
                        "a continuation on another stream",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).frame(CONTINUATION, END_HEADERS, 3),
                        PROTOCOL_ERROR),
                ended(
                        "data within a head",
                        c -> c.frame(HEADERS, 0, 1, block(request("POST", "/"))).data(1, END_STREAM, "x"),
                        PROTOCOL_ERROR),
                ended(
                        "a ping within a head",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).frame(PING, 0, 0, new byte[8]),
                        PROTOCOL_ERROR),
                ended(
                        "a frame of no known type within a head",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).frame(0xee, 0, 1, new byte[3]),
                        PROTOCOL_ERROR),
                ended("data on an idle stream", c -> c.data(1, END_STREAM, "x"), PROTOCOL_ERROR),
                ended("data of the connection", c -> c.data(0, END_STREAM, "x"), PROTOCOL_ERROR),
                ended(
                        "a promise by the client",
                        c -> c.frame(PUSH_PROMISE, END_HEADERS, 1, 0, 0, 0, 2),
                        PROTOCOL_ERROR),
                ended("a farewell on a stream", c -> c.frame(GOAWAY, 0, 1, new byte[8]), PROTOCOL_ERROR),
                ended("a field out of no table", c -> c.frame(HEADERS, 5, 1, 0xff, 0xff, 0x7f), COMPRESSION_ERROR),
                ended("the field of index zero", c -> c.frame(HEADERS, 5, 1, 0x80), COMPRESSION_ERROR),
                ended(
                        "a table larger than agreed",
                        c -> c.frame(HEADERS, 5, 1, 0x3f, 0xff, 0xff, 0x03),
                        COMPRESSION_ERROR),
                ended("half a field", c -> c.frame(HEADERS, 5, 1, 0x00, 0x05, 'a'), COMPRESSION_ERROR),
                ended(
                        "a head that depends on itself",
                        c -> c.frame(
                                HEADERS,
                                END_HEADERS | WITH_PRIORITY,
                                1,
                                joined(octets(0, 0, 0, 1, 9), block(request("POST", "/")))),
                        PROTOCOL_ERROR),
                ended(
                        "a priority within a head",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).frame(PRIORITY, 0, 1, 0, 0, 0, 0, 9),
                        PROTOCOL_ERROR),
                ended(
                        "another head within a head",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).get(3, "/"),
                        PROTOCOL_ERROR),
                ended(
                        "a continuation of the connection",
                        c -> c.frame(HEADERS, 0, 1, block(request("GET", "/"))).frame(CONTINUATION, END_HEADERS, 0),
                        PROTOCOL_ERROR),
                ended(
                        "a continuation behind the last",
                        c -> c.frame(HEADERS, 0, 1, block(request("POST", "/")))
                                .frame(CONTINUATION, END_HEADERS, 1, block("a", "b"))
                                .frame(CONTINUATION, END_HEADERS, 1, block("c", "d")),
                        PROTOCOL_ERROR),
                ended(
                        "a continuation behind data",
                        c -> c.post(1, "/").data(1, 0, "x").frame(CONTINUATION, END_HEADERS, 1, block("a", "b")),
                        PROTOCOL_ERROR),
                ended(
                        "a continuation behind the end of a request",
                        c -> c.get(1, "/").frame(CONTINUATION, END_HEADERS, 1, block("a", "b")),
                        PROTOCOL_ERROR,
                        STREAM_CLOSED),
                ended(
                        "a continuation behind a reset",
                        c -> c.post(1, "/").reset(1, CANCEL).frame(CONTINUATION, END_HEADERS, 1, block("a", "b")),
                        PROTOCOL_ERROR,
                        STREAM_CLOSED),
                ended("a name out of no table", c -> c.frame(HEADERS, 5, 1, 0x7f, 0x07, 0x01, 'x'), COMPRESSION_ERROR),
                ended(
                        "a size of the table at the end of a head",
                        c -> c.frame(HEADERS, 5, 1, joined(block(request("GET", "/")), octets(0x20))),
                        COMPRESSION_ERROR),
                ended("a code's padding of more than seven bits", huffman(0x82, 0x1f, 0xff), COMPRESSION_ERROR),
                ended("a code's padding of zeros", huffman(0x81, 0x18), COMPRESSION_ERROR),
                ended("the end of a text within it", huffman(0x84, 0xff, 0xff, 0xff, 0xff), COMPRESSION_ERROR));
    }

    @ParameterizedTest
    @MethodSource
    void a_stream_on_which_something_is_wrong_is_reset_and_the_others_go_on(Case wrong) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            wrong.script().play(client);

            Frame end = client.next(RST_STREAM, GOAWAY).orElseThrow();
            assertThat(end.type()).as(end.toString()).isEqualTo(RST_STREAM);
            assertThat(end.stream()).isEqualTo(1);
            assertThat(wrong.codes()).contains(end.error());
            assertThat(client.get(9, "/after").answer(9).status()).isEqualTo(200);
        }
        assertThat(MODEL.requests().stream().filter(ReceivedRequest::complete).map(ReceivedRequest::target))
                .doesNotContain("/wrong");
    }

    static Stream<Case> a_stream_on_which_something_is_wrong_is_reset_and_the_others_go_on() {
        return Stream.of(
                ended("an update by nothing", c -> c.post(1, "/wrong").windowUpdate(1, 0), PROTOCOL_ERROR),
                ended(
                        "a window beyond its bounds",
                        c -> c.post(1, "/wrong").windowUpdate(1, 0x7fffffff).windowUpdate(1, 0x7fffffff),
                        FLOW_CONTROL_ERROR),
                ended(
                        "a priority of four bytes",
                        c -> c.post(1, "/wrong").frame(PRIORITY, 0, 1, new byte[4]),
                        FRAME_SIZE_ERROR),
                ended(
                        "a stream that depends on itself",
                        c -> c.post(1, "/wrong").frame(PRIORITY, 0, 1, 0, 0, 0, 1, 7),
                        PROTOCOL_ERROR),
                ended("trailers that do not end", c -> c.post(1, "/wrong").headers(1, 0, "a", "b"), PROTOCOL_ERROR),
                ended(
                        "a pseudo-field in trailers",
                        c -> c.post(1, "/wrong").headers(1, END_STREAM, ":path", "/other"),
                        PROTOCOL_ERROR),
                ended(
                        "trailers about the connection",
                        c -> c.post(1, "/wrong").headers(1, END_STREAM, "connection", "close"),
                        PROTOCOL_ERROR),
                ended(
                        "less than was announced",
                        c -> c.post(1, "/wrong", "content-length", "5").data(1, END_STREAM, "four"),
                        PROTOCOL_ERROR),
                ended(
                        "more than was announced",
                        c -> c.post(1, "/wrong", "content-length", "3").data(1, END_STREAM, "four"),
                        PROTOCOL_ERROR),
                ended(
                        "trailers before what was announced",
                        c -> c.post(1, "/wrong", "content-length", "5")
                                .data(1, 0, "four")
                                .headers(1, END_STREAM, "a", "b"),
                        PROTOCOL_ERROR),
                ended("nothing of what was announced", c -> c.get(1, "/wrong", "content-length", "5"), PROTOCOL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("late")
    void behind_the_end_of_a_request_its_stream_takes_nothing_more(Case late) throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(Behaviour.slow(gate, Behaviour.echoing()));
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.get(1, "/");
            MODEL.begun(1);
            MODEL.becomes(Behaviour.echoing());
            late.script().play(client);

            assertReset(client, late.codes());
        } finally {
            gate.open();
        }
    }

    @ParameterizedTest
    @MethodSource("late")
    void behind_the_end_of_both_nothing_more_is_understood_of_the_connection(Case late) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            assertThat(client.get(1, "/").answer(1).status()).isEqualTo(200);
            late.script().play(client);

            assertThat(client.next(GOAWAY).orElseThrow().error()).isEqualTo(STREAM_CLOSED);
            assertThat(client.isClosed()).isTrue();
        }
        assertOthersAreServed();
    }

    @ParameterizedTest
    @MethodSource("late")
    void behind_a_reset_a_stream_takes_nothing_more(Case late) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.post(1, "/").reset(1, CANCEL);
            late.script().play(client);

            assertReset(client, STREAM_CLOSED);
        }
    }

    static Stream<Case> late() {
        return Stream.of(
                ended("data", c -> c.data(1, END_STREAM, "x"), STREAM_CLOSED),
                ended("trailers", c -> c.headers(1, END_STREAM, "x-sum", "1"), STREAM_CLOSED),
                ended("a head", c -> c.get(1, "/again"), STREAM_CLOSED));
    }

    private static void assertReset(RawHttp2Client client, int... codes) throws IOException {
        Frame end = client.next(RST_STREAM, GOAWAY).orElseThrow();
        assertThat(end.type()).as(end.toString()).isEqualTo(RST_STREAM);
        assertThat(end.stream()).isEqualTo(1);
        assertThat(codes).contains(end.error());
        assertThat(client.get(9, "/after").answer(9).status()).isEqualTo(200);
    }

    @Test
    void a_window_that_became_negative_has_to_grow_before_anything_is_sent() throws Exception {
        try (RawHttp2Client client =
                RawHttp2Client.bare(GATEWAY.port()).preface().setting(4, 3)) {
            client.post(1, "/").data(1, END_STREAM, "answer");
            assertThat(client.next(DATA).orElseThrow().payload()).hasSize(3);
            client.setting(4, 2).windowUpdate(1, 2);

            assertThat(client.next(DATA).orElseThrow().payload()).hasSize(1);
        }
    }

    @Test
    void of_two_values_of_a_setting_the_last_counts() throws Exception {
        try (RawHttp2Client client = RawHttp2Client.bare(GATEWAY.port()).preface()) {
            client.frame(SETTINGS, 0, 0, 0, 4, 0, 0, 0, 100, 0, 4, 0, 0, 0, 1);
            client.post(1, "/").data(1, END_STREAM, "answer");

            assertThat(client.next(DATA).orElseThrow().payload()).hasSize(1);
        }
    }

    /** The same port speaks HTTP/1.1, in whose words it is told so. */
    @Test
    void what_is_no_preface_is_refused_and_closed() throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("INVALID CONNECTION PREFACE\r\n\r\n");

            assertThat(client.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @MethodSource
    void what_is_unusual_and_right_is_served(Case right) throws Exception {
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            right.script().play(client);

            assertThat(client.answer(1).status()).isEqualTo(200);
        }
    }

    static Stream<Case> what_is_unusual_and_right_is_served() {
        return Stream.of(
                right("unknown settings", c -> c.setting(0x99, 1).get(1, "/")),
                right(
                        "a frame of no known type",
                        c -> c.frame(0xee, 0xff, 0, new byte[10]).get(1, "/")),
                right(
                        "flags that mean nothing",
                        c -> c.headers(1, END_STREAM | (0xd2 & ~WITH_PRIORITY & ~PADDED), request("GET", "/"))),
                right(
                        "a head in three parts",
                        c -> c.frame(HEADERS, END_STREAM, 1, block(request("GET", "/")))
                                .frame(CONTINUATION, 0, 1, block("a", "b"))
                                .frame(CONTINUATION, END_HEADERS, 1, block("c", "d"))),
                right("padding", c -> c.post(1, "/").frame(DATA, PADDED | END_STREAM, 1, 3, 'a', 'b', 0, 0, 0)),
                right(
                        "nothing but padding",
                        c -> c.post(1, "/").frame(DATA, PADDED, 1, 0).data(1, END_STREAM, "")),
                right(
                        "a priority in the head",
                        c -> c.frame(
                                HEADERS,
                                END_STREAM | END_HEADERS | WITH_PRIORITY,
                                1,
                                joined(new byte[] {0, 0, 0, 3, 9}, block(request("GET", "/"))))),
                right("trailers", c -> c.post(1, "/").data(1, 0, "x").headers(1, END_STREAM, "x-sum", "1")),
                right("trailers alone", c -> c.post(1, "/").headers(1, END_STREAM, "x-sum", "1")),
                right("te: trailers", c -> c.get(1, "/", "te", "trailers")),
                right("host said twice alike", c -> c.get(1, "/", "host", "models.test")),
                right(
                        "host alone",
                        c -> c.headers(1, END_STREAM, ":method", "GET", ":scheme", "https", ":path", "/", "host", "a")),
                right(
                        "a length that is true",
                        c -> c.post(1, "/", "content-length", "4").data(1, END_STREAM, "four")),
                right(
                        "a length of nothing",
                        c -> c.post(1, "/", "content-length", "0").data(1, END_STREAM, "")),
                right("a method of the client's own", c -> c.headers(1, END_STREAM, request("REPORT", "/"))),
                right("a value that is empty", c -> c.get(1, "/", "x", "")),
                right("a reserved bit", c -> c.get(1 | 0x80000000, "/")),
                right(
                        "data as long as a frame may be",
                        c -> c.post(1, "/").frame(DATA, END_STREAM, 1, new byte[16384])),
                right(
                        "data in pieces",
                        c -> c.post(1, "/").data(1, 0, "a").data(1, 0, "b").data(1, END_STREAM, "c")),
                right(
                        "padding in the head",
                        c -> c.frame(
                                HEADERS,
                                END_STREAM | END_HEADERS | PADDED,
                                1,
                                joined(joined(octets(3), block(request("GET", "/"))), new byte[3]))),
                right(
                        "the least priority",
                        c -> c.frame(PRIORITY, 0, 1, 0, 0, 0, 0, 0).get(1, "/")),
                right(
                        "the highest",
                        c -> c.frame(PRIORITY, 0, 1, 0, 0, 0, 0, 255).get(1, "/")),
                right(
                        "an exclusive one",
                        c -> c.frame(PRIORITY, 0, 1, 0x80, 0, 0, 3, 9).get(1, "/")),
                right(
                        "one of a later stream",
                        c -> c.frame(PRIORITY, 0, 7, 0, 0, 0, 5, 9).get(1, "/")),
                right("one behind the end of a request", c -> c.get(1, "/").frame(PRIORITY, 0, 1, 0, 0, 0, 3, 9)),
                right("room behind the end of a request", c -> c.get(1, "/").windowUpdate(1, 100)),
                right(
                        "a reset of another stream",
                        c -> c.get(1, "/").post(3, "/").reset(3, CANCEL)),
                right("one for no known reason", c -> c.get(1, "/").post(3, "/").reset(3, 0xff)),
                right(
                        "a farewell for no known reason",
                        c -> c.get(1, "/").frame(GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff)),
                right(
                        "an answer to a ping that nobody sent",
                        c -> c.frame(PING, ACK, 0, new byte[8]).get(1, "/")));
    }

    /** Each way to write a field (RFC 7541, section 6). */
    @ParameterizedTest
    @MethodSource
    void a_field_is_read_however_it_is_written(String name, byte[] before, byte[] field) throws Exception {
        byte[] rest = octets(0x82, 0x86, 0x84); // GET, http, /
        try (RawHttp2Client client = RawHttp2Client.connect(GATEWAY.port())) {
            client.frame(HEADERS, END_STREAM | END_HEADERS, 1, joined(joined(before, rest), field));

            assertThat(client.answer(1).status()).isEqualTo(200);
        }
        assertThat(MODEL.request(1).header("x-forwarded-host")).contains("a");
    }

    static Stream<Object[]> a_field_is_read_however_it_is_written() {
        byte[] none = {};
        byte[] known = octets(0x01, 0x01, 'a');
        byte[] fresh = octets(0x0a, ':', 'a', 'u', 't', 'h', 'o', 'r', 'i', 't', 'y', 0x01, 'a');
        byte[] coded = octets(0x01, 0x81, 0x1f);
        return Stream.of(
                new Object[] {"kept, of a known name", none, first(0x41, known)},
                new Object[] {"kept, of a known name, coded", none, first(0x41, coded)},
                new Object[] {"kept, of a new name", none, joined(octets(0x40), fresh)},
                new Object[] {"not kept, of a known name", none, known},
                new Object[] {"not kept, of a known name, coded", none, coded},
                new Object[] {"not kept, of a new name", none, joined(octets(0x00), fresh)},
                new Object[] {"never kept, of a known name", none, first(0x11, known)},
                new Object[] {"never kept, of a known name, coded", none, first(0x11, coded)},
                new Object[] {"never kept, of a new name", none, joined(octets(0x10), fresh)},
                new Object[] {"behind a size of the table", octets(0x20), known},
                new Object[] {"behind two", octets(0x20, 0x3f, 0xe1, 0x1f), known});
    }

    private static byte[] first(int octet, byte[] field) {
        byte[] other = field.clone();
        other[0] = (byte) octet;
        return other;
    }

    /** A head with one field whose value is written in Huffman's code so. */
    private static Script huffman(int... value) {
        byte[] name = octets(0x00, 0x01, 'x');
        return c -> c.frame(HEADERS, 5, 1, joined(joined(block(request("GET", "/")), name), octets(value)));
    }

    private static byte[] octets(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }

    private static void assertOthersAreServed() throws IOException {
        try (RawHttp2Client other = RawHttp2Client.connect(GATEWAY.port())) {
            assertThat(other.get(1, "/after").answer(1).status()).isEqualTo(200);
        }
    }

    private static Case ended(String name, Script script, int... codes) {
        return new Case(name, script, codes);
    }

    private static Case right(String name, Script script) {
        return new Case(name, script);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
