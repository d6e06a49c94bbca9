package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A rollout takes its steps by the clock, waits where a person is to look, and goes on after a restart where it was. */
@ExtendWith(LeakGuard.class)
class CanaryStepsIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final String YAML = """
            identity: {user: [{header: x-user-id}]}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: growing
                match: {path: {prefix: /}}
                canary:
                  legacy: legacy
                  candidate: candidate
                  assignBy: user
                  steps: [%s]
                record: {percent: 100}
            """;

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void the_share_grows_when_its_time_has_come_and_waits_for_a_person_after() throws Exception {
        String steps = "{setPercent: 10}, {pause: 2s}, {setPercent: 50}, {pause: {}}, {setPercent: 100}";
        try (RunningGateway gateway = RunningGateway.with(YAML.formatted(LEGACY.url(), CANDIDATE.url(), steps))) {
            Set<String> atFirst = candidates(gateway);

            await().atMost(Deadline.PATIENCE).until(() -> candidates(gateway).size() > 60);
            Set<String> later = candidates(gateway);

            assertThat(later).containsAll(atFirst).hasSizeBetween(61, 140);
            assertThat(gateway.adminJson("/api/v1/routes").toString()).contains("50");
            String id = RawClient.get(
                            gateway.port(),
                            "/",
                            "X-User-Id: " + later.iterator().next())
                    .id();
            assertThat(gateway.pair(id).propensity()).isEqualTo(0.5);
        }
    }

    @Test
    void a_restart_does_not_begin_anew() throws Exception {
        String yaml = YAML.formatted(
                LEGACY.url(), CANDIDATE.url(), "{setPercent: 5}, {pause: 1s}, {setPercent: 60}, {pause: {}}");
        Set<String> before;
        try (RunningGateway first = RunningGateway.in(directory, yaml)) {
            await().atMost(Deadline.PATIENCE).until(() -> candidates(first).size() > 80);
            before = candidates(first);
        }
        try (RunningGateway second = RunningGateway.in(directory, yaml)) {
            assertThat(candidates(second)).isEqualTo(before);
        }
    }

    private static Set<String> candidates(RunningGateway gateway) throws Exception {
        Set<String> candidates = new HashSet<>();
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int user = 0; user < 200; user++) {
                client.send(RawClient.request("GET", "/", "", "X-User-Id: user-" + user));
                if (client.read().body().equals("candidate")) {
                    candidates.add("user-" + user);
                }
            }
        }
        return candidates;
    }
}
