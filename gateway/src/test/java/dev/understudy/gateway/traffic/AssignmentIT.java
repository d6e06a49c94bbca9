package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets which arm: the same everywhere, for ever, whatever the models' health. */
@ExtendWith(LeakGuard.class)
class AssignmentIT {
    private static final int USERS = 200;
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final String YAML = """
            identity: {user: [{header: x-user-id}, {bodyField: /user}], conversation: [{bodyField: /conversation}]}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
              gone: {url: "%s", breaker: {failureRate: 50, minimumCalls: 2, openFor: 1h}}
            routes:
              - name: by-user
                match: {path: {prefix: /user}}
                ab: {unit: user, salt: one, arms: [{model: legacy, weight: 60}, {model: candidate, weight: 40}]}
              - name: by-conversation
                match: {path: {prefix: /conversation}}
                ab: {unit: conversation, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
              - name: by-request
                match: {path: {prefix: /request}}
                ab: {arms: [{model: legacy, weight: 70}, {model: candidate, weight: 30}]}
              - name: ailing
                match: {path: {prefix: /ailing}}
                ab: {unit: user, salt: one, arms: [{model: legacy, weight: 60}, {model: gone, weight: 40}], fallback: {on: [connectError]}}
              - name: canary
                match: {path: {prefix: /canary}}
                canary: {legacy: legacy, candidate: candidate, assignBy: user, salt: grow, steps: [{setPercent: %s}]}
            """;
    private static final RunningGateway GATEWAY = RunningGateway.with(yaml("10"));

    private static String yaml(String percent) {
        return YAML.formatted(LEGACY.url(), CANDIDATE.url(), FakeModel.refusing(), percent);
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void a_user_stays_with_one_arm_and_the_arms_get_their_shares() throws Exception {
        Map<String, String> first = arms(GATEWAY, "/user");

        assertThat(arms(GATEWAY, "/user")).isEqualTo(first);
        assertThat(first.values()).contains("legacy", "candidate");
        assertThat(first.values().stream().filter("candidate"::equals).count()).isBetween(45L, 115L);
    }

    @Test
    void another_instance_that_was_started_anew_assigns_alike() throws Exception {
        Map<String, String> first = arms(GATEWAY, "/user");

        try (RunningGateway second = RunningGateway.with(yaml("10"))) {
            assertThat(arms(second, "/user")).isEqualTo(first);
        }
    }

    @Test
    void requests_are_split_by_weight_whoever_the_user_is() throws Exception {
        int candidate = 0;
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            for (int i = 0; i < 1000; i++) {
                client.send(RawClient.request("GET", "/request", "", "X-User-Id: same"));
                candidate += client.read().body().equals("candidate") ? 1 : 0;
            }
        }

        assertThat(candidate).as("of 1000 at 30 %%, six standard deviations").isBetween(213, 387);
    }

    @Test
    void a_conversation_in_the_body_is_a_unit_and_the_body_arrives_whole() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String body = "{\"conversation\": \"c" + i + "\", \"text\": \"" + "x".repeat(i * 1000) + "\"}";
            RawResponse once = RawClient.post(GATEWAY.port(), "/conversation", body, "Content-Type: application/json");
            RawResponse again = RawClient.post(GATEWAY.port(), "/conversation", body, "Content-Type: application/json");

