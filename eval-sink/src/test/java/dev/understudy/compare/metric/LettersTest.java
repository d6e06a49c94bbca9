package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LettersTest {
    private static final String ALPHABET = "\0 -@09AZ_az\u007f\u0080éß漢\ud83d\ude00";

    @Test
    void a_text_has_all_letters_of_each_of_its_parts() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            String text = text(random);
            int from = random.nextInt(text.length() + 1);
            String part = text.substring(from, from + random.nextInt(text.length() - from + 1));
            assertThat(Letters.of(text).hasAll(Letters.of(part)))
                    .as("<%s> in <%s>", part, text)
                    .isTrue();
        }
    }

    @Test
    void each_letter_of_ascii_is_told_from_all_others() {
        for (char one = 1; one < 128; one++) {
            Letters letters = Letters.of(String.valueOf(one));
            for (char other = 1; other < 128; other++) {
                Letters others = Letters.of(String.valueOf(other));
                assertThat(letters.hasAll(others)).isEqualTo(one == other);
                assertThat(letters.hasAny(others)).isEqualTo(one == other);
            }
            assertThat(letters.hasAny(Letters.of("é漢"))).isFalse();
            assertThat(letters.hasAll(Letters.of(""))).isTrue();
        }
        assertThat(Letters.of("漢").hasAll(Letters.of("é")))
                .as("one bit for all")
                .isTrue();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
