package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.upstream.ModelStatus.State;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private final List<Endpoint> endpoints;
    private final LeftOut leftOut;
    private List<Peer> all;
    private Consumer<Choice> listener = any -> {};
    private volatile Choice choice;
    private volatile boolean asksToWait;
    private volatile long waitUntil;

    private Peers(Model model, Home home, List<Endpoint> endpoints, LeftOut leftOut, List<Peer> all) {
        this.model = model.name();
        this.settings = model.selection();
        this.home = home;
        this.endpoints = List.copyOf(endpoints);
        this.leftOut = leftOut;
        this.all = List.copyOf(all);
        this.choice = choose(home.now());
    }

    /** @param tls for those endpoints that want it */
    static Peers first(Model model, @Nullable Tls tls, Home home) {
        List<Endpoint> endpoints = endpoints(model, tls);
        return new Peers(model, home, endpoints, new LeftOut(), peers(model, endpoints, List.of(), home.now()));
    }

    /** Under other settings; a peer that stays keeps what is known of it, and one that is new starts slowly. */
    Peers next(Model settings, @Nullable Tls tls) {
        List<Endpoint> endpoints = endpoints(settings, tls);
        return new Peers(settings, home, endpoints, leftOut, peers(settings, endpoints, choice.all(), home.now()));
    }

    private static List<Endpoint> endpoints(Model model, @Nullable Tls tls) {
        return model.endpoints().stream()
                .map(uri -> Endpoint.of(uri, tls, model.http2()))
                .distinct()
                .toList();
    }

    private static List<Peer> peers(Model model, List<Endpoint> endpoints, List<Peer> known, long now) {
        Selection.Connections bounds = model.selection().connections();
        List<Peer> peers = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            List<Peer> its = known.stream()
                    .filter(peer -> peer.endpoint().equals(endpoint))
                    .map(peer -> peer.under(bounds))
                    .toList();
            peers.addAll(its.isEmpty() ? List.of(new Peer(endpoint, endpoint.address(), bounds)) : its);
        }
        if (peers.stream().anyMatch(known::contains)) {
            peers.stream().filter(peer -> !known.contains(peer)).forEach(peer -> peer.warm(now));
        }
        return peers;
    }

    Choice choice() {
        return choice;
    }

    /** Where connections to them may be; any thread. */
    Set<ConnectionPool.Key> keys() {
        Set<ConnectionPool.Key> keys = new HashSet<>();
        for (Peer peer : choice.all()) {
            for (ConnectionPool.Use use : ConnectionPool.Use.values()) {
                keys.add(peer.key(use));
            }
        }
        return keys;
    }

    /** Without repetition, in the order of the file. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Is told of each change, at home; to be called before {@link #start}. */
    void onChange(Consumer<Choice> told) {
        listener = told;
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
        long until = spareFor(nanos);
        if (!choice.isSolo() && (!peer.isWaiting(home.now()) || until - peer.waitUntil() > WAIT_GRAIN_NANOS)) {
            home.execute(() -> {
                if (!peer.isWaiting(home.now())) {
                    leftOut.count(State.WAITING);
                }
                peer.waitUntil(until);
                renew();
                home.schedule(this::renew, until - home.now());
            });
        }
    }

    /** The model is asked too much and does not say for how long: who need not ask should not; any loop. */
    void spare() {
        spareFor(settings.retryAfter().otherwise().toNanos());
    }

    private long spareFor(long nanos) {
        long until = home.now() + Math.min(nanos, settings.retryAfter().max().toNanos());
        if (!asksToWait || until - waitUntil > 0) {
            waitUntil = until;
            asksToWait = true;
        }
        return until;
    }

    /** Whether who need not ask should not ask; any loop. */
    boolean isToBeSpared() {
        return asksToWait && waitUntil - home.now() > 0;
    }

    /** At home: what a check of its health found. */
    void healthy(Peer peer, boolean well) {
        peer.unhealthy(!well);
        if (well) {
            peer.warm(home.now());
        } else {
            leftOut.count(State.UNHEALTHY);
        }
        renew();
        (well ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("model", model)
                .addKeyValue("endpoint", peer.endpoint().text())
                .addKeyValue("address", peer.address())
                .log(well ? "endpoint healthy again" : "endpoint unhealthy");
    }

    /** At home: where a name leads now. Who stays keeps what is known of it. */
    void addresses(Endpoint endpoint, List<InetSocketAddress> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        boolean known = all.stream().anyMatch(peer -> peer.endpoint().equals(endpoint) && !peer.isUnresolved());
        List<Peer> next = new ArrayList<>();
        for (Endpoint each : endpoints) {
            if (each.equals(endpoint)) {
                addresses.forEach(address -> next.add(find(endpoint, address, known)));
            } else {
                all.stream().filter(peer -> peer.endpoint().equals(each)).forEach(next::add);
            }
        }
        if (!next.equals(all)) {
            all = List.copyOf(next);
            renew();
            LOG.atInfo()
                    .addKeyValue("model", model)
                    .addKeyValue("endpoint", endpoint.text())
                    .addKeyValue("addresses", addresses)
                    .log("endpoint resolved");
        }
    }

    private Peer find(Endpoint endpoint, InetSocketAddress address, boolean othersKnown) {
        for (Peer peer : all) {
            if (peer.endpoint().equals(endpoint) && peer.address().equals(address)) {
                return peer;
            }
        }
        Peer fresh = new Peer(endpoint, address, settings.connections());
        if (othersKnown) {
            fresh.warm(home.now());
        }
        return fresh;
    }

    /** How much longer {@link #isToBeSpared} says yes. */
    Duration spared() {
        return asksToWait ? Duration.ofNanos(Math.max(0, waitUntil - home.now())) : Duration.ZERO;
    }

    /** How often one of them was; any thread. */
    LeftOut leftOut() {
        return leftOut;
    }

    /** Each peer as it is now; any thread. */
    List<ModelStatus.EndpointStatus> status() {
        long now = home.now();
        return choice.all().stream().map(peer -> peer.status(now)).toList();
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
        leftOut.count(State.EJECTED);
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
        listener.accept(next);
        if (next.isPanic() != before.isPanic()) {
            LOG.atWarn()
                    .addKeyValue("model", model)
                    .addKeyValue("endpoints", all.size())
                    .log(next.isPanic() ? "too few endpoints usable, all are used" : "enough endpoints usable again");
        }
    }

    private Choice choose(long now) {
        List<Peer> fit = all.stream()
                .filter(peer -> !peer.isEjected() && !peer.isUnhealthy())
                .toList();
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
