package dev.understudy.gateway.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@code requests.txt}, at once and in pieces, alone with the sink off and with all of it copied and
 * recorded: the client gets what the row says, the model sees what it says and nothing else, no matter what came before.
 */
@ExtendWith(LeakGuard.class)
class RequestTableIT {
    private static final FakeModel MODEL = FakeModel.that(RequestTableIT::echo);
    private static final FakeModel LEGACY = FakeModel.that(RequestTableIT::echo);
    private static final FakeModel CANDIDATE = FakeModel.that(RequestTableIT::echo);
    private static final Set<String> COPIED = new LinkedHashSet<>();
    private static final RunningGateway ALONE = gateway("""
            routes:
              - {name: root, match: {path: {exact: /}}, model: model}
              - {name: all, match: {path: {prefix: /t}}, model: model}
            """);
    private static final RunningGateway COPYING = gateway("""
            routes:
              - {name: root, match: {path: {exact: /}}, model: legacy}
              - name: all
                match: {path: {prefix: /t}}
                shadow:
                  legacy: legacy
                  candidates: [{model: candidate, percent: 100}]
                  limits: {maxInFlight: 1000}
                record: {percent: 100}
            """);
    private static int tokens;

    /** In how many pieces the bytes are sent. */
    enum Cut {
        NOT_AT_ALL(Integer.MAX_VALUE),
        EACH_BYTE(1);

        private static final int BYTES_MAX = 1000;
        private static final int PIECE_OF_MORE = 1009;

        private final int piece;

        Cut(int piece) {
            this.piece = piece;
        }

        int pieceOf(int length) {
            return this == EACH_BYTE && length > BYTES_MAX ? PIECE_OF_MORE : piece;
        }
    }

    @AfterAll
    static void close() {
        ALONE.close();
        COPYING.close();
        MODEL.close();
        LEGACY.close();
        CANDIDATE.close();
        assertThat(CANDIDATE.requests().stream().map(RequestTableIT::whole).filter(copy -> !copy.endsWith("/probe")))
                .as("what was copied, of what was served")
                .isSubsetOf(COPIED)
                .hasSizeGreaterThan(100);
    }

    static Stream<Arguments> rows() {
        return RequestRow.all().stream().flatMap(row -> Stream.of(Cut.values()).map(cut -> Arguments.of(row, cut)));
    }

    @ParameterizedTest(name = "{0}, cut {1}")
    @MethodSource("rows")
    void alone_with_the_sink_off(RequestRow row, Cut cut) throws Exception {
        for (int octet : row.octets()) {
            new Play(row, octet, cut, ALONE, MODEL).act();
        }
    }

    @ParameterizedTest(name = "{0}, cut {1}")
    @MethodSource("rows")
    void with_everything_copied_and_recorded(RequestRow row, Cut cut) throws Exception {
        for (int octet : row.octets()) {
            COPIED.addAll(new Play(row, octet, cut, COPYING, LEGACY).act());
        }
    }

    private static RunningGateway gateway(String routes) {
        String breaker = "breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}";
        return RunningGateway.with(
                """
                listen:
                  http: "127.0.0.1:0"
                  limits: {headerBytes: 16KiB, connections: 1000}
                models:
                  model: {url: "%s", %s}
                  legacy: {url: "%s", %s}
                  candidate: {url: "%s", %s}
                """.formatted(MODEL.url(), breaker, LEGACY.url(), breaker, CANDIDATE.url(), breaker) + routes);
    }

    private static void echo(dev.understudy.gateway.testing.Exchange exchange) throws IOException {
        exchange.readBody()
                .respond(
                        200,
                        Map.of("x-echo", exchange.request().head().startLine()),
                        exchange.request().bodyBytes());
    }

    /** A request as a row writes it. */
    private static String whole(ReceivedRequest request) {
        String body = new String(request.bodyBytes(), ISO_8859_1);
        return request.method() + " " + request.target() + (body.isEmpty() ? "" : " " + body);
    }

    /** One row on one connection. */
    private static final class Play {
        private static final String PROBE = "GET /{T}/probe HTTP/1.1\r\nHost: a\r\n\r\n";

        private final RequestRow row;
        private final Cut cut;
        private final RunningGateway gateway;
        private final FakeModel model;
        private final String token;
        private final Wire wire;
        private final String what;

        Play(RequestRow row, int octet, Cut cut, RunningGateway gateway, FakeModel model) {
            this.row = row;
            this.cut = cut;
            this.gateway = gateway;
            this.model = model;
            this.token = "t/%06d".formatted(++tokens);
            this.wire = new Wire(token)
                    .say("o", RequestRow.word(octet))
                    .say("MODEL", "127.0.0.1:" + model.port())
                    .say("fin", "");
            this.what = row.name() + RequestRow.shown(octet) + ", cut " + cut;
        }

        /** What of it was served. */
        List<String> act() throws IOException {
            model.forget();
            List<RawResponse> responses = new ArrayList<>();
            try (RawClient client = RawClient.connect(gateway.port())) {
                send(client);
                for (RequestRow.Answer answer : row.answers()) {
                    RawResponse response = client.read(answer.toHead() ? "HEAD" : "GET");
                    responses.add(response);
                    new ResponseCheck(what, response).holds(answer, token);
                }
                if (row.closes()) {
                    assertThat(client.readAll())
                            .as("%s: behind the last answer", what)
                            .isEmpty();
                } else {
                    client.send(wire.octets(PROBE));
                    assertThat(client.read().header("x-echo"))
                            .as("%s: another request on its connection", what)
                            .contains(wire.octets(PROBE).split("\r", -1)[0]);
                }
            }
            return new SeenCheck(what, wire, row, model.requests()).holds(responses);
        }

        private void send(RawClient client) throws IOException {
            byte[] bytes = wire.octets(row.bytes()).getBytes(ISO_8859_1);
            int piece = cut.pieceOf(bytes.length);
            try {
                for (int from = 0; from < bytes.length; from += piece) {
                    client.send(java.util.Arrays.copyOfRange(
                            bytes, from, (int) Math.min(bytes.length, (long) from + piece)));
                }
                if (row.bytes().endsWith("{fin}")) {
                    client.finishSending();
                }
            } catch (IOException closedEarly) {
                // it has the right to; the answer is read all the same
            }
        }
    }
}
