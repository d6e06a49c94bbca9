package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ModelStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is left out, for how long, and when too many would be. */
class PeersTest {
    private final VirtualHome home = new VirtualHome();

    @Test
    void failures_in_a_row_leave_a_peer_out_and_a_good_answer_between_them_does_not() {
        Peers peers = peers(4, Selection.DEFAULT);
        Peer first = peer(peers, 0);

        fail(peers, first, 4);
        peers.succeeded(first);
        fail(peers, first, 4);
        assertThat(peers.choice().usable()).isEqualTo(4);

        assertThat(peers.leftOut().times(State.EJECTED)).isZero();

        fail(peers, first, 1);
        assertThat(peers.choice().usable()).isEqualTo(3);
        assertThat(first.isEjected()).isTrue();
        assertThat(peers.leftOut().times(State.EJECTED)).isEqualTo(1);
    }

    @Test
    void it_comes_back_cold_and_stays_away_twice_as_long_each_time_up_to_a_limit() {
        Peers peers = peers(4, Selection.DEFAULT);
        Peer first = peer(peers, 0);

        for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
            fail(peers, first, 5);
            home.pass(seconds - 1, TimeUnit.SECONDS);
            assertThat(first.isEjected()).as("after " + (seconds - 1)).isTrue();
            home.pass(1, TimeUnit.SECONDS);
            assertThat(first.isEjected()).as("after " + seconds).isFalse();
            assertThat(peers.choice().usable()).isEqualTo(4);
            assertThat(first.warmth(home.now(), TimeUnit.SECONDS.toNanos(10))).isEqualTo(0.1);
        }
    }

    @Test
    void who_did_well_for_long_enough_begins_anew() {
        Peers peers = peers(4, Selection.DEFAULT);
        Peer first = peer(peers, 0);
        fail(peers, first, 5);
        home.pass(30, TimeUnit.SECONDS);
        home.pass(301, TimeUnit.SECONDS);

        fail(peers, first, 5);
        home.pass(30, TimeUnit.SECONDS);

        assertThat(first.isEjected()).isFalse();
    }

    @Test
    void no_more_than_the_share_is_left_out_and_at_least_one_of_several() {
        assertThat(usableAfterAllFailed(4, 50)).isEqualTo(2);
        assertThat(usableAfterAllFailed(3, 50)).isEqualTo(2);
        assertThat(usableAfterAllFailed(2, 10)).isEqualTo(1);
        assertThat(usableAfterAllFailed(10, 30)).isEqualTo(7);
        assertThat(usableAfterAllFailed(4, 0)).isEqualTo(4);
        assertThat(usableAfterAllFailed(1, 100)).isEqualTo(1);
    }

    @Test
    void one_that_could_not_be_left_out_is_as_soon_as_another_is_back() {
        Peers peers = peers(2, Selection.DEFAULT);
        fail(peers, peer(peers, 0), 5);
        fail(peers, peer(peers, 1), 5);
        assertThat(peer(peers, 1).isEjected()).isFalse();
        home.pass(30, TimeUnit.SECONDS);

        fail(peers, peer(peers, 1), 5);

        assertThat(peer(peers, 1).isEjected()).isTrue();
    }

    @Test
    void when_too_few_are_usable_all_are_used() {
        Peers peers = peers(10, settings(100, 30));
        IntStream.range(0, 7).forEach(i -> fail(peers, peer(peers, i), 5));
        assertThat(peers.choice().usable()).isEqualTo(3);
        assertThat(peers.choice().isPanic()).isFalse();

        fail(peers, peer(peers, 7), 5);
        assertThat(peers.choice().usable()).isEqualTo(10);
        assertThat(peers.choice().isPanic()).isTrue();

        home.pass(31, TimeUnit.SECONDS);
        assertThat(peers.choice().isPanic()).isFalse();
    }

    @Test
    void who_asked_to_be_left_alone_is_while_another_is_usable_and_shadows_are_told() {
        Peers peers = peers(2, Selection.DEFAULT);
        assertThat(peers.isToBeSpared()).isFalse();

        peers.waitFor(peer(peers, 0), TimeUnit.SECONDS.toNanos(7));
        assertThat(peers.choice().usable()).isEqualTo(1);
        assertThat(peers.isToBeSpared()).isTrue();

        peers.waitFor(peer(peers, 0), TimeUnit.SECONDS.toNanos(7) + 1);
        assertThat(peers.leftOut().times(State.WAITING)).as("it still waits").isEqualTo(1);

        peers.waitFor(peer(peers, 1), TimeUnit.HOURS.toNanos(7));
        assertThat(peers.choice().usable()).as("both wait").isEqualTo(2);

        home.pass(8, TimeUnit.SECONDS);
        assertThat(peers.choice().usable()).as("one of them again").isEqualTo(1);
        home.pass(53, TimeUnit.SECONDS);
        assertThat(peers.isToBeSpared()).as("after a minute at most").isFalse();
        assertThat(peers.choice().usable()).isEqualTo(2);
    }

    @Test
    void under_other_settings_what_is_known_is_kept_and_a_new_peer_starts_cold() {
        Peers before = peers(2, Selection.DEFAULT);
        fail(before, peer(before, 0), 5);
        peer(before, 1).latency().observe(TimeUnit.MILLISECONDS.toNanos(5), home.now());

        Peers after = before.next(model(3, settings(50, 10)), null);
        after.start();

        assertThat(after.leftOut().times(State.EJECTED)).isEqualTo(1);
        assertThat(peer(after, 0)).isSameAs(peer(before, 0));
        assertThat(after.choice().usable()).isEqualTo(2);
        assertThat(peer(after, 1).latency().busyMicros()).isPositive();
        assertThat(peer(after, 1).warmth(home.now(), 1)).isEqualTo(1);
        assertThat(peer(after, 2).warmth(home.now(), TimeUnit.SECONDS.toNanos(10)))
                .isEqualTo(0.1);
        home.pass(30, TimeUnit.SECONDS);
        assertThat(after.choice().usable()).isEqualTo(3);
    }

    @Test
    void the_first_peers_of_all_start_warm() {
        Peers peers = peers(2, Selection.DEFAULT);

        assertThat(peer(peers, 0).warmth(home.now(), 1)).isEqualTo(1);
        assertThat(peers.choice().isSolo()).isFalse();
        assertThat(peers(1, Selection.DEFAULT).choice().isSolo()).isTrue();
    }

    private int usableAfterAllFailed(int count, double maxPercent) {
        Peers peers = peers(count, settings(maxPercent, 0));
        IntStream.range(0, count).forEach(i -> fail(peers, peer(peers, i), 5));
        return peers.choice().usable();
    }

    private Peers peers(int count, Selection settings) {
        return Peers.first(model(count, settings), null, home);
    }

    private static void fail(Peers peers, Peer peer, int times) {
        IntStream.range(0, times).forEach(i -> peers.failed(peer));
    }

    private static Peer peer(Peers peers, int index) {
        return peers.choice().all().get(index);
    }

    private static Selection settings(double maxPercent, double panicPercent) {
        Selection usual = Selection.DEFAULT;
        return new Selection(
                new Selection.Balance(usual.balance().slowStart(), panicPercent),
                new Selection.Ejection(5, Duration.ofSeconds(30), Duration.ofSeconds(300), maxPercent),
                usual.retry(),
                usual.retryAfter(),
                usual.connections(),
                usual.health());
    }

    private static Model model(int endpoints, Selection settings) {
        List<URI> urls = IntStream.rangeClosed(1, endpoints)
                .mapToObj(i -> URI.create("http://127.0.0.1:" + i))
                .toList();
        return new Model(
                "model",
                urls,
                Model.Tls.DEFAULT,
                false,
                Model.Timeouts.DEFAULT,
                10,
                Model.Breaker.DEFAULT,
                new Model.Credentials.CallersForLegacyOnly(),
                Model.Rewrite.NONE,
                settings,
                Optional.empty());
    }
}