            assertThat(again.body()).isEqualTo(once.body());
            FakeModel served = once.body().equals("legacy") ? LEGACY : CANDIDATE;
            assertThat(served.requests()).extracting(ReceivedRequest::body).contains(body);
            ids.add(once.id());
        }
        assertThat(GATEWAY.pairs(ids).values()).extracting(Pair::unit).allSatisfy(unit -> {
            assertThat(unit.source()).isEqualTo("bodyField:/conversation");
            assertThat(unit.kind()).isEqualTo("conversation");
        });
    }

    @Test
    void who_asked_stands_in_the_record_also_where_chance_decides_and_nothing_waits_for_the_body() throws Exception {
        RawResponse response =
                RawClient.post(GATEWAY.port(), "/request", "{\"user\": \"ann\"}", "Content-Type: application/json");

        Pair pair = GATEWAY.pair(response.id());
        assertThat(pair.unit())
                .extracting(Pair.Unit::kind, Pair.Unit::source)
                .containsExactly("user", "bodyField:/user");
        assertThat(pair.request().body().bytes())
                .asString()
                .contains("[redacted]")
                .doesNotContain("ann");
    }

    @Test
    void the_arm_is_chosen_before_health_is_looked_at() throws Exception {
        Map<String, String> healthy = arms(GATEWAY, "/user");

        Map<String, String> users = new HashMap<>();
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            for (String user : healthy.keySet()) {
                client.send(RawClient.request("GET", "/ailing", "", "X-User-Id: " + user));
                RawResponse response = client.read();
                assertThat(response.body()).isEqualTo("legacy");
                users.put(response.id(), user);
            }
        }

        GATEWAY.pairs(users.keySet()).forEach((id, pair) -> {
            boolean candidate = "candidate".equals(healthy.get(users.get(id)));
            assertThat(pair.served()).isEqualTo("legacy");
            assertThat(pair.assigned()).isEqualTo(candidate ? "gone" : "legacy");
            assertThat(pair.propensity()).isEqualTo(candidate ? 0.4 : 0.6);
            if (candidate) {
                assertThat(Legs.candidate(pair).outcome()).isNotEqualTo(Leg.Outcome.OK);
                assertThat(Legs.candidate(pair).cause()).isNotNull();
            }
        });
    }

    @Test
    void a_canary_only_grows_and_is_empty_at_zero() throws Exception {
        try (RunningGateway growing = RunningGateway.with(yaml("5"))) {
            Set<String> before = candidates(growing, "/canary");
            for (String percent : new String[] {"20", "60", "100"}) {
                growing.reload(yaml(percent));
                Set<String> after = candidates(growing, "/canary");
                assertThat(after).containsAll(before).hasSizeGreaterThan(before.size());
                before = after;
            }
            assertThat(before).hasSize(USERS);

            growing.reload(yaml("0"));

            assertThat(candidates(growing, "/canary")).isEmpty();
        }
    }

    @Test
    void who_has_no_key_is_legacys_in_a_canary() throws Exception {
        for (int i = 0; i < 50; i++) {
            RawResponse response = RawClient.get(GATEWAY.port(), "/canary");

            assertThat(response.body()).isEqualTo("legacy");
            if (i == 0) {
                Pair pair = GATEWAY.pair(response.id());
                assertThat(pair.unit()).isNull();
                assertThat(pair.propensity()).isEqualTo(1.0);
            }
        }
    }

    @Test
    void a_record_names_the_units_source_and_never_its_key() throws Exception {
        RawResponse response = RawClient.get(GATEWAY.port(), "/user", "X-User-Id: alice-the-canary");
        Pair pair = GATEWAY.pair(response.id());

        assertThat(pair.unit()).isNotNull().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo("user");
            assertThat(unit.source()).isEqualTo("header:x-user-id");
            assertThat(unit.hash()).isNotEmpty().doesNotContain("alice");
        });
        assertThat(pair.strategy()).isEqualTo("ab");
        assertThat(pair.route()).isEqualTo("by-user");
        assertThat(pair.revision()).hasSize(8);
    }

    private static Map<String, String> arms(RunningGateway gateway, String path) throws IOException {
        Map<String, String> arms = new LinkedHashMap<>();
        try (RawClient client = RawClient.connect(gateway.port())) {
            for (int user = 0; user < USERS; user++) {
                client.send(RawClient.request("GET", path, "", "X-User-Id: user-" + user));
                arms.put("user-" + user, client.read().body());
            }
        }
        return arms;
    }

    private static Set<String> candidates(RunningGateway gateway, String path) throws IOException {
        Set<String> users = new HashSet<>(arms(gateway, path).keySet());
        Map<String, String> arms = arms(gateway, path);
        users.removeIf(user -> !"candidate".equals(arms.get(user)));
        return users;
    }
}
