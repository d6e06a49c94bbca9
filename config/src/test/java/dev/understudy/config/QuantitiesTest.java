package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "512B, 512",
        "64KiB, 65536",
        "1MiB, 1048576",
        "10MB, 10000000",
        "3kB, 3000",
        "3KB, 3000",
        "1GiB, 1073741824"
    })
    void sizes_have_binary_and_decimal_units(String written, int bytes) {
        assertThat(maxBody(written)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 MiB", "1mib", "1M", "1.5MiB", "-1", "1GB1", "99999999999999999999", "9999999TiB", "MiB", "1e3"
            })
    void what_is_no_size_is_refused(String written) {
        assertThat(Yaml.problems(withMaxBody(written))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"300ms, 300", "10s, 10000", "10m, 600000", "1h, 3600000"})
    void durations_have_a_unit(String written, long millis) {
        assertThat(Yaml.model("{url: \"http://h:1\", timeout: " + written + "}")
                        .timeouts()
                        .total())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1 s", "1S", "1h30m", "PT1S", "1us", "-1s", "s", "1.5s", "999999999999999999d", "[1s]"})
    void what_is_no_duration_is_refused(String written) {
        assertThat(Yaml.problems(Yaml.withModel("{url: \"http://h:1\", timeout: " + written + "}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_written_is_read_as_the_same(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int bytes = random.nextInt(1 << 20) * (random.nextBoolean() ? 1 : 1024);
            Duration duration = Duration.ofMillis(1 + random.nextInt(86_400) * (random.nextBoolean() ? 1L : 1000L));

            assertThat(maxBody(Quantities.text(bytes))).isEqualTo(bytes);
            assertThat(Yaml.model("{url: \"http://h:1\", timeout: " + Quantities.text(duration) + "}")
                            .timeouts()
                            .total())
                    .isEqualTo(duration);
        }
    }

    private static int maxBody(String written) {
        return Yaml.parse(withMaxBody(written))
                .routes()
                .get(0)
                .record()
                .orElseThrow()
                .maxBody();
    }

    private static String withMaxBody(String written) {
        return Yaml.withExperiment("model: a, record: {maxBody: " + written + "}");
    }
}
