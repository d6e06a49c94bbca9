package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.tls.ServerTls;
import dev.understudy.gateway.wire.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the data plane: by route, and of clients' connections. Any thread. */
final class Meters {
    private final MeterRegistry registry;
    private final Map<String, RouteCounters> routes = new ConcurrentHashMap<>();
    private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
    private final Map<HandshakeEnd, LongAdder> handshakes = new EnumMap<>(HandshakeEnd.class);
    private final LongAdder certificatesRefused;
    private final Map<StreamRefusal, LongAdder> streamsRefused = new EnumMap<>(StreamRefusal.class);
    private final Map<ConnectionCut, LongAdder> connectionsCut = new EnumMap<>(ConnectionCut.class);
    private final AtomicInteger webSockets = new AtomicInteger();
    private final AtomicInteger http2Connections = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    Meters(MeterRegistry registry) {
        this.registry = registry;
        for (Failure failure : Failure.values()) {
            failures.put(
                    failure,
                    Catalogue.FAILURES.counter(
                            registry,
                            failure.cause(),
                            failure.blame().name().toLowerCase(Locale.ROOT),
                            Integer.toString(failure.status())));
        }
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, Catalogue.CONNECTIONS_REFUSED.counter(registry, refusal.cause()));
        }
        for (HandshakeEnd end : HandshakeEnd.values()) {
            handshakes.put(end, Catalogue.TLS_HANDSHAKES.counter(registry, end.text()));
        }
        certificatesRefused = Catalogue.TLS_RELOADS_REFUSED.counter(registry);
        for (StreamRefusal refusal : StreamRefusal.values()) {
            streamsRefused.put(refusal, Catalogue.HTTP2_STREAMS_REFUSED.counter(registry, refusal.cause()));
        }
        for (ConnectionCut cut : ConnectionCut.values()) {
            connectionsCut.put(cut, Catalogue.HTTP2_CONNECTIONS_CUT.counter(registry, cut.cause()));
        }
        Catalogue.HTTP2_CONNECTIONS.gauge(registry, http2Connections, AtomicInteger::get);
        Catalogue.WEB_SOCKETS.gauge(registry, webSockets, AtomicInteger::get);
        Catalogue.CONNECTIONS.gauge(registry, connections, AtomicInteger::get);
        Catalogue.IN_FLIGHT.gauge(registry, underWay, AtomicInteger::get);
    }

    RouteCounters route(String name) {
        return routes.computeIfAbsent(name, route -> new RouteCounters(route, registry));
    }

    void failure(Failure failure) {
        Objects.requireNonNull(failures.get(failure)).increment();
    }

    void refused(Refusal refusal) {
        Objects.requireNonNull(refused.get(refusal)).increment();
    }

    void handshake(HandshakeEnd end) {
        Objects.requireNonNull(handshakes.get(end)).increment();
    }

    void certificatesRefused() {
        certificatesRefused.increment();
    }

    /** Clients are shown certificates from here on. */
    void certificate(ServerTls tls) {
        Catalogue.TLS_CERTIFICATE_EXPIRY.gauge(
                registry, tls, shown -> shown.validUntil().getEpochSecond());
    }

    void streamRefused(StreamRefusal refusal) {
        Objects.requireNonNull(streamsRefused.get(refusal)).increment();
    }

    void connectionCut(ConnectionCut cut) {
        Objects.requireNonNull(connectionsCut.get(cut)).increment();
    }

    AtomicInteger webSockets() {
        return webSockets;
    }

    AtomicInteger http2Connections() {
        return http2Connections;
    }

    AtomicInteger connections() {
        return connections;
    }

    /** Exchanges that are not over, copies included. */
    AtomicInteger underWay() {
        return underWay;
    }
}
