package dev.understudy.gateway.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@code responses.txt}, alone with the sink off and with all of it copied and recorded: whatever a model
 * sends, the client gets an answer that is whole or is seen not to be, and the next request gets its own.
 */
@ExtendWith(LeakGuard.class)
class ResponseTableIT {
    private static final Behaviour FINE = Behaviour.answering(200, Map.of("x-echo", "fine"), "fine");
    private static final FakeModel MODEL = FakeModel.that(FINE);
    private static final FakeModel CANDIDATE = FakeModel.that(FINE);
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen: {http: "127.0.0.1:0", threads: 1}
            models:
              model: {url: "%1$s", timeout: 60s, breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              hasty:
                url: "%1$s"
                timeout: {connect: 10s, firstByte: 1s, idle: 1s, total: 60s}
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
              candidate: {url: "%2$s"}
            routes:
              - {name: hasty, match: {path: {prefix: /alone/hasty}}, model: hasty}
              - {name: alone, match: {path: {prefix: /alone}}, model: model}
              - name: hasty-copied
                match: {path: {prefix: /copied/hasty}}
                shadow: {legacy: hasty, candidates: [{model: candidate, percent: 100}]}
              - name: copied
                match: {path: {prefix: /copied}}
                shadow: {legacy: model, candidates: [{model: candidate, percent: 100}]}
            """.formatted(MODEL.url(), CANDIDATE.url()));

    @AfterAll
    static void close() {
        GATEWAY.close();
        MODEL.close();
        CANDIDATE.close();
    }

    static List<ResponseRow> rows() {
        return ResponseRow.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void alone_with_the_sink_off(ResponseRow row) throws Exception {
        act(row, "/alone");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void with_everything_copied_and_recorded(ResponseRow row) throws Exception {
        act(row, "/copied");
    }

    private static void act(ResponseRow row, String path) throws IOException {
        for (int octet : row.octets()) {
            String what = row.name() + RequestRow.shown(octet);
            MODEL.becomes(row.behaviour(octet));
            MODEL.forget();
            try (RawClient client = RawClient.connect(GATEWAY.port())) {
                RawResponse response =
                        client.send(row.request(path)).read(row.request().equals("HEAD") ? "HEAD" : "GET");
                check(what, row, response);
                // A connection that it is about to close is not to be offered to the next request.
                for (int asked = 1; asked <= MODEL.requests().size(); asked++) {
                    MODEL.left(asked);
                }
                MODEL.becomes(FINE);
                next(what, path);
            }
            reused(what, row);
        }
    }

    private static void check(String what, ResponseRow row, RawResponse response) {
        assertThat(response.status()).as("%s: %s", what, response).isEqualTo(row.status());
        assertThat(response.ending())
                .as("%s: %s", what, response)
                .isEqualTo(row.isCut() ? RawResponse.Ending.CUT : RawResponse.Ending.COMPLETE);
        if (!row.isCut() && response.status() < 502) {
            assertThat(new String(response.bodyBytes(), ISO_8859_1)).as(what).isEqualTo(row.body());
        }
        assertThat(response.head().all("x-understudy-id"))
                .as(what)
                .singleElement()
                .asString()
                .hasSize(26);
        List<String> interim = new ArrayList<>();
        boolean interimMatters = false;
        for (String item : row.more()) {
            if (item.startsWith("<-")) {
                assertThat(response.head().all(item.substring(2)))
                        .as("%s: %s", what, item)
                        .isEmpty();
            } else if (item.startsWith("<")) {
                String octets = new Wire("").octets(item.substring(1));
                int colon = octets.indexOf(':');
                assertThat(String.join(", ", response.head().all(octets.substring(0, colon))))
                        .as("%s: %s", what, item)
                        .isEqualTo(octets.substring(colon + 1).strip());
            } else if (item.startsWith("~")) {
                interimMatters = true;
                interim.add(item.substring(1));
            }
        }
        if (interimMatters) {
            interim.remove("-");
            assertThat(response.interim().stream().map(head -> head.startLine().substring(9, 12)))
                    .as("%s: interim answers", what)
                    .isEqualTo(interim);
        }
    }

    private static void next(String what, String path) throws IOException {
        RawResponse next = RawClient.post(GATEWAY.port(), path + "/next", "next");
        assertThat(next.status()).as("%s: the next answer", what).isEqualTo(200);
        assertThat(next.body()).as("%s: the next answer", what).isEqualTo("fine");
    }

    /** What is not to be repeated reached the model once; the next request came on the same connection, or did not. */
    private static void reused(String what, ResponseRow row) {
        var requests = MODEL.requests();
        if (row.request().equals("POST")) {
            assertThat(requests).as("%s: requests at the model", what).hasSize(2);
        }
        int first = requests.get(0).connection();
        int last = requests.get(requests.size() - 1).connection();
        if (row.more().contains("kept")) {
            assertThat(last).as("%s: connections to the model", what).isEqualTo(first);
        } else if (row.more().contains("gone")) {
            assertThat(last).as("%s: connections to the model", what).isNotEqualTo(first);
        }
    }
}
