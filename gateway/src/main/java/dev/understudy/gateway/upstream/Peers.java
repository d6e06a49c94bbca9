package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's peers, and which of them may be asked. Every loop reads the present {@link Choice} and tells what came of an
 * attempt; what follows from that is decided at the model's {@link Home}, so nobody ever waits for anybody.
 */
final class Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    /** A wait that ends no later than this after the one that is known is not worth a task. */
    private static final long WAIT_GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String model;
    private final Selection settings;
    private final Home home;
    private List<Peer> all;
    private volatile Choice choice;
    private volatile boolean asksToWait;
    private volatile long waitUntil;

    private Peers(String model, Selection settings, Home home, List<Peer> all) {
        this.model = model;
        this.settings = settings;
        this.home = home;
        this.all = List.copyOf(all);
        this.choice = choose(home.now());
    }

    /** @param tls for those endpoints that want it */
    static Peers first(Model model, @Nullable Tls tls, Home home) {
        return new Peers(model.name(), model.selection(), home, peers(model, tls, List.of(), home.now()));
    }

    /** Under other settings; a peer that stays keeps what is known of it, and one that is new starts slowly. */
    Peers next(Model settings, @Nullable Tls tls) {
        return new Peers(model, settings.selection(), home, peers(settings, tls, choice.all(), home.now()));
    }

    private static List<Peer> peers(Model model, @Nullable Tls tls, List<Peer> known, long now) {
        Selection.Connections bounds = model.selection().connections();
        List<Peer> peers = new ArrayList<>();
        for (URI uri : model.endpoints()) {
            Endpoint endpoint = Endpoint.of(uri, tls, model.http2());
            InetSocketAddress address = endpoint.address();
            peers.add(known.stream()
                    .filter(peer -> peer.isAt(endpoint, address, bounds))
                    .findFirst()
                    .orElseGet(() -> new Peer(endpoint, address, bounds)));
        }
        if (peers.stream().anyMatch(known::contains)) {
            peers.stream().filter(peer -> !known.contains(peer)).forEach(peer -> peer.warm(now));
        }
        return peers;
    }

    Choice choice() {
        return choice;
    }

    /** Sees to what was known of the peers before: to be called once, when they are asked from now on. */
    void start() {
        home.execute(() -> {
            long now = home.now();
            for (Peer peer : all) {
                if (peer.isEjected()) {
                    restoreAfter(peer, peer.ejectedUntil() - now);
                }
                if (peer.isWaiting(now)) {
                    home.schedule(this::renew, peer.waitUntil() - now);
                }
            }
            renew();
        });
    }

    /** Somebody who waited got a good answer; any loop. */
    void succeeded(Peer peer) {
        peer.succeeded();
    }

    /** Somebody who waited got none; any loop. */
    void failed(Peer peer) {
        if (peer.failed() % settings.ejection().consecutiveFailures() == 0) {
            home.execute(() -> eject(peer));
        }
    }

    /** The model asked not to be asked for a while; any loop. */
    void waitFor(Peer peer, long nanos) {
        long until = home.now() + Math.min(nanos, settings.retryAfterMax().toNanos());
        if (!asksToWait || until - waitUntil > 0) {
            waitUntil = until;
            asksToWait = true;
        }
        if (!choice.isSolo() && (!peer.isWaiting(home.now()) || until - peer.waitUntil() > WAIT_GRAIN_NANOS)) {
            home.execute(() -> {
                peer.waitUntil(until);
                renew();
                home.schedule(this::renew, until - home.now());
            });
        }
    }

    /** Whether who need not ask should not ask; any loop. */
    boolean isToBeSpared() {
        return asksToWait && waitUntil - home.now() > 0;
    }

    private void eject(Peer peer) {
        if (peer.isEjected()) { // by the settings before these, which share it
            renew();
            restoreAfter(peer, peer.ejectedUntil() - home.now());
            return;
        }
        if (!all.contains(peer) || !mayEject()) {
            return;
        }
        int failures = peer.failuresInARow();
        long nanos = peer.eject(home.now(), settings.ejection());
        renew();
        restoreAfter(peer, nanos);
        LOG.atWarn()
                .addKeyValue("model", model)
                .addKeyValue("endpoint", peer.endpoint().text())
                .addKeyValue("address", peer.address())
                .addKeyValue("failures", failures)
                .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(nanos))
                .log("endpoint ejected");
    }

    private boolean mayEject() {
        double percent = settings.ejection().maxPercent();
        long most = percent == 0 || all.size() == 1 ? 0 : Math.max(1, (long) (all.size() * percent / 100));
        return all.stream().filter(Peer::isEjected).count() < most;
    }

    private void restoreAfter(Peer peer, long nanos) {
        home.schedule(
                () -> {
                    if (peer.isEjected() && peer.ejectedUntil() - home.now() <= 0) {
                        peer.restore(home.now());
                        LOG.atInfo()
                                .addKeyValue("model", model)
                                .addKeyValue("endpoint", peer.endpoint().text())
                                .addKeyValue("address", peer.address())
                                .log("endpoint back");
                    }
                    renew();
                },
                Math.max(0, nanos));
    }

    private void renew() {
        Choice before = choice;
        Choice next = choose(home.now());
        choice = next;
        if (next.isPanic() != before.isPanic()) {
            LOG.atWarn()
                    .addKeyValue("model", model)
                    .addKeyValue("endpoints", all.size())
                    .log(next.isPanic() ? "too few endpoints usable, all are used" : "enough endpoints usable again");
        }
    }

    private Choice choose(long now) {
        List<Peer> fit = all.stream().filter(peer -> !peer.isEjected()).toList();
        boolean panic = fit.isEmpty()
                || fit.size() * 100.0 < all.size() * settings.balance().panicPercent();
        List<Peer> candidates = panic ? all : fit;
        List<Peer> patient = new ArrayList<>(candidates);
        patient.removeIf(peer -> peer.isWaiting(now));
        return new Choice(
                all,
                patient.isEmpty() ? candidates : patient,
                panic,
                settings.balance().slowStart().toNanos());
    }
}
