package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Server-sent events pass through one by one, untouched, and stand assembled in the record. */
@ExtendWith(LeakGuard.class)
class StreamingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CHAT = List.of(
            chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            chunk("{\"content\":\"Hel\"}", "null"),
            chunk("{\"content\":\"lo\"}", "null"),
            chunk("{}", "\"stop\""),
            "data: [DONE]\n\n");
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.streaming(CHAT, List.of()));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.streaming(CHAT, List.of()));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: chat
                match: {path: {prefix: /v1/chat}, methods: [POST]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {timeout: 30s}}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.streaming(CHAT, List.of()));
        CANDIDATE.becomes(Behaviour.streaming(CHAT, List.of()));
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void each_event_goes_out_before_the_next_one_comes() throws Exception {
        List<Gate> gates = List.of(new Gate(), new Gate(), new Gate(), new Gate());
        LEGACY.becomes(Behaviour.streaming(CHAT, gates));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            Head head = client.send(ask()).readHead();
            String id = head.header("x-understudy-id").orElseThrow();
            assertThat(head.header("content-type")).contains("text/event-stream");
            for (int i = 0; i < CHAT.size(); i++) {
                assertThat(client.readChunk()).contains(CHAT.get(i));
                if (i < gates.size()) {
                    gates.get(i).open();
                }
            }
            assertThat(client.readChunk()).isEmpty();
            assertThat(GATEWAY.pair(id).legs()).hasSize(2);
        }
    }

    @Test
    void the_record_holds_the_assembled_answer_of_both() throws Exception {
        RawResponse response = RawClient.exchange(GATEWAY.port(), ask());
        assertThat(response.body()).isEqualTo(String.join("", CHAT));

        Pair pair = GATEWAY.pair(response.id());

        for (Leg leg : List.of(Legs.legacy(pair), Legs.candidate(pair))) {
            JsonNode body = JSON.readTree(Legs.body(leg));
            assertThat(leg.outcome()).isEqualTo(Outcome.OK);
            assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Hello");
            assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
            assertThat(leg.times().firstTokenMs()).isNotNull();
            assertThat(leg.times().firstTokenMs())
                    .isLessThanOrEqualTo(leg.times().lastByteMs());
        }
    }

    @Test
    void bytes_that_are_no_events_pass_untouched() throws Exception {
        List<String> odd =
                List.of(": comment\r\n\r\n", "data: a\rdata: b\n\n\n", "event", ": x\ndata:", "\u0000\u0001 half");
        LEGACY.becomes(Behaviour.streaming(odd, List.of()));

        RawResponse response = RawClient.exchange(GATEWAY.port(), ask());

        assertThat(response.body()).isEqualTo(String.join("", odd));
        assertThat(GATEWAY.pair(response.id()).legs()).hasSize(2);
    }

    @Test
    void a_client_that_leaves_cancels_both_models_and_the_record_says_so() throws Exception {
        Gate never = new Gate();
        LEGACY.becomes(Behaviour.streaming(CHAT, List.of(never)));
        CANDIDATE.becomes(Behaviour.streaming(CHAT, List.of(never)));
        String id;
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            id = client.send(ask()).readHead().header("x-understudy-id").orElseThrow();
            assertThat(client.readChunk()).contains(CHAT.get(0));
            CANDIDATE.request(1);
        }

        await().atMost(Deadline.PATIENCE).until(() -> LEGACY.request(1).cut());
        await().atMost(Deadline.PATIENCE).until(() -> CANDIDATE.request(1).cut());
        Pair pair = GATEWAY.pair(id);
        assertThat(pair.legs())
                .hasSize(2)
                .allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(Outcome.CANCELLED));
    }

    @Test
    void a_client_that_leaves_before_the_answer_is_one_record_too() throws Exception {
        LEGACY.becomes(Behaviour.hanging());
        RawClient client = RawClient.connect(GATEWAY.port()).send(ask().replace("completions", "completions?left"));
        LEGACY.request(1);
        client.reset();

        await().atMost(Deadline.PATIENCE).until(() -> LEGACY.request(1).cut());
        Pair last = GATEWAY.pair(pair -> pair.request().path().endsWith("?left"));
        assertThat(last.served()).isNull();
        assertThat(Legs.legacy(last).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(Legs.legacy(last).cause()).isEqualTo("client");
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_its_request_reaches_no_model_whole() throws Exception {
        RawClient client = RawClient.connect(GATEWAY.port())
                .send("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf of it");
        LEGACY.begun(1);
        client.close();

        await().atMost(Deadline.PATIENCE)
                .until(() -> LEGACY.connectionsOpen() == 0
                        || LEGACY.requests().stream().allMatch(request -> request.cut()));
        assertThat(LEGACY.requests()).noneMatch(request -> request.complete());
        assertThat(CANDIDATE.requests()).noneMatch(request -> request.complete());
    }

    @Test
    void a_stream_that_breaks_off_is_cut_for_the_client_and_incomplete_in_the_record() throws Exception {
        Gate gate = new Gate();
        LEGACY.becomes(exchange -> {
            exchange.readBody()
                    .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                    .sendChunk(CHAT.get(0))
                    .hold(gate);
            exchange.close();
        });
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            String id = client.send(ask()).readHead().header("x-understudy-id").orElseThrow();
            assertThat(client.readChunk()).contains(CHAT.get(0));
            gate.open();

            assertThat(client.readAll()).isEmpty();
            Leg leg = Legs.legacy(GATEWAY.pair(id));
            assertThat(leg.outcome()).isEqualTo(Outcome.ERROR);
            assertThat(leg.cause()).isEqualTo("reset");
        }
    }

    private static String ask() {
        return RawClient.request(
                "POST",
                "/v1/chat/completions",
                "{\"stream\": true, \"messages\": []}",
                "Content-Type: application/json",
                "Accept: text/event-stream");
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
