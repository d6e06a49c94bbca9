package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own client reaches the other interfaces as well, and tries again as it does without a gateway. */
@ExtendWith(LeakGuard.class)
class OpenAiApisIT {
    private static final String RESPONSE = """
            {"id":"resp_1","object":"response","created_at":1,"status":"%2$s","error":null,"incomplete_details":null,
            "instructions":null,"metadata":{},"model":"m","parallel_tool_calls":true,"temperature":1,"tool_choice":"auto",
            "tools":[],"top_p":1,"output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant",
            "content":[{"type":"output_text","text":"%1$s","annotations":[]}]}],
            "usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":2},"output_tokens":3,
            "output_tokens_details":{"reasoning_tokens":0},"total_tokens":10}}""".replace("\n", "");
    private static final List<String> RESPONSE_EVENTS = List.of(
            event("response.created", "\"response\":" + RESPONSE.formatted("", "in_progress")),
            event(
                    "response.output_text.delta",
                    "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\",\"logprobs\":[]"),
            event(
                    "response.output_text.delta",
                    "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\" there\",\"logprobs\":[]"),
            event("response.completed", "\"response\":" + RESPONSE.formatted("Hello there", "completed")));
    private static final String COMPLETION = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",
            "content":"at last","refusal":null},"logprobs":null,"finish_reason":"stop"}]}""";
    private static final Behaviour NOT_NOW = refusing(429);
    private static final Behaviour BROKEN = refusing(503);

    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("{}"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("{}"));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: all
                match: {path: {prefix: /v1}, methods: [POST]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url()));
    private static final OpenAIClient CLIENT = client(0);

    @BeforeEach
    void forget() {
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_response_that_nothing_is_kept_of_comes_back_and_is_copied() {
        LEGACY.becomes(Behaviour.answering(RESPONSE.formatted("Hello", "completed")));
        CANDIDATE.becomes(Behaviour.answering(RESPONSE.formatted("Hi", "completed")));

        try (var raw = CLIENT.responses().withRawResponse().create(asked(false))) {
            assertThat(raw.parse()
                            .output()
                            .get(0)
                            .asMessage()
                            .content()
                            .get(0)
                            .asOutputText()
                            .text())
                    .isEqualTo("Hello");
            Pair pair = GATEWAY.pair(id(raw.headers()));
            assertThat(Legs.legacy(pair).tokens()).isEqualTo(new Leg.Tokens(7, 3, 2L, 0L, false, false));
            assertThat(Legs.body(Legs.candidate(pair))).contains("Hi");
        }
    }

    @Test
    void a_response_that_its_provider_keeps_is_asked_for_once() {
        LEGACY.becomes(Behaviour.answering(RESPONSE.formatted("Hello", "completed")));

        try (var raw = CLIENT.responses().withRawResponse().create(asked(true))) {
            Leg copy = Legs.candidate(GATEWAY.pair(id(raw.headers())));
            assertThat(copy.outcome()).isEqualTo(Leg.Outcome.SKIPPED);
            assertThat(copy.cause()).isEqualTo("stateKept");
            assertThat(CANDIDATE.requests()).isEmpty();
        }
    }

    @Test
    void a_streamed_response_comes_back_piece_by_piece_with_its_first_token_and_usage() {
        LEGACY.becomes(Behaviour.streaming(RESPONSE_EVENTS, List.of()));
        CANDIDATE.becomes(Behaviour.streaming(RESPONSE_EVENTS, List.of()));

        try (var raw = CLIENT.responses().withRawResponse().createStreaming(asked(false));
                var stream = raw.parse()) {
            String text = stream.stream()
                    .flatMap(event -> event.outputTextDelta().stream())
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello there");

            Pair pair = GATEWAY.pair(id(raw.headers()));
            for (Leg leg : pair.legs()) {
                assertThat(leg.times().firstTokenMs()).isNotNull();
                assertThat(leg.tokens()).isEqualTo(new Leg.Tokens(7, 3, 2L, 0L, false, false));
            }
        }
    }

    @Test
    void embeddings_come_back_to_the_bit_and_both_are_kept() {
        ByteBuffer vector = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        vector.putFloat(0.125f).putFloat(-1e-7f).putFloat(3);
        String embeddings = """
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":%s}],"model":"m",
                "usage":{"prompt_tokens":4,"total_tokens":4}}""";
        // The client asks for base64 unless it is told otherwise.
        LEGACY.becomes(exchange -> exchange.readBody()
                .respond(
                        200,
                        Map.of("content-type", "application/json"),
                        embeddings
                                .formatted(
                                        exchange.request().body().contains("base64")
                                                ? "\"" + Base64.getEncoder().encodeToString(vector.array()) + "\""
                                                : "[0.125,-1e-7,3]")
                                .getBytes(StandardCharsets.UTF_8)));
        CANDIDATE.becomes(Behaviour.answering(embeddings.formatted("[0.5,0.5,0.5]")));
        EmbeddingCreateParams asked =
                EmbeddingCreateParams.builder().model("m").input("hello").build();

        try (var raw = CLIENT.embeddings().withRawResponse().create(asked)) {
            CreateEmbeddingResponse response = raw.parse();
            assertThat(response.data().get(0).embedding()).containsExactly(0.125f, -1e-7f, 3f);
            Pair pair = GATEWAY.pair(id(raw.headers()));
            assertThat(Legs.body(Legs.candidate(pair))).contains("[0.5,0.5,0.5]");
            assertThat(Legs.legacy(pair).outcome()).isEqualTo(Leg.Outcome.OK);
        }
    }

    @Test
    void the_client_tries_again_after_429_and_503_and_each_attempt_is_a_pair_of_its_own() throws Exception {
        List<Behaviour> turns = List.of(NOT_NOW, BROKEN, Behaviour.answering(COMPLETION));
        AtomicInteger turn = new AtomicInteger();
        LEGACY.becomes(exchange ->
                turns.get(Math.min(turn.getAndIncrement(), turns.size() - 1)).serve(exchange));
        ChatCompletionCreateParams asked = ChatCompletionCreateParams.builder()
                .model("m")
                .addUserMessage("tries-again")
                .build();
        OpenAIClient patient = client(3);
        try {
            assertThat(patient.chat()
                            .completions()
                            .create(asked)
                            .choices()
                            .get(0)
                            .message()
                            .content())
                    .contains("at last");
        } finally {
            patient.close();
        }
        assertThat(LEGACY.requests()).hasSize(3);
        assertThat(LEGACY.request(3).header("x-stainless-retry-count")).contains("2");
        await().atMost(Deadline.PATIENCE)
                .untilAsserted(() -> assertThat(GATEWAY.pairs().stream()
                                .filter(pair -> pair.request().body() != null
                                        && new String(pair.request().body().bytes(), StandardCharsets.UTF_8)
                                                .contains("tries-again"))
                                .map(pair -> Legs.legacy(pair).status()))
                        .containsExactlyInAnyOrder(429, 503, 200));
    }

    private static OpenAIClient client(int retries) {
        return OpenAIOkHttpClient.builder()
                .apiKey("callers-own-key")
                .baseUrl("http://127.0.0.1:" + GATEWAY.port() + "/v1")
                .maxRetries(retries)
                .build();
    }

    private static ResponseCreateParams asked(boolean store) {
        return ResponseCreateParams.builder()
                .model("m")
                .input("hello?")
                .store(store)
                .build();
    }

    private static Behaviour refusing(int status) {
        return Behaviour.answering(
                status,
                Map.of("content-type", "application/json", "retry-after-ms", "5"),
                "{\"error\":{\"message\":\"not now\",\"type\":\"rate_limit\",\"param\":null,\"code\":null}}");
    }

    private static String id(Headers headers) {
        return headers.values("x-understudy-id").get(0);
    }

    private static String event(String type, String more) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":0," + more + "}\n\n";
    }
}
