package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.Legs;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beside a split the arm that did not serve is asked as well, in the direction the route names. */
@ExtendWith(LeakGuard.class)
class BesideIT {
    private static final FakeModel LEGACY = FakeModel.that(Behaviour.answering("legacy"));
    private static final FakeModel CANDIDATE = FakeModel.that(Behaviour.answering("candidate"));
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            identity: {user: [{header: x-user-id}]}
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
            routes:
              - name: both
                match: {path: {prefix: /both}, methods: [POST]}
                ab: {unit: user, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                shadow: {direction: both, percent: 100}
              - name: to-candidate
                match: {path: {prefix: /to-candidate}, methods: [POST]}
                ab: {unit: user, salt: both, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                shadow: {direction: toCandidate, percent: 100}
              - name: to-legacy
                match: {path: {prefix: /to-legacy}, methods: [POST]}
                ab: {unit: user, salt: both, arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
                shadow: {direction: toLegacy, percent: 100}
              - name: canary
                match: {path: {prefix: /canary}, methods: [POST]}
                canary: {legacy: legacy, candidate: candidate, assignBy: user, steps: [{setPercent: 50}]}
                shadow: {direction: both, percent: 100, noise: {percent: 100}}
            """.formatted(LEGACY.url(), CANDIDATE.url()));

    @BeforeEach
    void restore() {
        LEGACY.forget();
        CANDIDATE.forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        LEGACY.close();
        CANDIDATE.close();
    }

    @Test
    void in_both_directions_every_record_has_both_answers() throws Exception {
        for (String served : new String[] {"legacy", "candidate"}) {
            Pair pair = ask("/both", served);

            assertThat(Legs.body(Legs.legacy(pair))).isEqualTo("legacy");
            assertThat(Legs.body(Legs.candidate(pair))).isEqualTo("candidate");
            assertThat(pair.served()).isEqualTo(served);
            assertThat(pair.propensity()).isEqualTo(0.5);
            assertThat(pair.strategy()).isEqualTo("ab");
        }
    }

    @Test
    void towards_the_candidate_only_legacys_requests_are_copied() throws Exception {
        assertThat(ask("/to-candidate", "legacy").legs()).hasSize(2);
        assertThat(ask("/to-candidate", "candidate").legs()).hasSize(1);
    }

    @Test
    void towards_legacy_only_the_candidates_requests_are_copied() throws Exception {
        assertThat(ask("/to-legacy", "legacy").legs()).hasSize(1);
        assertThat(ask("/to-legacy", "candidate").legs()).hasSize(2);
    }

    @Test
    void a_canary_can_be_shadowed_and_told_from_noise() throws Exception {
        Pair byLegacy = ask("/canary", "legacy");
        assertThat(byLegacy.legs())
                .extracting(Leg::role)
                .containsExactlyInAnyOrder(Leg.Role.LEGACY, Leg.Role.CANDIDATE, Leg.Role.NOISE);

        Pair byCandidate = ask("/canary", "candidate");
        assertThat(byCandidate.legs())
                .extracting(Leg::role)
                .containsExactlyInAnyOrder(Leg.Role.LEGACY, Leg.Role.CANDIDATE);
    }

    @Test
    void a_failing_copy_towards_legacy_is_never_shown() throws Exception {
        LEGACY.becomes(Behaviour.resetting());
        try {
            String user = userOf("/both", "candidate");
            RawResponse response = RawClient.post(GATEWAY.port(), "/both", "x", "X-User-Id: " + user);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("candidate");
            assertThat(Legs.legacy(GATEWAY.pair(response.id())).outcome()).isEqualTo(Leg.Outcome.ERROR);
        } finally {
            LEGACY.becomes(Behaviour.answering("legacy"));
        }
    }

    private static Pair ask(String path, String served) throws Exception {
        String user = userOf(path, served);
        return GATEWAY.pair(
                RawClient.post(GATEWAY.port(), path, "x", "X-User-Id: " + user).id());
    }

    /** The first of many users whom this arm serves. */
    private static String userOf(String path, String served) throws Exception {
        for (int user = 0; user < 100; user++) {
            String answer = RawClient.post(GATEWAY.port(), path, "x", "X-User-Id: user-" + user)
                    .body();
            if (answer.equals(served)) {
                return "user-" + user;
            }
        }
        throw new AssertionError(path + ": none of 100 users is served by " + served);
    }
}
