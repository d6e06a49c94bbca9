package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.config.Selection;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, over simulated time: laws of choosing the cheaper one of two. */
class BalanceLawTest {
    private static final long SLOW_START = TimeUnit.SECONDS.toNanos(10);
    private static final long START = TimeUnit.DAYS.toNanos(3);

    /** Requests arrive at random; each peer takes its own time, a little more or less. */
    private static final class Simulation {
        private final List<Peer> peers;
        private final long[] serviceNanos;
        private final int[] counts;
        private final int[] most;
        private final SplittableRandom chance;
        private final PriorityQueue<Ending> endings = new PriorityQueue<>(Comparator.comparingLong(Ending::at));
        private final Choice choice;
        private long now = START;

        private record Ending(long at, int peer, long began) {}

        Simulation(long seed, long... serviceMillis) {
            this.peers = peers(serviceMillis.length);
            this.serviceNanos = Arrays.stream(serviceMillis)
                    .map(TimeUnit.MILLISECONDS::toNanos)
                    .toArray();
            this.counts = new int[serviceMillis.length];
            this.most = new int[serviceMillis.length];
            this.chance = new SplittableRandom(seed);
            this.choice = new Choice(peers, peers, false, SLOW_START);
        }

        void run(int requests, double perSecond) {
            for (int i = 0; i < requests; i++) {
                now += (long) (-Math.log(1 - chance.nextDouble()) / perSecond * TimeUnit.SECONDS.toNanos(1));
                while (!endings.isEmpty() && endings.peek().at() <= now) {
                    end(endings.remove());
                }
                int peer = peers.indexOf(choice.pick(chance, now, null));
                peers.get(peer).entered();
                counts[peer]++;
                most[peer] = Math.max(most[peer], peers.get(peer).inFlight());
                long took = (long) (serviceNanos[peer] * (0.5 + chance.nextDouble()));
                endings.add(new Ending(now + took, peer, now));
            }
        }

        private void end(Ending ending) {
            Peer peer = peers.get(ending.peer());
            peer.left();
            peer.latency().observe(ending.at() - ending.began(), ending.at());
        }

        double share(int peer) {
            return (double) counts[peer] / Arrays.stream(counts).sum();
        }

        void forget() {
            Arrays.fill(counts, 0);
            Arrays.fill(most, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equal_peers_get_equal_shares(long seed) {
        Simulation simulation = new Simulation(seed, 20, 20, 20, 20);

        simulation.run(40_000, 400);

        for (int peer = 0; peer < 4; peer++) {
            assertThat(simulation.share(peer)).isCloseTo(0.25, within(0.03));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 100", "3, 1000", "4, 1000"})
    void a_slow_peer_gets_much_less_than_its_share_but_is_not_forgotten(long seed, long slowMillis) {
        Simulation simulation = new Simulation(seed, 10, 10, slowMillis);

        simulation.run(60_000, 300);

        assertThat(simulation.share(2)).isBetween(0.00005, 0.12);
        assertThat(simulation.share(0)).isCloseTo(simulation.share(1), within(0.05));
    }

    @Test
    void a_peer_that_hangs_gets_no_more_than_a_few() {
        Simulation simulation = new Simulation(7, 10, 10, 10);
        simulation.run(3000, 300);
        simulation.forget();
        simulation.serviceNanos[1] = TimeUnit.HOURS.toNanos(1);

        simulation.run(30_000, 300);

        assertThat(simulation.counts[1]).isLessThan(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_herds_onto_a_new_peer(long seed) {
        Simulation simulation = new Simulation(seed, 10, 10, 10, 10);
        simulation.run(8000, 800);
        simulation.forget();
        simulation.peers.get(3).warm(simulation.now);

        simulation.run(800, 800);
        assertThat(simulation.share(3)).as("in its first second").isBetween(0.005, 0.1);
        assertThat(simulation.most[3]).as("at once").isLessThan(10);

        simulation.run(8000, 800);
        simulation.forget();
        simulation.run(20_000, 800);
        assertThat(simulation.share(3)).as("once it is warm").isCloseTo(0.25, within(0.04));
    }

    @Test
    void peers_that_are_all_new_share_as_if_none_was() {
        Simulation simulation = new Simulation(5, 10, 10);
        simulation.peers.forEach(peer -> peer.warm(START));

        simulation.run(2000, 400);

        assertThat(simulation.share(0)).isCloseTo(0.5, within(0.06));
    }

    @Test
    void who_failed_just_now_is_chosen_only_if_there_is_no_other() {
        List<Peer> peers = peers(2);
        SplittableRandom chance = new SplittableRandom(1);
        Choice both = new Choice(peers, peers, false, SLOW_START);
        Choice one = new Choice(peers, peers.subList(0, 1), false, SLOW_START);
        peers.get(1).latency().observe(TimeUnit.SECONDS.toNanos(9), START);

        for (int i = 0; i < 100; i++) {
            assertThat(both.pick(chance, START, peers.get(0))).isSameAs(peers.get(1));
            assertThat(one.pick(chance, START, peers.get(0))).isSameAs(peers.get(0));
        }
    }

    @Test
    void the_same_chance_makes_the_same_choices() {
        Simulation one = new Simulation(11, 10, 20, 30);
        Simulation other = new Simulation(11, 10, 20, 30);
        one.run(1000, 200);
        other.run(1000, 200);

        assertThat(one.counts).isEqualTo(other.counts);
    }

    static List<Peer> peers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Endpoint.of(URI.create("http://127.0.0.1:" + i), null, false))
                .map(endpoint -> new Peer(endpoint, endpoint.address(), Selection.Connections.DEFAULT))
                .toList();
    }
}
