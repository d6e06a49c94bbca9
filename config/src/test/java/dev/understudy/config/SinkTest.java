package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkTest {
    @Test
    void without_a_sink_pairs_go_to_the_default_one() {
        assertThat(Yaml.parse(Yaml.withRoute(Yaml.ROUTE)).sink()).isEqualTo(Sink.DEFAULT);
    }

    @Test
    void every_setting_is_taken_from_the_file() {
        Sink sink = Yaml.parse(Yaml.with("""
                        sink: {type: file, path: ./x, retention: 1d, maxBytes: 2GiB, segmentBytes: 1MiB, segmentAge: 5m,
                          queue: {records: 6, bytes: 7KiB}}
                        """)).sink();

        assertThat(sink)
                .isEqualTo(new Sink(
                        Path.of("./x"),
                        Duration.ofDays(1),
                        2L << 30,
                        1 << 20,
                        Duration.ofMinutes(5),
                        new Sink.Queue(6, 7168)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {type: kafka}                              | sink.type: kafka: not supported yet: Kafka; use type: file, and ship the segments from its directory
                    {type: files}                              | sink.type: "files", did you mean file? (expected: file)
                    {topic: pairs}                             | sink.topic: not supported yet: Kafka; use type: file, and ship the segments from its directory; remove it
                    {path: ""}                                 | sink.path: "" (expected: a path)
                    {path: "a\\0b"}                            | sink.path: "a\\u0000b" (expected: a path of this system)
                    {retention: 1w}                            | sink.retention: "1w" (expected: a duration from 1m to 3650d, such as 300ms, 10s, 5m, 1h or 14d)
                    {maxBytes: 1MiB, segmentBytes: 2MiB}       | sink: segmentBytes 2MiB are more than maxBytes 1MiB (expected: segments smaller than the whole)
                    {queue: {records: 0}}                      | sink.queue.records: 0 (expected: a whole number from 1 to 10000000)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String sink, String problem) {
        assertThat(Yaml.problems(Yaml.with("sink: " + sink))).containsExactly(problem);
    }
}
