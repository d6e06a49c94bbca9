package dev.understudy.gateway.proxy;

import dev.understudy.gateway.wire.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the data plane: by route, and of clients' connections. Any thread. */
final class Meters {
    private final MeterRegistry registry;
    private final Map<String, RouteCounters> routes = new ConcurrentHashMap<>();
    private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);
    private final Counter refused;
    private final AtomicInteger connections = new AtomicInteger();

    Meters(MeterRegistry registry) {
        this.registry = registry;
        for (Failure failure : Failure.values()) {
            failures.put(
                    failure,
                    Counter.builder("understudy.failures")
                            .description("What went wrong with requests, and whose fault it was")
                            .tag("failure", failure.cause())
                            .tag("blame", failure.blame().name().toLowerCase(Locale.ROOT))
                            .tag("status", Integer.toString(failure.status()))
                            .register(registry));
        }
        refused = Counter.builder("understudy.connections.refused")
                .description("Client connections closed at once, since there were too many")
                .register(registry);
        registry.gauge("understudy.connections", connections);
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
}
