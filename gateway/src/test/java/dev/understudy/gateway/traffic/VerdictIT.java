package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Filter;
import dev.understudy.compare.Report;
import dev.understudy.compare.Reports;
import dev.understudy.compare.Verdict;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the traffic's record leads to: no data is no verdict, and a split that cannot be is said first. */
@ExtendWith(LeakGuard.class)
class VerdictIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("{\"from\": \"legacy\"}"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("{\"from\": \"candidate\"}"));
    private static final String YAML = """
            identity: {user: [{header: x-user-id}]}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: asked
                match: {path: {prefix: /asked}}
                ab: {unit: user, salt: same, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
              - name: trial
                match: {path: {prefix: /trial}}
                ab: {unit: user, salt: same, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
            """.formatted(LEGACY.url(), CANDIDATE.url());

    @AfterAll
    static void close() {
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void no_traffic_is_hold_and_says_that_there_was_none() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            gateway.stop();

            Report report = report(gateway);

            assertThat(report.verdict()).isEqualTo(Verdict.HOLD);
            assertThat(report.routes())
                    .allSatisfy(route -> assertThat(route.reasons())
                            .anySatisfy(reason -> assertThat(reason).contains("saw no traffic")));
        }
    }

    @Test
    void a_few_requests_are_hold() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            RawClient.get(gateway.port(), "/trial", "X-User-Id: a");
            gateway.stop();

            assertThat(report(gateway).verdict()).isEqualTo(Verdict.HOLD);
        }
    }

    @Test
    void an_observed_split_that_contradicts_the_configured_one_is_invalid() throws Exception {
        try (RunningGateway gateway = RunningGateway.with(YAML)) {
            for (String user : candidatesUsers(gateway, 60)) {
                RawClient.get(gateway.port(), "/trial", "X-User-Id: " + user);
            }
            gateway.stop();

            Report report = report(gateway);

            assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(report.reasons().get(0)).startsWith("trial");
        }
    }

    /** Users of whom we know that the split sends them to the candidate: all of them together cannot be chance. */
    private static List<String> candidatesUsers(RunningGateway gateway, int count) throws IOException {
        List<String> users = new ArrayList<>();
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int user = 0; users.size() < count; user++) {
                client.send(RawClient.request("GET", "/asked", "", "X-User-Id: user-" + user));
                RawResponse response = client.read();
                if (response.body().contains("candidate")) {
                    users.add("user-" + user);
                }
            }
        }
        return users;
    }

    private static Report report(RunningGateway gateway) throws IOException {
        return Reports.compute(gateway.dataDirectory(), Optional.empty(), Filter.ALL, 2, 1);
    }
}
