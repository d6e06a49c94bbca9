package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
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
    private final LongAdder refused;
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
        refused = Catalogue.CONNECTIONS_REFUSED.counter(registry);
        Catalogue.CONNECTIONS.gauge(registry, connections, AtomicInteger::get);
        Catalogue.IN_FLIGHT.gauge(registry, underWay, AtomicInteger::get);
    }

    RouteCounters route(String name) {
        return routes.computeIfAbsent(name, route -> new RouteCounters(route, registry));
    }

    void failure(Failure failure) {
        Objects.requireNonNull(failures.get(failure)).increment();
    }

    void connectionRefused() {
        refused.increment();
    }

    AtomicInteger connections() {
        return connections;
    }

    /** Exchanges that are not over, copies included. */
    AtomicInteger underWay() {
        return underWay;
    }
}
