package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model gets its own words in a body, and not one other byte is different; the record keeps the client's. */
@ExtendWith(LeakGuard.class)
class SetBodyIT {
    private static final String JSON = "Content-Type: application/json";
    private static final String BODY =
            "{ \"model\" : \"ours\", \"t\": 1.50, \"messages\":[{\"content\":\"ä\\u00e4\"}] }";
    private static final String REWRITTEN =
            "{ \"model\" : \"theirs\", \"t\": 1.50, \"messages\":[{\"content\":\"ä\\u00e4\"}] ,\"store\":false}";
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("{\"items\":[]}"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("{\"items\":[]}"));
    private static final RunningGateway GATEWAY =
            RunningGateway.with("""
            models:
              legacy: {url: "%1$s"}
              candidate: {url: "%2$s", rewrite: {setBody: {/model: theirs, /store: false}, maxBody: 2KiB}}
              failing: {url: "%3$s", rewrite: {setBody: {/model: theirs}, maxBody: 2KiB}}
            routes:
              - {name: plain, match: {path: {prefix: /plain}}, model: candidate, record: {percent: 100}}
              - name: shadow
                match: {path: {prefix: /v1}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], noise: {percent: 100}}
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /items, itemId: /id, wait: 20s}
              - name: fallback
                match: {path: {prefix: /fallback}}
                ab: {arms: [{model: candidate, weight: 0}, {model: failing, weight: 100}]}
              - name: there-and-back
                match: {path: {prefix: /back}}
                ab: {arms: [{model: legacy, weight: 0}, {model: failing, weight: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url(), FakeModel.refusing()));

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering("{\"items\":[]}"));
        CANDIDATE.becomes(Behaviour.answering("{\"items\":[]}"));
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
    void the_model_that_answers_gets_its_own_words_and_their_length() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/plain", BODY, JSON, "Content-MD5: x", "Digest: y");

        assertThat(response.status()).isEqualTo(200);
        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(REWRITTEN.getBytes(StandardCharsets.UTF_8));
        assertThat(CANDIDATE.request(1).header("content-md5")).isEmpty();
        assertThat(CANDIDATE.request(1).header("digest")).isEmpty();
        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.request().body().bytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(Legs.legacy(pair).rewritten()).isTrue();
    }

    @Test
    void a_chunked_body_that_comes_in_pieces_is_rewritten_once_it_is_whole() throws Exception {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST /plain HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("1\r\n" + BODY.charAt(0) + "\r\n");
            client.send("1\r\n" + BODY.charAt(1) + "\r\n");
            client.send(Integer.toHexString(body.length - 2) + "\r\n" + BODY.substring(2) + "\r\n0\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
        }
        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(REWRITTEN.getBytes(StandardCharsets.UTF_8));
        assertThat(CANDIDATE.request(1).header("content-length"))
                .contains(Integer.toString(REWRITTEN.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void only_the_copy_for_that_model_is_another() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/v1/chat/completions", BODY, JSON);

        Pair pair = GATEWAY.pair(response.id());
        assertThat(LEGACY.request(1).body()).isEqualTo(LEGACY.request(2).body());
        assertThat(LEGACY.request(1).bodyBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(REWRITTEN.getBytes(StandardCharsets.UTF_8));
        assertThat(Legs.legacy(pair).rewritten()).isFalse();
        assertThat(Legs.noise(pair).rewritten()).isFalse();
        assertThat(Legs.candidate(pair).rewritten()).isTrue();
    }

    @Test
    void a_candidate_that_is_told_to_keep_nothing_may_get_a_copy() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/v1/responses", "{\"input\":\"x\"}", JSON);

        Pair pair = GATEWAY.pair(response.id());
        assertThat(Legs.candidate(pair).outcome()).isEqualTo(Outcome.OK);
        assertThat(CANDIDATE.request(1).body()).isEqualTo("{\"input\":\"x\",\"model\":\"theirs\",\"store\":false}");
        assertThat(Legs.noise(pair).cause()).isEqualTo("stateKept");
        assertThat(LEGACY.requests()).hasSize(1);
    }

    @Test
    void what_is_mixed_is_asked_in_each_models_words() throws Exception {
        RawResponse response = RawClient.post(GATEWAY.port(), "/mixed", BODY, JSON);

        assertThat(response.status()).isEqualTo(200);
        assertThat(LEGACY.request(1).bodyBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(REWRITTEN.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void who_stands_in_gets_its_own_words_or_the_clients() throws Exception {
        assertThat(RawClient.post(GATEWAY.port(), "/fallback", BODY, JSON).status())
                .isEqualTo(200);
        assertThat(RawClient.post(GATEWAY.port(), "/back", BODY, JSON).status()).isEqualTo(200);

        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(REWRITTEN.getBytes(StandardCharsets.UTF_8));
        assertThat(LEGACY.request(1).bodyBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_is_no_json_passes_unchanged_and_is_counted() throws Exception {
        double before = unchanged();
        assertThat(RawClient.post(GATEWAY.port(), "/plain", "{\"model\":", JSON).status())
                .isEqualTo(200);
        assertThat(RawClient.post(GATEWAY.port(), "/plain", BODY, "Content-Type: text/plain")
                        .status())
                .isEqualTo(200);

        assertThat(CANDIDATE.request(1).body()).isEqualTo("{\"model\":");
        assertThat(CANDIDATE.request(2).bodyBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        await().atMost(Deadline.PATIENCE).until(() -> unchanged() > before);
    }

    private static double unchanged() {
        return GATEWAY.metric("understudy_leg_bodies_total", "route=\"plain\"", "result=\"unchanged\"");
    }

    @Test
    void a_body_beyond_the_limit_is_refused_before_the_model_is_asked() throws Exception {
        String large = "{\"a\":\"" + "x".repeat(3000) + "\"}";
        String chunked = "POST /plain HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";

        RawResponse announced = RawClient.post(GATEWAY.port(), "/plain", large, JSON);
        RawResponse unannounced = RawClient.exchange(GATEWAY.port(), chunked);

        assertThat(announced.status()).isEqualTo(413);
        assertThat(unannounced.status()).isEqualTo(413);
        assertThat(CANDIDATE.requests()).isEmpty();
        assertThat(Legs.legacy(GATEWAY.pair(unannounced.id())).cause()).isEqualTo("bodyTooLarge");
    }

    @Test
    void a_copy_beyond_the_limit_is_not_sent() throws Exception {
        String large = "{\"a\":\"" + "x".repeat(3000) + "\"}";

        RawResponse response = RawClient.post(GATEWAY.port(), "/v1/chat/completions", large, JSON);

        assertThat(response.status()).isEqualTo(200);
        assertThat(Legs.candidate(GATEWAY.pair(response.id())).outcome()).isEqualTo(Outcome.TOO_LARGE);
        assertThat(CANDIDATE.requests()).isEmpty();
    }

    @Test
    void a_body_at_the_limit_is_rewritten_in_a_request_that_a_client_leaves_halfway() throws Exception {
        RawClient client = RawClient.connect(GATEWAY.port())
                .send("POST /plain HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nContent-Length: 2048\r\n\r\n{\"a\":");
        client.close();

        RawResponse whole = RawClient.post(GATEWAY.port(), "/plain", "{\"a\":\"" + "x".repeat(2048 - 8) + "\"}", JSON);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(CANDIDATE.requests()).hasSize(1);
    }

    @Test
    void compressed_json_passes_unchanged() throws Exception {
        LEGACY.becomes(Behaviour.answering(200, Map.of(), "ok"));

        RawClient.post(GATEWAY.port(), "/plain", BODY, JSON, "Content-Encoding: gzip");

        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }
}
