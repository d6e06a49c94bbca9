package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final long NOW = Instant.parse("2026-11-22T01:02:03Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                              | 7
            '  7 '                         | 7
            Sun, 22 Nov 2026 01:02:13 GMT  | 10
            Sunday, 22-Nov-26 01:02:13 GMT | 10
            Sun Nov 22 01:02:13 2026       | 10
            99999999999999999999           | 2147483647
            """)
    void seconds_and_dates_are_understood(String value, long seconds) {
        assertThat(nanos(value)).hasValue(TimeUnit.SECONDS.toNanos(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-1", "1.5", "soon", "Sun, 22 Nov 2026 01:02:03 GMT", "Mon, 01 Jan 1990 00:00:00 GMT"})
    void what_is_over_or_says_nothing_is_no_wait(String value) {
        assertThat(nanos(value)).isEmpty();
    }

    private static OptionalLong nanos(String value) {
        Fields fields = Fields.of(List.of(Map.entry("retry-after", value)));
        return RetryAfter.nanos(new ResponseHead(503, "", fields, 0, true), NOW);
    }
}
