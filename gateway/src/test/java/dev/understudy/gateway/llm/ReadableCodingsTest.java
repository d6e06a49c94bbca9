package dev.understudy.gateway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a language model is told that its client takes. */
class ReadableCodingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP, deflate;q=0.5",
                "x-gzip,identity",
                "gzip, *;q=0",
                "gzip, *; q=0.000",
                "identity;q=0, gzip",
                "br, *;q=0",
                "br, Identity; q=0.0",
                "zstd, gzip;q=0, *;q=0",
                "",
                " , "
            })
    void what_can_be_read_stays_as_it_is(String accepted) {
        assertThat(ReadableCodings.of(List.of(accepted))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd     | gzip, deflate",
                "br;q=1.0, gzip;q=0.8, *;q=0.1 | gzip;q=0.8",
                "BR, identity;q=0.2          | identity;q=0.2",
                "br                          | identity",
                "*                           | identity",
                "compress, dcb, gzip;q=0     | gzip;q=0",
                "br, gzip, *;q=0             | gzip, *;q=0"
            })
    void what_cannot_is_taken_out(String accepted, String left) {
        assertThat(ReadableCodings.of(List.of(accepted))).isEqualTo(left);
    }

    @Test
    void several_fields_are_one_list() {
        assertThat(ReadableCodings.of(List.of("gzip", "br", "deflate"))).isEqualTo("gzip, deflate");
        assertThat(ReadableCodings.of(List.of("gzip", "deflate"))).isNull();
    }
}
