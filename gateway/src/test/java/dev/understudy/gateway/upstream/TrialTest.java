package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.ResponseHead;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one try says of the peer that was tried. */
class TrialTest {
    private static final int FAILURES_TO_BE_LEFT_OUT = 5;

    private final VirtualHome home = new VirtualHome();
    private final Peers peers = peers(2);
    private final Peer peer = peers.choice().all().get(0);

    @Test
    void it_is_under_way_until_it_is_over_and_no_longer_however_often_that_is_said() {
        Trial trial = trial(Use.PRIMARY);
        assertThat(peer.inFlight()).isEqualTo(1);

        answered(trial, 200);
        trial.ended(200);
        trial.left();
        trial.failed();

        assertThat(peer.inFlight()).isZero();
        assertThat(peer.latency().busyMicros()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void answers_of_a_broken_peer_leave_it_out(int status) {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial trial = trial(Use.PRIMARY);
            answered(trial, status);
            trial.ended(status);
        }

        assertThat(peer.isEjected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 429})
    void answers_that_are_the_callers_matter_do_not(int status) {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial trial = trial(Use.PRIMARY);
            answered(trial, status);
            trial.ended(status);
        }

        assertThat(peer.isEjected()).isFalse();
    }

    @Test
    void what_grpc_says_at_the_end_counts_and_not_the_200_before() {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial trial = trial(Use.PRIMARY);
            answered(trial, 200);
            trial.ended(503);
        }

        assertThat(peer.isEjected()).isTrue();
    }

    @Test
    void an_answer_that_says_when_to_come_back_is_no_failure_and_is_heeded() {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial trial = trial(Use.PRIMARY);
            trial.answered(head(503, Map.of("retry-after", "7")), 0, home.now());
            trial.ended(503);
        }

        assertThat(peer.isEjected()).isFalse();
        assertThat(peers.choice().usable()).isEqualTo(1);
        assertThat(peers.isToBeSpared()).isTrue();
    }

    @Test
    void an_answer_that_was_not_wanted_counts_by_what_it_was() {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial good = trial(Use.PRIMARY);
            answered(good, 200);
            good.rejected();
        }
        assertThat(peer.isEjected()).isFalse();

        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            Trial bad = trial(Use.PRIMARY);
            answered(bad, 500);
            bad.rejected();
        }
        assertThat(peer.isEjected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Use.class,
            names = {"SHADOW", "HEALTH"})
    void troubles_of_those_for_whom_nobody_waits_leave_nobody_out(Use use) {
        for (int i = 0; i < FAILURES_TO_BE_LEFT_OUT; i++) {
            trial(use).failed();
        }

        assertThat(peer.isEjected()).isFalse();
        assertThat(peer.inFlight()).isZero();
    }

    @Test
    void where_there_is_nobody_else_nothing_is_measured() {
        Peers alone = peers(1);
        Peer only = alone.choice().all().get(0);

        Trial trial = new Trial(alone, alone.choice(), only, Use.PRIMARY, System.nanoTime());

        assertThat(only.inFlight()).isZero();
        trial.failed();
        assertThat(only.isEjected()).isFalse();
    }

    private Trial trial(Use use) {
        return new Trial(peers, peers.choice(), peer, use, System.nanoTime());
    }

    private void answered(Trial trial, int status) {
        trial.answered(head(status, Map.of()), home.now() - 5_000_000, home.now());
    }

    private static ResponseHead head(int status, Map<String, String> fields) {
        return new ResponseHead(status, "", Fields.of(List.copyOf(fields.entrySet())), 0, true);
    }

    private Peers peers(int count) {
        List<URI> urls = List.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"));
        Model model = new Model(
                "model",
                urls.subList(0, count),
                Model.Tls.DEFAULT,
                false,
                Model.Timeouts.DEFAULT,
                10,
                Model.Breaker.DEFAULT,
                new Model.Credentials.CallersForLegacyOnly(),
                Model.Rewrite.NONE,
                Selection.DEFAULT,
                Optional.empty());
        return Peers.first(model, null, home);
    }
}
