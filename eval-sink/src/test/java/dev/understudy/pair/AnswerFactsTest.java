package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.pair.AnswerFacts.Event;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFactsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CONTENT | {"choices":[{"delta":{"content":"x"}}]}
                    CONTENT | {"choices":[{"delta":{"reasoning_content":"x"}}]}
                    CONTENT | {"choices":[{"delta":{"refusal":"x"}}]}
                    CONTENT | {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f"}}]}}]}
                    CONTENT | {"choices":[{"index":0,"delta":{}},{"index":1,"delta":{"content":"x"}}]}
                    FRAME   | {"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}
                    FRAME   | {"choices":[{"delta":{"role":"assistant","content":null}}]}
                    FRAME   | {"choices":[{"delta":{"tool_calls":[]}}]}
                    FRAME   | {"choices":[{"delta":{},"finish_reason":"stop"}]}
                    FRAME   | {"choices":[],"usage":{"prompt_tokens":1}}
                    CONTENT | {"object":"text_completion","choices":[{"text":"x"}]}
                    FRAME   | {"object":"text_completion","choices":[{"text":""}]}
                    FRAME   | {"type":"response.created","response":{"status":"in_progress"}}
                    FRAME   | {"type":"response.output_item.added","item":{"type":"message"}}
                    FRAME   | {"type":"response.content_part.added","part":{"text":""}}
                    CONTENT | {"type":"response.output_text.delta","delta":"x"}
                    CONTENT | {"delta":"x","type":"response.function_call_arguments.delta"}
                    FRAME   | {"type":"response.output_text.delta","delta":""}
                    FRAME   | {"type":"response.completed","response":{"error":null,"status":"completed"}}
                    ERROR   | {"type":"response.failed","response":{"status":"failed"}}
                    FRAME   | {"type":"message_start","message":{"type":"message","content":[]}}
                    FRAME   | {"type":"ping"}
                    FRAME   | {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
                    CONTENT | {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f"}}
                    CONTENT | {"type":"content_block_delta","delta":{"type":"text_delta","text":"x"}}
                    CONTENT | {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"x"}}
                    FRAME   | {"type":"content_block_delta","delta":{"type":"signature_delta","signature":"x"}}
                    FRAME   | {"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":""}}
                    FRAME   | {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}
                    ERROR   | {"type":"error","error":{"type":"overloaded_error"}}
                    ERROR   | {"error":{"message":"no","code":500}}
                    ERROR   | {"choices":[],"error":"no"}
                    FRAME   | {"choices":[],"error":null}
                    DONE    | [DONE]
                    UNKNOWN | 1
                    UNKNOWN | not JSON
                    UNKNOWN | {"token":"x"}
                    UNKNOWN | {"message":"hello"}
                    """)
    void an_event_is_what_it_is_for_the_client(Event event, String data) {
        byte[] bytes = (" " + data + " ").getBytes(StandardCharsets.UTF_8);

        assertThat(new AnswerFacts().read(bytes, 1, bytes.length - 2)).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    {"model":"m","choices":[{"message":{"content":"x"},"finish_reason":"length"}]}       | m | length
                    {"type":"message","model":"c","stop_reason":"end_turn"}                              | c | end_turn
                    {"object":"response","status":"completed","model":"r","error":null}                  | r | completed
                    {"object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}} | - | max_output_tokens
                    {"object":"response","status":"in_progress"}                                         | - | -
                    {"type":"response.completed","response":{"object":"response","model":"r","status":"completed"}} | r | completed
                    {"object":"job","status":"completed"}                                                | - | -
                    {"model":7,"choices":[{"finish_reason":null}]}                                       | - | -
                    """)
    void an_answer_names_its_model_and_why_it_ended(String json, String model, String finishReason) {
        AnswerFacts facts = AnswerFacts.of(json.getBytes(StandardCharsets.UTF_8));

        assertThat(facts.model()).isEqualTo(model);
        assertThat(facts.finishReason()).isEqualTo(finishReason);
    }

    @Test
    void what_a_cache_gave_is_part_of_the_input_in_either_api() {
        assertThat(tokens(
                        "{\"prompt_tokens\":100,\"completion_tokens\":9,\"prompt_tokens_details\":{\"audio_tokens\":0,"
                                + "\"cached_tokens\":60},\"completion_tokens_details\":{\"reasoning_tokens\":4}}"))
                .isEqualTo(new Leg.Tokens(100, 9, 60L, 4L, false, false));
        assertThat(tokens("{\"input_tokens\":30,\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":60,"
                        + "\"output_tokens\":9}"))
                .isEqualTo(new Leg.Tokens(100, 9, 60L, null, false, false));
    }

    @Test
    void what_is_no_count_does_not_count() {
        assertThat(tokens("{\"prompt_tokens\":-1,\"completion_tokens\":1.5}")).isNull();
        assertThat(tokens("{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":\"7\"}"))
                .isNull();
        assertThat(tokens("[1]")).isNull();
        assertThat(tokens("null")).isNull();
    }

    @Test
    void what_came_before_an_answer_broke_off_still_holds() {
        byte[] cut = "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2},\"choices\":[{\"mess"
                .getBytes(StandardCharsets.UTF_8);

        AnswerFacts facts = AnswerFacts.of(cut);

        assertThat(facts.model()).isEqualTo("m");
        assertThat(facts.tokens()).isEqualTo(new Leg.Tokens(3, 2));
    }

    private static Leg.@Nullable Tokens tokens(String usage) {
        return AnswerFacts.of(("{\"usage\":" + usage + "}").getBytes(StandardCharsets.UTF_8))
                .tokens();
    }
}
