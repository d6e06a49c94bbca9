package dev.understudy.gateway.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a model compresses passes as it is, and is understood all the same. */
@ExtendWith(LeakGuard.class)
class CompressedStreamIT {
    private static final String KEEP_ALIVE = ": keep-alive\n\n";
    private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
    private static final String STOP = chunk("{\"content\":\" there\"}", "\"stop\"");
    private static final String USAGE =
            "data: {\"object\":\"chat.completion.chunk\",\"model\":\"m-2026\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}\n\n";
    private static final String SAID =
            "{\"object\":\"chat.completion\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":7}}";

    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("{}"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("{}"));

    private final RunningGateway gateway = RunningGateway.with("""
            models:
              legacy: {url: "%s", price: {inputPerMillion: 1, outputPerMillion: 10}}
              hasty:
                url: "%s"
                timeout: {firstByte: 20s, firstToken: 1500ms, idle: 20s, total: 30s}
            routes:
              - {name: plain, match: {path: {prefix: /plain}}, model: legacy, record: {percent: 100}}
              - {name: unrecorded, match: {path: {prefix: /unrecorded}}, model: legacy}
              - name: guarded
                match: {path: {prefix: /guarded}}
                ab:
                  arms: [{model: legacy, weight: 0}, {model: hasty, weight: 100}]
                  fallback: {on: [firstTokenTimeout, streamError]}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void forget() {
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_stream_is_timed_and_counted_while_the_client_gets_the_models_bytes() throws Exception {
        Gate gate = new Gate();
        List<byte[]> pieces = gzipped(KEEP_ALIVE, HELLO, STOP, USAGE);
        LEGACY.becomes(streaming(pieces, 2, gate));
        try (RawClient client = RawClient.connect(gateway.port())) {
            String id = client.send(ask("/plain"))
                    .readHead()
                    .header("x-understudy-id")
                    .orElseThrow();
            assertThat(client.readChunk()).isPresent();
            gate.open();
            while (client.readChunk().isPresent()) {
                // to its end
            }

            assertThat(RawClient.exchange(gateway.port(), ask("/plain")).bodyBytes())
                    .isEqualTo(joined(pieces));
            Leg leg = gateway.pair(id).legs().get(0);
            assertThat(leg.times().firstTokenMs())
                    .isNotNull()
                    .isLessThan(Objects.requireNonNull(leg.times().lastByteMs()));
            assertThat(leg.tokens()).isEqualTo(new Leg.Tokens(1000, 100));
            assertThat(leg.generation().cost()).isEqualTo(new Leg.Cost(0.002, "USD"));
            assertThat(leg.stream()).isEqualTo(new Leg.Stream(3, true));
            assertThat(Legs.body(leg)).contains("Hello there");
        }
    }

    @Test
    void a_document_says_what_it_used_whether_it_is_recorded_or_not() throws Exception {
        LEGACY.becomes(Behaviour.answering(
                200, Map.of("content-type", "application/json", "content-encoding", "gzip"), joined(gzipped(SAID))));

        RawResponse response = RawClient.exchange(gateway.port(), ask("/unrecorded"));
        RawResponse recorded = RawClient.exchange(gateway.port(), ask("/plain"));

        assertThat(response.bodyBytes()).isEqualTo(joined(gzipped(SAID)));
        assertThat(gateway.pair(recorded.id()).legs().get(0).tokens()).isEqualTo(new Leg.Tokens(70, 7));
        gateway.stop();
        for (String route : List.of("unrecorded", "plain")) {
            Pulse pulse = gateway.pulses().stream()
                    .filter(one -> one.route().equals(route))
                    .reduce(Pulse::plus)
                    .orElseThrow();
            assertThat(pulse.tokens()).isEqualTo(Map.of("legacy/legacy/input", 70L, "legacy/legacy/output", 7L));
            assertThat(pulse.costs()).isEqualTo(Map.of("legacy/legacy/USD", 0.00014));
        }
    }

    @Test
    void the_deadline_of_the_first_content_holds_and_legacy_steps_in() throws Exception {
        LEGACY.becomes(Behaviour.answering("{\"from\": \"legacy\"}"));
        Gate gate = new Gate();
        CANDIDATE.becomes(streaming(gzipped(KEEP_ALIVE, HELLO), 1, gate));

        RawResponse response = RawClient.exchange(gateway.port(), ask("/guarded"));

        assertThat(response.body()).contains("legacy");
        Pair pair = gateway.pair(response.id());
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(pair.served()).isEqualTo("legacy");
        gate.open();
    }

    @Test
    void a_stream_that_grows_beyond_measure_passes_unread() throws Exception {
        byte[] bomb = joined(gzipped("\n".repeat(8 * 1024 * 1024), HELLO, USAGE));
        CANDIDATE.becomes(streaming(List.of(bomb), 1, new Gate()));

        RawResponse response = RawClient.exchange(gateway.port(), ask("/guarded"));

        assertThat(response.bodyBytes()).isEqualTo(bomb);
        Leg leg = Legs.candidate(gateway.pair(response.id()));
        assertThat(leg.outcome()).isEqualTo(Outcome.OK);
        assertThat(leg.times().firstTokenMs()).isNull();
        assertThat(leg.tokens()).isNull();
        assertThat(gateway.metric("understudy_streams_unread_total", "model=\"hasty\"", "why=\"damage\""))
                .isEqualTo(1);
    }

    @Test
    void a_stream_in_a_coding_that_is_not_read_passes_at_once_and_is_counted() throws Exception {
        byte[] opaque = {1, 2, 3, 4};
        CANDIDATE.becomes(streaming("br", List.of(opaque), 1, new Gate()));

        RawResponse response = RawClient.exchange(gateway.port(), ask("/guarded"));

        assertThat(response.bodyBytes()).isEqualTo(opaque);
        assertThat(Legs.candidate(gateway.pair(response.id())).outcome()).isEqualTo(Outcome.OK);
        assertThat(gateway.metric("understudy_streams_unread_total", "model=\"hasty\"", "why=\"coding\""))
                .isEqualTo(1);
        assertThat(gateway.metric("understudy_streams_unread_total", "model=\"legacy\""))
                .isZero();
    }

    @Test
    void a_language_model_is_asked_for_what_can_be_read_whatever_else_the_client_takes() throws Exception {
        LEGACY.becomes(streaming(gzipped(HELLO, STOP, USAGE), 9, new Gate()));
        String request = ask("/plain").replace("Accept-Encoding: gzip", "Accept-Encoding: br, gzip;q=0.5, zstd");
        assertThat(request).contains("zstd");

        RawResponse response = RawClient.exchange(gateway.port(), request);

        assertThat(LEGACY.requests().get(0).header("accept-encoding")).contains("gzip;q=0.5");
        Pair pair = gateway.pair(response.id());
        assertThat(pair.request().headers()).containsEntry("accept-encoding", "br, gzip;q=0.5, zstd");
        assertThat(pair.legs().get(0).times().firstTokenMs()).isNotNull();
    }

    @Test
    void other_models_are_told_what_the_client_takes() throws Exception {
        RawClient.exchange(
                gateway.port(), RawClient.request("POST", "/plain/score", "{}", "Accept-Encoding: br, zstd"));

        assertThat(LEGACY.requests().get(0).header("accept-encoding")).contains("br, zstd");
    }

    private static Behaviour streaming(List<byte[]> pieces, int beforeGate, Gate gate) {
        return streaming("gzip", pieces, beforeGate, gate);
    }

    private static Behaviour streaming(String coding, List<byte[]> pieces, int beforeGate, Gate gate) {
        return exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\n")
                    .send("content-type: text/event-stream\r\ncontent-encoding: " + coding + "\r\n")
                    .send("transfer-encoding: chunked\r\n\r\n");
            for (int i = 0; i < pieces.size(); i++) {
                if (i == beforeGate) {
                    exchange.hold(gate);
                }
                exchange.sendChunk(new String(pieces.get(i), ISO_8859_1));
            }
            exchange.send("0\r\n\r\n");
        };
    }

    /** One piece for each text, as a server sends them that flushes after each event; the end is a piece of its own. */
    private static List<byte[]> gzipped(String... texts) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes, 512, true)) {
            for (String text : texts) {
                out.write(text.getBytes(UTF_8));
                out.flush();
                pieces.add(bytes.toByteArray());
                bytes.reset();
            }
        }
        pieces.add(bytes.toByteArray());
        return pieces;
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String ask(String prefix) {
        return RawClient.request(
                "POST",
                prefix + "/v1/chat/completions",
                "{\"stream\": true, \"messages\": []}",
                "Content-Type: application/json",
                "Accept-Encoding: gzip");
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
