package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedNamesTest {
    private static final QuotedNames NAMES = new QuotedNames("store", "tools");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"store\":true}",
                "{\"a\":1,\"tools\" : []}",
                "\"tools\"",
                "{\"\\u0073tore\":1}",
                "xxxxxx\"store\""
            })
    void findsANameWhereverItStands(String body) {
        assertThat(NAMES.mayBeIn(bytes(body))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\\",
                "\\u0",
                "\"store",
                "{\"stores\":1}",
                "{store:1}",
                "{\"a\":\"no tools\"}",
                "{\"caf\\u00e9\":\"\\u003c\"}",
                "\"tool\"s\""
            })
    void passesOverWhatOnlyResemblesOne(String body) {
        assertThat(NAMES.mayBeIn(bytes(body))).isFalse();
    }

    @Test
    void aNameIsFoundAtEveryPlaceOfABody() {
        for (int before = 0; before < 40; before++) {
            for (int behind = 0; behind < 10; behind++) {
                String body = "x".repeat(before) + "\"store\"" + "\"".repeat(behind);
                assertThat(NAMES.mayBeIn(bytes(body))).as(body).isTrue();
            }
        }
    }

    @RepeatedTest(50)
    void agreesWithASearchByteByByte(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        String[] pieces = {"\"", "store", "tools", "\\", "u006", "u00e", "#", "]", "x", "é", "!", "\"store\"", "tool"};
        for (int i = 0; i < 200; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            String text = body.toString();
            boolean expected = text.contains("\"store\"") || text.contains("\"tools\"") || text.contains("\\u006");
            assertThat(NAMES.mayBeIn(bytes(text))).as(text).isEqualTo(expected);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
