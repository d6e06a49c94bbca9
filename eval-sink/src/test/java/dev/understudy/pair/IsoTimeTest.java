package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    @Test
    void what_is_written_is_read_as_it_was() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-60_000_000_000_000L, 250_000_000_000_000L));
            assertThat(IsoTime.parse(IsoTime.of(time))).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T01:02:03Z",
                "2026-11-22T01:02:03.456789Z",
                "2024-02-29T23:59:59.999Z",
                "2016-12-31T23:59:60.000Z",
                "2026-11-22T24:00:00.000Z",
                "+12026-01-01T00:00:00.000Z"
            })
    void times_of_other_shapes_are_read_as_java_reads_them(String text) {
        assertThat(IsoTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T01:02:03.456Z",
                "2026-13-01T01:02:03.456Z",
                "2026-11-22T25:02:03.456Z",
                "2026-11-22T01:60:03.456Z",
                "2026-11-22T01:02:61.456Z",
                "2026-11-22 01:02:03.456Z",
                "2026-11-22T01:02:03.456z ",
                ""
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> IsoTime.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
