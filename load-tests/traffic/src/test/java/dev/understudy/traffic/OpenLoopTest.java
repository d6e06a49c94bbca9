package dev.understudy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenLoopTest {
    private static final int ANSWER_BYTES = 100;

    @Test
    void every_request_that_is_due_is_sent_and_counted() {
        try (SickModel model = new SickModel(0, ANSWER_BYTES)) {
            List<Answered> answers = new ArrayList<>();

            Map<String, Double> line = run(model.port(), "/", 200, 0.5, 8, answers);

            assertThat(line).containsEntry("sent", 100.0).containsEntry("status_200", 100.0);
            assertThat(line).doesNotContainKey("wrong_length");
            assertThat(answers).hasSize(100).allMatch(answer -> answer.bytes() == ANSWER_BYTES);
            assertThat(counts(model)).containsEntry("requests", 100.0).containsEntry("duplicates", 0.0);
        }
    }

    @Test
    void who_waits_for_a_connection_is_late_and_not_left_out() {
        try (SickModel model = new SickModel(0, ANSWER_BYTES)) {
            // One connection serves at most ten a second, twenty are due: the last waits for about a second.
            Map<String, Double> line = run(model.port(), "/after/100", 20, 1, 1, new ArrayList<>());

            assertThat(line).containsEntry("answered", 20.0);
            assertThat(line.get("max_us")).isGreaterThan(900_000);
            assertThat(line.get("p50_us")).isGreaterThan(400_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"/reset, closed", "/cut, cut", "/never, timeout", "/status/503, status_503"})
    void what_went_wrong_is_told_apart(String path, String outcome) {
        try (SickModel model = new SickModel(0, ANSWER_BYTES)) {
            assertThat(run(model.port(), path, 50, 0.2, 16, new ArrayList<>())).containsEntry(outcome, 10.0);
        }
    }

    @Test
    void nobody_there_is_refused() throws IOException {
        // Bound, so that nobody else gets the port meanwhile, and never listened at.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(run(bound.getLocalPort(), "/", 50, 0.2, 16, new ArrayList<>()))
                    .containsEntry("refused", 10.0);
        }
    }

    @Test
    void what_is_due_in_the_warm_up_is_asked_and_not_counted() {
        try (SickModel model = new SickModel(0, ANSWER_BYTES);
                Loop loop = new Loop("test-load")) {
            LoadPlan plan = new LoadPlan(
                    URI.create("http://127.0.0.1:" + model.port() + "/"),
                    "POST",
                    List.of(),
                    "{}",
                    100,
                    Duration.ofMillis(500),
                    Duration.ofMillis(200),
                    4,
                    Duration.ofSeconds(20),
                    -1);

            Map<String, Double> line =
                    parsed(new OpenLoop(plan, loop, answer -> {}).run().line(1));

            assertThat(line).containsEntry("sent", 70.0).containsEntry("answered", 20.0);
        }
    }

    @Test
    void an_answer_of_another_length_is_wrong() {
        try (SickModel model = new SickModel(0, ANSWER_BYTES + 1)) {
            assertThat(run(model.port(), "/", 50, 0.2, 4, new ArrayList<>())).containsEntry("wrong_length", 10.0);
        }
    }

    static Map<String, Double> counts(SickModel model) {
        return parsed(model.counts());
    }

    static Map<String, Double> parsed(String line) {
        return Stream.of(line.split(" "))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
    }

    private static Map<String, Double> run(
            int port, String path, double rate, double seconds, int connections, List<Answered> answers) {
        LoadPlan plan = new LoadPlan(
                URI.create("http://127.0.0.1:" + port + path),
                "POST",
                List.of("x-user-id: u{n}"),
                "{}",
                rate,
                Duration.ZERO,
                Duration.ofMillis(Math.round(seconds * 1000)),
                connections,
                path.equals("/never") ? Duration.ofMillis(200) : Duration.ofSeconds(20),
                ANSWER_BYTES);
        try (Loop loop = new Loop("test-load")) {
            return parsed(new OpenLoop(plan, loop, answers::add).run().line(seconds));
        }
    }
}
