package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {
    @Test
    void without_a_word_there_are_limits_and_neither_spans_nor_an_access_log() {
        assertThat(Yaml.parse(Yaml.withRoute(Yaml.ROUTE)).operations()).isEqualTo(Operations.DEFAULT);
    }

    @Test
    void every_setting_is_taken_from_the_file() {
        Operations operations = Yaml.parse(Yaml.with("""
                        pressure: {inFlight: 7, loopLag: 30ms, bodies: 2.5, calmAfter: 9s,
                          shed: {shadows: 10, bodies: 20, interleaving: 30, requests: 40}}
                        tracing: {otlp: "HTTPS://collector.test:4318/", samplePercent: 0.5, serviceName: gw, queue: 8}
                        accessLog: {path: ./x.log, queue: 9}
                        """)).operations();

        assertThat(operations)
                .isEqualTo(new Operations(
                        new Pressure(
                                7,
                                Duration.ofMillis(30),
                                new Percent(2.5),
                                new Pressure.Shed(new Percent(10), new Percent(20), new Percent(30), new Percent(40)),
                                Duration.ofSeconds(9)),
                        Optional.of(new Tracing(URI.create("https://collector.test:4318"), new Percent(0.5), "gw", 8)),
                        Optional.of(new AccessLog("./x.log", 9))));
    }

    @Test
    void what_is_written_out_reads_as_the_same_again() {
        Config config = Yaml.parse(Yaml.with("""
                        pressure: {inFlight: 7, shed: {requests: 99.5}}
                        tracing: {otlp: "http://127.0.0.1:4318"}
                        accessLog: {path: "-"}
                        """));

        assertThat(Yaml.content(Yaml.parse(EffectiveConfig.yaml(config)))).isEqualTo(Yaml.content(config));
        assertThat(config.operations().accessLog().orElseThrow().isStandardOutput())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pressure: {inFlight: 0}                         | pressure.inFlight: 0 (expected: a whole number from 1 to 10000000)
                    pressure: {loopLag: 0ms}                        | pressure.loopLag: "0ms" (expected: a duration from 1ms to 1m, such as 300ms, 10s, 5m, 1h or 14d)
                    pressure: {bodies: 0}                           | pressure.bodies: 0 (expected: more than 0, at most 100)
                    pressure: {shed: {shadows: 85}}                 | pressure.shed: shadows at 85 %, bodies at 80 %, interleaving at 90 %, requests at 95 % (expected: none before the one that goes first: shadows, bodies, interleaving, requests)
                    pressure: {shed: {noise: 85}}                   | pressure.shed.noise: unknown key (expected: shadows, bodies, interleaving, requests)
                    tracing: {samplePercent: 1}                     | tracing.otlp: missing (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "http://h:4318/v1/traces"}      | tracing.otlp: "http://h:4318/v1/traces" (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "http://me:secret@h:4318"}      | tracing.otlp: no such address (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "http://h:"}                    | tracing.otlp: "http://h:" (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "http://h:65536"}               | tracing.otlp: "http://h:65536" (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "grpc://h:4317"}                | tracing.otlp: "grpc://h:4317" (expected: the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318)
                    tracing: {otlp: "http://h:1", serviceName: ""}  | tracing.serviceName: "" (expected: 1 to 200 printable characters without spaces)
                    tracing: {otlp: "http://h:1", queue: 0}         | tracing.queue: 0 (expected: a whole number from 1 to 1000000)
                    accessLog: {}                                   | accessLog.path: missing (expected: a file, or "-" for standard output)
                    accessLog: {path: ""}                           | accessLog.path: "" (expected: a path)
                    accessLog: {path: a, format: json}              | accessLog.format: unknown key (expected: path, queue)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String section, String problem) {
        assertThat(Yaml.problems(Yaml.with(section))).containsExactly(problem);
    }
}
