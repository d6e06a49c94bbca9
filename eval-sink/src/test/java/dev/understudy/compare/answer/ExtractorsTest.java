package dev.understudy.compare.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Compare.Side;
import dev.understudy.config.Part;
import dev.understudy.config.Pointer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of every format that is known, read without a single pointer; and what is none of them. */
final class ExtractorsTest {
    private static final String RESPONSE = """
            {"object":"response","output":[{"type":"reasoning","summary":[]},
             {"type":"message","content":[{"type":"output_text","text":"Hi"},{"type":"output_text","text":" you",
               "logprobs":[{"token":"a","logprob":-0.5},{"token":"b","logprob":-1.5}]}]},
             {"type":"function_call","name":"weather","arguments":"{\\"b\\":1,\\"a\\":2}"}]}""";

    @Test
    void texts_of_language_models() {
        assertThat(text("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}").text())
                .isEqualTo("Hi");
        assertThat(text("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}}]}")
                        .text())
                .isEqualTo("Hi");
        assertThat(text("{\"choices\":[{\"text\":\"Hi\",\"logprobs\":{\"token_logprobs\":[null,-1.0]}}]}")
                        .details()
                        .meanLogprob())
                .isEqualTo(-1);
        assertThat(
                        text(
                                "{\"type\":\"message\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"x\"},"
                                        + "{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{\"a\":1}}]}"))
                .isEqualTo(new Answer.Text(
                        "Hi",
                        new Answer.Details(List.of("f({\"a\":1})"), false, List.of(), List.of(), null, List.of())));
        assertThat(text(RESPONSE))
                .isEqualTo(new Answer.Text(
                        "Hi you",
                        new Answer.Details(
                                List.of("weather({\"a\":2,\"b\":1})"), false, List.of(), List.of(), -1.0, List.of())));
        assertThat(text("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"}}]}"))
                .isEqualTo(new Answer.Text(
                        "No.", new Answer.Details(List.of(), true, List.of(), List.of(), null, List.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":true} | true",
                "{\"text\":3.5} | 3.5",
                "true | true",
                "{\"text\":null} | ''",
                "{\"outputs\":[{\"data\":[\"Hi\"]}]} | Hi",
                "just words | just words"
            })
    void what_is_no_text_is_the_text_that_it_is_written_as(String body, String expected) {
        assertThat(text(body).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prediction\":\"spam\"} | spam | ",
                "{\"pred\":1,\"prob\":0.25} | 1 | 0.25",
                "{\"predictions\":[2]} | 2 | ",
                "{\"prediction\":false} | false | ",
                "{\"probability\":0.75} | 1 | 0.75",
                "{\"predictions\":[[0.1,0.7,0.2]]} | 1 | ",
                "{\"outputs\":[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"cat\"]}]} | cat | ",
                "{\"outputs\":[{\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[0.1,0.2,0.7]}]} | 2 | ",
                "{\"outputs\":[{\"datatype\":\"FP32\",\"shape\":[1],\"data\":[0.25]}]} | 0 | 0.25",
                "{\"outputs\":[{\"datatype\":\"INT64\",\"shape\":[1],\"data\":[4]}]} | 4 | ",
                "[[{\"label\":\"joy\",\"score\":0.9},{\"label\":\"fear\",\"score\":0.1}]] | joy | "
            })
    void classes_of_model_servers(String body, String label, Double probability) {
        Answer.Prediction prediction = (Answer.Prediction) answer(Profile.CLASSIFICATION, body);

        assertThat(prediction.label()).isEqualTo(label);
        assertThat(prediction.probability()).isEqualTo(probability);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prediction\":1.5} | 1.5",
                "{\"predictions\":[[2]]} | 2",
                "{\"prediction\":\"1e3\"} | 1000",
                "{\"outputs\":[{\"datatype\":\"FP64\",\"shape\":[1,1],\"data\":[-0.5]}]} | -0.5",
                "42 | 42"
            })
    void numbers_of_model_servers(String body, double value) {
        assertThat(answer(Profile.REGRESSION, body)).isEqualTo(new Answer.Quantity(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"prediction\":true}", "{\"prediction\":\"NaN\"}", "{\"prediction\":{}}", "{\"pred\":null}"})
    void what_is_no_number_is_counted_as_that(String body) {
        assertThat(((Extracted.Unusable) extracted(Profile.REGRESSION, body)).fault())
                .isEqualTo(Fault.UNEXPECTED_TYPE);
    }

    @Test
    void vectors_as_numbers_and_as_base64() {
        Answer.Vector numbers = (Answer.Vector) answer(Profile.EMBEDDING, "{\"data\":[{\"embedding\":[0.5,-1]}]}");
        Answer.Vector packed =
                (Answer.Vector) answer(Profile.EMBEDDING, "{\"data\":[{\"embedding\":\"AAAAPwAAgL8=\"}]}");

        assertThat(numbers.cosine(packed)).isEqualTo(1, within(1e-12));
        assertThat(((Extracted.Unusable) extracted(Profile.EMBEDDING, "{\"embedding\":[1,\"x\"]}")).fault())
                .isEqualTo(Fault.UNEXPECTED_TYPE);
        assertThat(((Extracted.Unusable) extracted(Profile.EMBEDDING, "{\"embedding\":\"AAA=\"}")).fault())
                .isEqualTo(Fault.UNEXPECTED_TYPE);
    }

    @Test
    void passages_stand_beside_an_answer() {
        Answer.Text found = (Answer.Text)
                answer(
                        Profile.RAG,
                        "{\"answer\":\"Paris\",\"documents\":[{\"id\":7,\"content\":\"Paris is big\"},{\"id\":\"x\",\"text\":\"no\"}]}");

        assertThat(found.details().contextIds()).containsExactly("7", "x");
        assertThat(found.details().contexts()).containsExactly("Paris is big", "no");
    }

    @Test
    void a_pointer_that_matches_nothing_is_named_and_nothing_is_guessed() {
        Compare compare =
                new Compare(Profile.RAG).with(Map.of(Part.CONTEXT_IDS, new Place(Side.ANSWER, new Pointer("/ids"))));

        assertThat(Extractor.of(compare).from(json("{\"answer\":\"x\",\"context_ids\":[1]}")))
                .isEqualTo(new Extracted.Unusable(Fault.POINTER_UNMATCHED, "/ids"));
        assertThat(Extractor.of(new Compare(Profile.CLASSIFICATION)
                                .with(Map.of(Part.PREDICTION, new Place(Side.ANSWER, new Pointer("/c")))))
                        .from(json("{\"pred\":1,\"prob\":0.5}")))
                .isEqualTo(new Extracted.Unusable(Fault.POINTER_UNMATCHED, "/c"));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void no_answer_breaks_an_extractor(Profile profile) {
        for (String body : List.of(
                "{}",
                "[]",
                "null",
                "\"\"",
                "1e999",
                "[[[[]]]]",
                "{\"choices\":[]}",
                "{\"choices\":[{\"message\":7}]}",
                "{\"data\":{\"embedding\":{}}}",
                "{\"outputs\":[{}]}",
                "{\"predictions\":[]}",
                "{\"output\":[1],\"object\":\"response\"}",
                "{\"scores\":{\"a\":\"b\"}}",
                "{\"type\":\"message\",\"content\":[null,1,{}]}",
                "{\"text\":[1,2]}")) {
            assertThat(extracted(profile, body)).as(body).isNotNull();
        }
    }

    private static Answer.Text text(String body) {
        return (Answer.Text) answer(Profile.CHAT, body);
    }

    private static Answer answer(Profile profile, String body) {
        return ((Extracted.Found) extracted(profile, body)).answer();
    }

    private static Extracted extracted(Profile profile, String body) {
        Extractor extractor = Extractor.of(new Compare(profile));
        return Objects.requireNonNull(
                Bodies.json(body).map(extractor::from).orElseGet(() -> extractor.fromPlain(body)));
    }

    private static JsonNode json(String body) {
        return Bodies.json(body).orElseThrow();
    }
}
