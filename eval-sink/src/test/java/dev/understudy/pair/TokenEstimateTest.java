package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
    private static final String CHAT =
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"one two three\"}}]}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    3 | {"choices":[{"message":{"role":"assistant","content":"one two three"},"finish_reason":"stop"}]}
                    2 | {"object":"text_completion","choices":[{"text":"one two"}]}
                    3 | {"type":"message","stop_reason":"end_turn","content":[{"type":"text","text":"one two three"}]}
                    2 | {"object":"response","status":"completed","output":[{"type":"message","id":"long-id","content":[{"type":"output_text","text":"one two"}]}]}
                    4 | {"choices":[{"message":{"tool_calls":[{"id":"call_1","type":"function","function":{"name":"one","arguments":" two three four"}}]}}]}
                    """)
    void what_a_model_wrote_is_counted_in_every_shape(long output, String answer) {
        Leg.Tokens tokens = Objects.requireNonNull(estimate("{\"messages\":[]}", answer, 1));

        assertThat(tokens.output()).isEqualTo(output);
        assertThat(tokens.estimated()).isTrue();
    }

    @Test
    void what_was_asked_is_counted_with_what_a_template_puts_around_it() {
        Leg.Tokens tokens = Objects.requireNonNull(estimate(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"one two\"},{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}]}",
                CHAT,
                1));

        assertThat(tokens.input()).isEqualTo(2 + 2 * 4);
    }

    @Test
    void what_was_cut_from_the_record_is_taken_to_be_like_the_rest() {
        assertThat(Objects.requireNonNull(estimate("{}", CHAT, 0.5)).output()).isEqualTo(6);
    }

    @Test
    void of_a_long_text_a_part_is_counted() {
        String text = "word ".repeat(200_000);

        Leg.Tokens tokens = Objects.requireNonNull(
                estimate("{}", "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]}", 1));

        assertThat(tokens.output()).isBetween(190_000L, 210_000L);
    }

    @Test
    void what_is_no_answer_of_a_language_model_has_no_tokens() {
        assertThat(estimate("{}", "{\"hits\":[\"one two\"]}", 1)).isNull();
        assertThat(estimate("{}", "not JSON", 1)).isNull();
        assertThat(estimate("not JSON", CHAT, 1)).isNull();
    }

    private static Leg.@Nullable Tokens estimate(String request, String answer, double share) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return TokenEstimate.of(body(request), body(answer), AnswerFacts.of(bytes), share);
    }

    private static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }
}
