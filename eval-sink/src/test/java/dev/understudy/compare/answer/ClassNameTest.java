package dev.understudy.compare.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassNameTest {
    @ParameterizedTest
    @CsvSource({"1.0, 1", "0.0, 0", "-1.0, -1", "-0.0, 0", "10.000, 10", "20.0, 20"})
    void a_whole_number_is_the_same_class_with_a_fraction_of_zeros(String written, String name) {
        assertThat(ClassName.of(written)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.10", "007", "007.0", "1e3", "1000", "+1.0", "1.", ".0", "1.0.0", "v1.0", "1.0 ", "", "x0"})
    void all_else_is_what_it_says(String written) {
        assertThat(ClassName.of(written)).isEqualTo(written);
    }

    @Test
    void what_is_too_long_is_no_number() {
        String longest = "1" + "0".repeat(97) + ".0";
        String longer = "1" + "0".repeat(98) + ".0";

        assertThat(ClassName.of(longest)).isEqualTo("1" + "0".repeat(97));
        assertThat(ClassName.of(longer)).isEqualTo(longer);
    }
}
