package dev.understudy.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static ModelServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ModelServer.start(Variant.QUANTIZED, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void health_is_asked_with_get() throws Exception {
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(uri("/healthz")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void search_finds_by_meaning_and_ranks_the_nearest_first() throws Exception {
        JsonNode hits =
                ask("/search", "{'query': 'sore feet after a hike', 'k': 5}").path("hits");

        assertThat(hits).hasSize(5);
        assertThat(values(hits, "id")).contains("boots/blisters");
        assertThat(StreamSupport.stream(hits.spliterator(), false)
                        .map(hit -> -hit.path("score").doubleValue()))
                .isSorted();
    }

    @Test
    void an_intent_is_the_one_whose_example_is_nearest() throws Exception {
        JsonNode answer = ask("/intent", "{'text': 'where on earth is my package'}");

        assertThat(answer.path("intent").textValue()).isEqualTo("order_status");
        assertThat(answer.path("probability").doubleValue()).isBetween(0.5, 1.0);
    }

    @Test
    void embeddings_stand_in_the_order_of_the_inputs_and_have_length_one() throws Exception {
        JsonNode both = ask("/v1/embeddings", "{'model': 'm', 'input': ['a tent', 'a bicycle']}");
        JsonNode one = ask("/v1/embeddings", "{'model': 'm', 'input': 'a bicycle'}");

        assertThat(both.path("data")).hasSize(2);
        assertThat(both.at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(both.at("/data/1/embedding")).isEqualTo(one.at("/data/0/embedding"));
        assertThat(vector(one).stream().mapToDouble(value -> value * value).sum())
                .isCloseTo(1, within(1e-5));
        assertThat(both.at("/usage/prompt_tokens").intValue())
                .isGreaterThan(one.at("/usage/prompt_tokens").intValue());
    }

    @Test
    void an_embedding_in_base64_is_the_same_embedding() throws Exception {
        JsonNode floats = ask("/v1/embeddings", "{'model': 'm', 'input': 'rope'}");
        JsonNode base64 = ask("/v1/embeddings", "{'model': 'm', 'input': 'rope', 'encoding_format': 'base64'}");

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(base64.at("/data/0/embedding").textValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Double> decoded = new ArrayList<>();
        while (bytes.hasRemaining()) {
            decoded.add((double) bytes.getFloat());
        }
        assertThat(decoded).hasSize(MiniLm.DIMENSIONS);
        assertThat(decoded.get(7)).isCloseTo(vector(floats).get(7), within(1e-6));
    }

    @Test
    void a_streamed_answer_is_the_whole_one_word_by_word() throws Exception {
        String question = "'model': 'm', 'messages': [{'role': 'user', 'content': 'How do I remove a tick?'}]";
        JsonNode whole = ask("/v1/chat/completions", "{" + question + "}");
        HttpResponse<String> streamed = post(
                "/v1/chat/completions",
                "{" + question + ", 'stream': true, 'stream_options': {'include_usage': true}}");

        List<String> events = events(streamed.body());
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            chunks.add(Json.MAPPER.readTree(event));
        }
        assertThat(streamed.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(chunks.get(0).at("/choices/0/delta/role").textValue()).isEqualTo("assistant");
        assertThat(chunks.stream()
                        .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                        .collect(Collectors.joining()))
                .isEqualTo(whole.at("/choices/0/message/content").textValue())
                .contains("tweezers");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").textValue())
                .isEqualTo("stop");
        assertThat(chunks.get(chunks.size() - 1).path("usage")).isEqualTo(whole.path("usage"));
    }

    @Test
    void an_answer_that_was_cut_says_so() throws Exception {
        JsonNode answer = ask(
                "/v1/chat/completions",
                "{'model': 'm', 'max_tokens': 3, 'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'wet tent'}]}]}");

        assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
        assertThat(answer.at("/choices/0/message/content").textValue().strip().split(" "))
                .hasSize(3);
    }

    @Test
    void what_the_corpus_does_not_hold_is_not_made_up() throws Exception {
        JsonNode answer = ask(
                "/v1/chat/completions",
                "{'model': 'm', 'messages': [{'role': 'user', 'content': 'Who composed the opera Turandot?'}]}");

        assertThat(answer.at("/choices/0/message/content").textValue()).contains("says nothing about that");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /search              | {}                                           | 400 | query: missing
                    /search              | {'query': '  '}                              | 400 | query: blank
                    /search              | {'query': 'x', 'k': 0}                       | 400 | k: 0 (expected: 1..60)
                    /search              | {'query': 'x'                                | 400 | body: not JSON
                    /search              | ['x']                                        | 400 | expected: a JSON object
                    /intent              | {'text': 7}                                  | 400 | text: 7
                    /v1/embeddings       | {'input': 'x'}                               | 400 | model: missing
                    /v1/embeddings       | {'model': 'm', 'input': []}                  | 400 | input: 0 texts
                    /v1/embeddings       | {'model': 'm', 'input': ['x', 3]}            | 400 | input[1]: 3
                    /v1/embeddings       | {'model': 'm', 'input': 'x', 'dimensions': 8}| 400 | dimensions: 8
                    /v1/chat/completions | {'model': 'm', 'messages': []}               | 400 | messages: []
                    /v1/chat/completions | {'model': 'm', 'messages': [{'role': 'system', 'content': 'x'}]} | 400 | a question
                    /v1/chat/completions | {'model': 'm', 'stream': 1, 'messages': [{'role': 'user', 'content': 'x'}]} | 400 | stream: 1
                    /searching           | {'query': 'x'}                               | 404 | path: /searching
                    """)
    void a_bad_request_is_told_what_is_wrong(String path, String body, int status, String message) throws Exception {
        HttpResponse<String> response = post(path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = Json.MAPPER.readTree(response.body()).path("error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws Exception {
        HttpResponse<String> response = post("/search", "{'query': '" + "x".repeat(300 * 1024) + "'}");

        assertThat(response.statusCode()).isEqualTo(413);
    }

    private static JsonNode ask(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
    }

    /** @param body with single quotes for double ones */
    private static HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static List<String> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static List<String> values(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    private static List<Double> vector(JsonNode answer) {
        return StreamSupport.stream(answer.at("/data/0/embedding").spliterator(), false)
                .map(JsonNode::doubleValue)
                .toList();
    }
}
