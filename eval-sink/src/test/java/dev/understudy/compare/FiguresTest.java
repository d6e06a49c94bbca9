package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.statistics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    /** A blank stands for the thin space that holds a figure together. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "999, 999",
        "1000, 1 000",
        "2213.4, 2 213",
        "-2213, −2 213",
        "-123, −123",
        "123456, 123 456",
        "-1234567.9, −1 234 568",
        "0.12345, 0.123",
        "0.001234, 0.00123",
        "12.345, 12.3",
        "0.00001234, 1.2e−05",
        "NaN, –"
    })
    void a_number_has_three_digits_or_all_before_the_point_and_its_thousands_apart(double value, String text) {
        assertThat(Figures.plain(value)).isEqualTo(text.replace(' ', '\u202f'));
    }

    @Test
    void differences_have_a_sign_and_those_of_shares_are_points() {
        assertThat(Figures.signed(0.0123, "share")).isEqualTo("+1.23\u202fpp");
        assertThat(Figures.signed(-1200, "characters")).isEqualTo("−1\u202f200 characters");
        assertThat(Figures.size(0.0123, "share")).isEqualTo("1.23\u202fpp");
        assertThat(Figures.signedPercent(-0.2774)).isEqualTo("−27.7\u202f%");
        assertThat(Figures.range(new Interval(-1500, 20), "ms")).isEqualTo("−1\u202f500\u202fms … +20\u202fms");
        assertThat(Figures.span(new Interval(0.1, 0.25), "share")).isEqualTo("10\u202f% … 25\u202f%");
    }

    @Test
    void a_share_of_next_to_nothing_shows_no_digits_of_rounding() {
        assertThat(Figures.percent(6.5e-33)).isEqualTo("< 0.0001\u202f%");
        assertThat(Figures.percent(0)).isEqualTo("0\u202f%");
        assertThat(Figures.signed(1.2e-77, "share")).isEqualTo("0\u202fpp");
        assertThat(Figures.signed(-1.2e-77, "share")).isEqualTo("0\u202fpp");
        assertThat(Figures.percent(0.00002)).isEqualTo("0.002\u202f%");
    }

    @Test
    void a_count_and_a_number_are_grouped_alike() {
        for (int count : new int[] {0, 12, 999, 1000, 54_321, 1_000_000}) {
            assertThat(Figures.plain(count)).isEqualTo(Figures.count(count));
        }
    }
}
