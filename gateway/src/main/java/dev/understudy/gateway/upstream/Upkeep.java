package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done for a model's peers while nobody asks: names looked up, health checked, connections opened ahead. At home. */
final class Upkeep {
    private final Upstream upstream;
    private final Surroundings surroundings;
    private final Home home;
    private final List<NameWatch> names = new ArrayList<>();
    private final List<HealthWatch> health = new ArrayList<>();
    private Warmth.@Nullable Wish wish;
    private boolean stopped;

    Upkeep(Upstream upstream, Surroundings surroundings, Home home) {
        this.upstream = upstream;
        this.surroundings = surroundings;
        this.home = home;
    }

    void start() {
        Model model = upstream.model();
        Peers peers = upstream.peers();
        ConnectionPool pool = surroundings.homeOf(model.name());
        model.selection().health().ifPresent(settings -> health.add(new HealthWatch(upstream, settings, home, pool)));
        peers.onChange(this::changed);
        for (Endpoint endpoint : peers.endpoints()) {
            if (endpoint.address().isUnresolved()) {
                names.add(new NameWatch(peers, endpoint, surroundings, home, pool.loop()));
            }
        }
        names.forEach(NameWatch::start);
        changed(peers.choice());
    }

    /** @param gone whether no model of that name follows */
    void stop(Gone gone) {
        stopped = true;
        names.forEach(NameWatch::stop);
        health.forEach(HealthWatch::stop);
        if (gone == Gone.FOR_GOOD) {
            warm(Set.of());
        }
    }

    /** Why it ends. */
    enum Gone {
        FOR_GOOD,
        FOR_OTHER_SETTINGS
    }

    private void changed(Choice choice) {
        if (stopped) {
            return;
        }
        health.forEach(watch -> watch.look(choice.all()));
        Set<ConnectionPool.Key> keys = new HashSet<>();
        if (upstream.model().selection().connections().warm() > 0) {
            choice.usablePeers().forEach(peer -> keys.add(peer.key(Use.PRIMARY)));
        }
        warm(keys);
    }

    private void warm(Set<ConnectionPool.Key> keys) {
        String model = upstream.model().name();
        int count = upstream.model().selection().connections().warm();
        Warmth.Wish next = new Warmth.Wish(
                keys, count, upstream.model().timeouts().connect().toNanos());
        if (!next.equals(wish)) {
            wish = next;
            for (ConnectionPool pool : surroundings.pools()) {
                Home.on(pool.loop()).execute(() -> pool.warmth().wish(model, next));
            }
        }
    }
}
