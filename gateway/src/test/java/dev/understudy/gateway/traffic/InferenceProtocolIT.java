package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The Open Inference Protocol, as KServe and Triton speak it, passes byte for byte and is recorded: tensors as JSON, and
 * as bytes behind the JSON whose length {@code inference-header-content-length} says.
 */
@ExtendWith(LeakGuard.class)
class InferenceProtocolIT {
    private static final String LENGTH = "inference-header-content-length";
    private static final String PATH = "/v2/models/ranker/infer";
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.echoing());
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.echoing());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: infer
                match: {path: {prefix: /v2/models}, methods: [POST]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
              - {name: other, match: {path: {prefix: /v2}}, model: legacy}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void forget() {
        LEGACY.becomes(Behaviour.echoing());
        CANDIDATE.becomes(Behaviour.echoing());
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
    void tensors_as_json_keep_their_bytes_and_their_id() throws Exception {
        String asked = "{\"id\" : \"req-42\", \"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\","
                + "\"data\":[0.10000000149011612, 1e-7, 3.0]}]}";
        String legacy = "{\"id\":\"req-42\",\"model_name\":\"ranker\",\"outputs\":[{\"name\":\"y\",\"shape\":[1],"
                + "\"datatype\":\"FP32\",\"data\":[0.30000001192092896]}]}";
        String candidate = legacy.replace("0.30000001192092896", "0.5");
        LEGACY.becomes(Behaviour.answering(legacy));
        CANDIDATE.becomes(Behaviour.answering(candidate));

        RawResponse response = RawClient.post(GATEWAY.port(), PATH, asked, "Content-Type: application/json");

        assertThat(response.body()).isEqualTo(legacy);
        assertThat(LEGACY.request(1).body()).isEqualTo(asked);
        assertThat(CANDIDATE.request(1).body()).isEqualTo(asked);
        Pair pair = GATEWAY.pair(response.id());
        assertThat(new String(bytes(pair.request().body()), StandardCharsets.UTF_8))
                .isEqualTo(asked);
        assertThat(Legs.body(Legs.legacy(pair))).isEqualTo(legacy).contains("req-42");
        assertThat(Legs.body(Legs.candidate(pair))).isEqualTo(candidate).contains("req-42");
    }

    @Test
    void binary_tensors_keep_every_byte_and_the_length_of_what_goes_before_them() throws Exception {
        String head = "{\"id\":\"req-43\",\"inputs\":[{\"name\":\"x\",\"shape\":[256],\"datatype\":\"FP32\","
                + "\"parameters\":{\"binary_data_size\":1024}}],\"parameters\":{\"binary_data_output\":true}}";
        byte[] asked = withTensor(head, 1024, 1);
        String answerHead = "{\"id\":\"req-43\",\"model_name\":\"ranker\",\"outputs\":[{\"name\":\"y\",\"shape\":[64],"
                + "\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":256}}]}";
        byte[] legacy = withTensor(answerHead, 256, 2);
        byte[] candidate = withTensor(answerHead, 256, 3);
        LEGACY.becomes(answering(answerHead, legacy));
        CANDIDATE.becomes(answering(answerHead, candidate));

        RawResponse response = send(asked, head.length());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.bodyBytes()).isEqualTo(legacy);
        assertThat(response.header(LENGTH)).contains(Integer.toString(answerHead.length()));
        for (FakeModel model : new FakeModel[] {LEGACY, CANDIDATE}) {
            assertThat(model.request(1).bodyBytes()).isEqualTo(asked);
            assertThat(model.request(1).header(LENGTH)).contains(Integer.toString(head.length()));
            assertThat(model.request(1).header("content-type")).contains("application/octet-stream");
        }
        Pair pair = GATEWAY.pair(response.id());
        assertThat(bytes(pair.request().body())).isEqualTo(asked);
        assertThat(pair.request().headers()).containsEntry(LENGTH, Integer.toString(head.length()));
        assertThat(bytes(Legs.legacy(pair).body())).isEqualTo(legacy);
        assertThat(bytes(Legs.candidate(pair).body())).isEqualTo(candidate);
        for (Leg leg : pair.legs()) {
            assertThat(leg.headers()).containsEntry(LENGTH, Integer.toString(answerHead.length()));
            assertThat(leg.tokens()).isNull();
        }
    }

    @Test
    void tensors_that_look_like_the_end_of_a_message_do_not_end_it() throws Exception {
        String head = "{\"inputs\":[]}";
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        asked.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        asked.writeBytes("\r\n0\r\n\r\nPOST /v2/models/other/infer HTTP/1.1\r\nHost: x\r\n\r\n\0\0"
                .getBytes(StandardCharsets.US_ASCII));

        RawResponse response = send(asked.toByteArray(), head.length());

        assertThat(response.bodyBytes()).isEqualTo(asked.toByteArray());
        assertThat(CANDIDATE.request(1).bodyBytes()).isEqualTo(asked.toByteArray());
        assertThat(LEGACY.requests()).hasSize(1);
        assertThat(GATEWAY.pair(response.id()).legs()).hasSize(2);
    }

    @Test
    void a_models_refusal_and_its_metadata_pass_as_they_are() throws Exception {
        LEGACY.becomes(Behaviour.answering(
                400, Map.of("content-type", "application/json"), "{\"error\":\"unexpected shape\"}"));
        RawResponse refused = RawClient.post(GATEWAY.port(), PATH, "{}", "Content-Type: application/json");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"unexpected shape\"}");
        assertThat(GATEWAY.pair(refused.id()).legs()).hasSize(2);

        LEGACY.becomes(Behaviour.answering("{\"ready\":true}"));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            assertThat(client.send(RawClient.request("GET", "/v2/models/ranker/ready", ""))
                            .read()
                            .body())
                    .isEqualTo("{\"ready\":true}");
        }
    }

    private static RawResponse send(byte[] body, int headLength) throws Exception {
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                    + "Inference-Header-Content-Length: " + headLength + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n");
            client.send(body);
            return client.read();
        }
    }

    private static Behaviour answering(String head, byte[] body) {
        return Behaviour.answering(
                200, Map.of("content-type", "application/octet-stream", LENGTH, Integer.toString(head.length())), body);
    }

    private static byte[] withTensor(String head, int length, long seed) {
        byte[] tensor = new byte[length];
        new SplittableRandom(seed).nextBytes(tensor);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(tensor);
        return all.toByteArray();
    }

    private static byte[] bytes(@Nullable Body body) {
        return Objects.requireNonNull(body).bytes();
    }
}
