package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own client does not notice that a gateway stands between it and the model. */
@ExtendWith(LeakGuard.class)
class OpenAiClientIT {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",
            "content":"%s","refusal":null},"logprobs":null,"finish_reason":"stop"}],
            "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}""";
    private static final List<String> EVENTS = List.of(
            event("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            event("{\"content\":\"Hello\"}", "null"),
            event("{\"content\":\" there\"}", "null"),
            event("{}", "\"stop\""),
            "data: [DONE]\n\n");
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering(ANSWER.formatted("Hello")));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering(ANSWER.formatted("Hi")));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: chat
                match: {path: {exact: /v1/chat/completions}, methods: [POST]}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
            """.formatted(LEGACY.url(), CANDIDATE.url()));
    private static final OpenAIClient CLIENT = OpenAIOkHttpClient.builder()
            .apiKey("callers-own-key")
            .baseUrl("http://127.0.0.1:" + GATEWAY.port() + "/v1")
            .maxRetries(0)
            .build();

    @BeforeEach
    void restore() {
        LEGACY.becomes(Behaviour.answering(ANSWER.formatted("Hello")));
        CANDIDATE.becomes(Behaviour.answering(ANSWER.formatted("Hi")));
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
    void a_completion_comes_back_and_both_answers_are_kept_with_their_tokens() {
        try (var response = CLIENT.chat().completions().withRawResponse().create(params())) {
            assertThat(response.parse().choices().get(0).message().content()).contains("Hello");
            assertThat(LEGACY.request(1).header("authorization")).contains("Bearer callers-own-key");
            Pair pair = GATEWAY.pair(id(response.headers()));
            assertThat(Legs.legacy(pair).tokens()).isEqualTo(new Leg.Tokens(7, 2));
            assertThat(Legs.body(Legs.candidate(pair))).contains("Hi");
            assertThat(CANDIDATE.request(1).header("authorization")).isEmpty();
        }
    }

    @Test
    void a_streamed_completion_comes_back_piece_by_piece() {
        LEGACY.becomes(Behaviour.streaming(EVENTS, List.of()));
        CANDIDATE.becomes(Behaviour.streaming(EVENTS, List.of()));

        try (var response = CLIENT.chat().completions().withRawResponse().createStreaming(params());
                var stream = response.parse()) {
            String text = stream.stream()
                    .map(ChatCompletionChunk::choices)
                    .flatMap(List::stream)
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("Hello there");
            Pair pair = GATEWAY.pair(id(response.headers()));
            assertThat(Legs.body(Legs.candidate(pair))).contains("Hello there");
        }
    }

    @Test
    void an_error_of_the_gateway_is_an_error_of_the_api() {
        LEGACY.becomes(Behaviour.resetting());

        assertThatThrownBy(() -> CLIENT.chat().completions().create(params()))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("502");
    }

    @Test
    void an_error_of_the_model_comes_through_as_it_is() {
        LEGACY.becomes(Behaviour.answering(
                429,
                Map.of("content-type", "application/json", "retry-after", "3"),
                "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit\",\"param\":null,\"code\":null}}"));

        assertThatThrownBy(() -> CLIENT.chat().completions().create(params()))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("slow down");
    }

    private static String id(Headers headers) {
        return headers.values("x-understudy-id").get(0);
    }

    private static ChatCompletionCreateParams params() {
        return ChatCompletionCreateParams.builder()
                .model("m")
                .addUserMessage("hello?")
                .build();
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{"
                + "\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n";
    }
}
