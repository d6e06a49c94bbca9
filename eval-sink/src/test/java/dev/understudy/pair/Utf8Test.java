package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final String TEXT = "plain text, 検索 😀 é\u0000 and eight more";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agrees_with_the_decoder_of_the_jdk_on_damaged_text(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(3); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) (0x80 | random.nextInt(128));
            }
            int length = random.nextInt(bytes.length + 1);

            assertThat(isMadeOfCharacters(bytes, length)).isEqualTo(decodes(bytes, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"検", "😀", "é", "a"})
    void only_a_character_that_was_cut_is_taken_off(String character) {
        byte[] bytes = ("x" + character).getBytes(StandardCharsets.UTF_8);

        assertThat(Utf8.withoutTornCharacter(bytes, bytes.length)).isEqualTo(bytes.length);
        for (int length = 1; length < bytes.length; length++) {
            assertThat(Utf8.withoutTornCharacter(bytes, length)).isEqualTo(1);
        }
    }

    private static boolean isMadeOfCharacters(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            int size = bytes[at] >= 0 ? 1 : Utf8.sequenceLength(bytes, at, length);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    private static boolean decodes(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
