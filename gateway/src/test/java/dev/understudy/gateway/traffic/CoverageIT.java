package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every eligible request is counted as recorded or as dropped with its cause, and the log holds what was counted. */
@ExtendWith(LeakGuard.class)
class CoverageIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: sampled
                match: {path: {prefix: /sampled}}
                ab: {arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                record: {percent: 40}
              - name: all
                match: {path: {prefix: /all}}
                shadow: {legacy: legacy, candidates: [{model: candidate, percent: 50}], noise: {percent: 10}}
              - name: plain
                match: {path: {prefix: /}}
                model: legacy
            """.formatted(LEGACY.url(), CANDIDATE.url());

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void recorded_and_dropped_add_up_to_eligible() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/sampled", 300);
            gateway.stop();

            List<Pair> pairs = gateway.pairs();
            assertThat(sum(gateway, "sampled", Pulse::eligible)).isEqualTo(300);
            assertThat(sum(gateway, "sampled", Pulse::recorded)).isEqualTo(pairs.size());
            assertThat(dropped(gateway, "sampled", "sampled_out")).isEqualTo(300 - pairs.size());
            assertThat(pairs)
                    .hasSizeBetween(60, 180)
                    .allSatisfy(pair -> assertThat(pair.sampleRate()).isEqualTo(0.4));
        }
    }

    @Test
    void all_traffic_is_in_the_pulses_by_arm_whether_recorded_or_not() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/sampled", 200);
            gateway.stop();

            assertThat(byModel(gateway, "sampled", Pulse::assigned).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(200);
            assertThat(byModel(gateway, "sampled", Pulse::served)).containsOnlyKeys("legacy", "candidate");
            for (Pulse.Time time : List.of(Pulse.Time.FIRST_BYTE, Pulse.Time.LAST_BYTE)) {
                assertThat(gateway.pulses().stream()
                                .flatMap(pulse -> pulse.times().entrySet().stream())
                                .filter(entry -> entry.getKey().endsWith("/" + time.label()))
                                .mapToLong(entry -> entry.getValue().count())
                                .sum())
                        .as(time.label())
                        .isEqualTo(200);
            }
            assertThat(gateway.pulses())
                    .filteredOn(pulse -> pulse.route().equals("sampled"))
                    .allSatisfy(
                            pulse -> assertThat(pulse.configured()).isEqualTo(Map.of("legacy", 0.5, "candidate", 0.5)));
        }
    }

    @Test
    void records_are_numbered_without_gaps_when_none_is_lost() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/all", 50);
            gateway.stop();

            List<Long> sequences =
                    gateway.pairs().stream().map(Pair::sequence).sorted().toList();
            assertThat(sequences).hasSize(50).doesNotHaveDuplicates();
            assertThat(sequences.get(49) - sequences.get(0)).isEqualTo(49);
            assertThat(gateway.pairs())
                    .extracting(Pair::instance)
                    .containsOnly(gateway.pairs().get(0).instance());
        }
    }

    @Test
    void a_full_queue_costs_records_that_are_counted() throws Exception {
        String tight = "sink: {type: file, path: \"%s\", queue: {records: 1, bytes: 4KiB}}\n";
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            gateway.stop();
            try (RunningGateway narrow =
                    RunningGateway.with(tight.formatted(gateway.dataDirectory() + "/narrow") + YAML)) {
                send(narrow, "/all", 100, "larger than the queue".repeat(400));
                send(narrow, "/all", 400);
                narrow.stop();

                long written = RunningGateway.pairsIn(gateway.dataDirectory().resolve("narrow"))
                        .size();
                long eligible = 0;
                long recorded = 0;
                long lost = 0;
                for (Pulse pulse :
                        RunningGateway.pulsesIn(gateway.dataDirectory().resolve("narrow"))) {
                    eligible += pulse.eligible();
                    recorded += pulse.recorded();
                    lost += pulse.dropped().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                }
                assertThat(eligible).isEqualTo(500);
                assertThat(recorded).isEqualTo(written);
                assertThat(lost).isPositive().isEqualTo(500 - written);
            }
        }
    }

    @Test
    void metrics_say_the_same_while_it_runs() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/sampled", 100);

            gateway.awaitMetric(100, "understudy_eligible_total", "route=\"sampled\"");
            gateway.awaitMetric(100, "understudy_records_total", "route=\"sampled\"");
            double recorded = gateway.metric("understudy_records_total", "route=\"sampled\"", "result=\"recorded\"");
            double dropped = gateway.metric("understudy_records_total", "route=\"sampled\"", "result=\"sampled_out\"");
            assertThat(recorded + dropped).isEqualTo(100);
            assertThat(recorded).isPositive();
            assertThat(dropped).isPositive();
        }
    }

    @Test
    void a_route_without_an_experiment_is_not_eligible() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/plain", 5);
            gateway.stop();

            assertThat(gateway.pairs()).isEmpty();
            assertThat(sum(gateway, "plain", Pulse::eligible)).isZero();
            assertThat(byModel(gateway, "plain", Pulse::served)).isEqualTo(Map.of("legacy", 5L));
        }
    }

    @Test
    void a_small_sample_of_shadows_lies_inside_the_record() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            send(gateway, "/all", 300);
            gateway.stop();

            List<Pair> noisy = new ArrayList<>();
            for (Pair pair : gateway.pairs()) {
                if (pair.legs().stream().anyMatch(leg -> leg.role() == Leg.Role.NOISE)) {
                    noisy.add(pair);
                }
            }
            assertThat(noisy)
                    .isNotEmpty()
                    .allSatisfy(pair -> assertThat(pair.legs()).hasSize(3));
        }
    }

    private static void send(RunningGateway gateway, String path, int requests) throws Exception {
        send(gateway, path, requests, "x");
    }

    private static void send(RunningGateway gateway, String path, int requests, String body) throws Exception {
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int i = 0; i < requests; i++) {
                assertThat(client.send(RawClient.request("POST", path, body))
                                .read()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private static long sum(RunningGateway gateway, String route, ToLongFunction<Pulse> count) {
        return gateway.pulses().stream()
                .filter(pulse -> pulse.route().equals(route))
                .mapToLong(count)
                .sum();
    }

    private static long dropped(RunningGateway gateway, String route, String cause) {
        return sum(gateway, route, pulse -> pulse.dropped().getOrDefault(cause, 0L));
    }

    private static Map<String, Long> byModel(
            RunningGateway gateway, String route, Function<Pulse, Map<String, Long>> counts) {
        Map<String, Long> sums = new java.util.TreeMap<>();
        gateway.pulses().stream()
                .filter(pulse -> pulse.route().equals(route))
                .forEach(pulse -> counts.apply(pulse).forEach((model, count) -> sums.merge(model, count, Long::sum)));
        return sums;
    }
}
