package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamAssemblyTest {
    private static final String CHUNK =
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

    @Test
    void chat_chunks_become_the_completion_they_stand_for() {
        String stream = CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"\"}", "null")
                + CHUNK.formatted("{\"content\":\"Hello\"}", "null")
                + CHUNK.formatted("{\"content\":\" 世界\"}", "null")
                + CHUNK.formatted("{}", "\"stop\"")
                + "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n"
                + "data: [DONE]\n\n";

        StreamAssembly assembly = assemble(stream);

        assertThat(json(assembly))
                .isEqualTo(
                        "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\","
                                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2},\"choices\":[{\"index\":0,"
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello 世界\"},\"finish_reason\":\"stop\"}]}");
        assertThat(assembly.stream()).isEqualTo(new Leg.Stream(6, true));
        assertThat(assembly.tokens()).isEqualTo(new Leg.Tokens(5, 2));
    }

    @Test
    void tool_calls_are_put_together_by_their_index() {
        String stream = CHUNK.formatted(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"t0\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                        "null")
                + CHUNK.formatted(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", "null")
                + CHUNK.formatted(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"t1\",\"function\":{\"name\":\"time\"}}]}", "null")
                + CHUNK.formatted(
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}", "\"tool_calls\"");

        assertThat(json(assemble(stream)))
                .contains("\"message\":{\"tool_calls\":[{\"id\":\"t0\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":1}\"}},"
                        + "{\"id\":\"t1\",\"function\":{\"name\":\"time\"}}]},\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void choices_that_arrive_mixed_are_told_apart() {
        String stream = events(
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}}]}");

        assertThat(json(assemble(stream)))
                .contains(
                        "{\"index\":0,\"message\":{\"content\":\"a\"}},{\"index\":1,\"message\":{\"content\":\"bB\"}}");
    }

    @Test
    void text_completions_are_put_together_too() {
        String stream = events(
                "{\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"one \",\"finish_reason\":null}]}",
                "{\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"two\",\"finish_reason\":\"length\"}]}");

        assertThat(json(assemble(stream)))
                .isEqualTo("{\"object\":\"text_completion\",\"choices\":"
                        + "[{\"index\":0,\"text\":\"one two\",\"finish_reason\":\"length\"}]}");
    }

    @Test
    void other_streams_are_a_list_of_their_data() {
        String stream =
                "\ufeff: hello\r\nevent: a\r\ndata: {\"x\": 1.50}\r\n\r\ndata:one\rdata: two\r\rid: 7\n\ndata\n\n";

        StreamAssembly assembly = assemble(stream);

        assertThat(json(assembly)).isEqualTo("[{\"x\":1.50},\"one\\ntwo\",\"\"]");
        assertThat(assembly.stream()).isEqualTo(new Leg.Stream(3, true));
    }

    @Test
    void usage_is_found_where_the_other_api_puts_it() {
        String stream = events(
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}",
                "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}}");

        assertThat(assemble(stream).tokens()).isEqualTo(new Leg.Tokens(25, 15));
    }

    @Test
    void anthropics_events_become_the_message_they_stand_for() {
        String stream = events(
                "{\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude\",\"content\":[],\"stop_reason\":null,"
                        + "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"lo\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\","
                        + "\"name\":\"weather\",\"input\":{}}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\"}}",
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":7}}",
                "{\"type\":\"message_stop\"}");

        StreamAssembly assembly = assemble(stream);

        assertThat(json(assembly))
                .isEqualTo(
                        "{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":["
                                + "{\"type\":\"text\",\"text\":\"Hello\"},"
                                + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{\"city\":1}}],"
                                + "\"stop_reason\":\"tool_use\","
                                + "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":7}}");
        assertThat(assembly.stream().complete()).isTrue();
        assertThat(assembly.tokens()).isEqualTo(new Leg.Tokens(15, 7, 5L, null, false, false));
        assertThat(assembly.facts().finishReason()).isEqualTo("tool_use");
        assertThat(assembly.facts().model()).isEqualTo("claude");
    }

    @Test
    void a_message_that_was_cut_has_its_text_and_no_count_of_it() {
        String stream = events(
                "{\"type\":\"message_start\",\"message\":{\"type\":\"message\",\"content\":[],"
                        + "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}");

        StreamAssembly assembly = assemble(stream);

        assertThat(json(assembly))
                .isEqualTo("{\"type\":\"message\",\"content\":[{\"text\":\"Hel\"}],\"usage\":{\"input_tokens\":10}}");
        assertThat(assembly.stream().complete()).isFalse();
        assertThat(assembly.tokens()).isNull();
        assertThat(assembly.facts().inputTokens()).isEqualTo(10);
        assertThat(AnswerFacts.of(assembly.json()).tokens()).isNull();
    }

    @Test
    void the_last_event_of_a_response_is_its_answer() {
        String stream = events(
                "{\"type\":\"response.created\",\"response\":{\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hello\"}",
                "{\"type\":\"response.completed\",\"response\":{\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\","
                        + "\"output\":[{\"type\":\"message\"}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":1}}}}");

        StreamAssembly assembly = assemble(stream);

        assertThat(json(assembly)).startsWith("{\"object\":\"response\",\"status\":\"completed\"");
        assertThat(assembly.stream().complete()).isTrue();
        assertThat(assembly.tokens()).isEqualTo(new Leg.Tokens(3, 2, null, 1L, false, false));
        assertThat(assembly.facts().finishReason()).isEqualTo("completed");
    }

    @Test
    void a_response_that_was_cut_is_what_its_events_said() {
        String stream = events(
                "{\"type\":\"response.created\",\"response\":{\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}",
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[]}}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hel\"}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"lo\"}",
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":1,\"delta\":\"{}\"}");

        assertThat(json(assemble(stream)))
                .isEqualTo("{\"object\":\"response\",\"status\":\"in_progress\",\"output\":[{\"type\":\"message\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]},"
                        + "{\"type\":\"function_call\",\"arguments\":\"{}\"}]}");
        assertThat(assemble(stream).stream().complete()).isFalse();
    }

    @Test
    void a_stream_without_its_end_is_not_complete() {
        String cut = CHUNK.formatted("{\"content\":\"Hel\"}", "null");
        String torn = CHUNK.formatted("{\"content\":\"Hello\"}", "\"stop\"") + "data: {\"choi";

        assertThat(assemble(cut).stream()).isEqualTo(new Leg.Stream(1, false));
        assertThat(assemble(torn).stream()).isEqualTo(new Leg.Stream(1, false));
        assertThat(json(assemble(cut))).contains("\"content\":\"Hel\"");
    }

    @Test
    void a_stream_that_was_cut_here_is_not_complete() {
        byte[] stream = "data: 1\n\n".getBytes(StandardCharsets.UTF_8);

        assertThat(StreamAssembly.of(stream, true).stream().complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void any_beginning_of_a_stream_and_any_rubbish_gives_json(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] stream = (CHUNK.formatted("{\"content\":\"\\ud83d\"}", "null")
                        + CHUNK.formatted("{\"content\":[{\"a\":null}],\"tool_calls\":[7,null]}", "{\"a\":[]}")
                        + CHUNK.formatted("[1]", "3")
                        + "data: {\"choices\":7,\"object\":\"chat.completion.chunk\"}\n\n")
                .getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length <= stream.length; length++) {
            byte[] beginning = Arrays.copyOf(stream, length);
            if (length > 0 && random.nextBoolean()) {
                beginning[random.nextInt(length)] = (byte) random.nextInt();
            }

            byte[] json = StreamAssembly.of(beginning, true).json();

            assertThat(Json.BODIES.readTree(json).isContainerNode()).isTrue();
            assertThatCode(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)))
                    .doesNotThrowAnyException();
        }
    }

    private static String events(String... data) {
        return Arrays.stream(data).map("data: %s\n\n"::formatted).collect(Collectors.joining());
    }

    private static StreamAssembly assemble(String stream) {
        return StreamAssembly.of(stream.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String json(StreamAssembly assembly) {
        return new String(assembly.json(), StandardCharsets.UTF_8);
    }
}
