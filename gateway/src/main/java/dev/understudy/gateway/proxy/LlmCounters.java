package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What answers of a language model took and cost, of the legs of one route, model and role. Any thread. */
final class LlmCounters {
    private final MeterRegistry registry;
    private final String route;
    private final String model;
    private final String role;
    private final Map<String, Map<String, LongAdder>> tokens = new ConcurrentHashMap<>();
    private final Map<String, DoubleAdder> costs = new ConcurrentHashMap<>();
    private volatile @Nullable Timer firstToken;
    private volatile @Nullable Timer perToken;

    LlmCounters(MeterRegistry registry, String route, String model, String role) {
        this.registry = registry;
        this.route = route;
        this.model = model;
        this.role = role;
    }

    void used(Leg.Tokens used, Leg.@Nullable Cost cost) {
        String source = used.estimated() ? "estimated" : "reported";
        Map<String, LongAdder> adders = tokens.computeIfAbsent(source, this::adders);
        add(adders, "input", used.input());
        add(adders, "output", used.output());
        add(adders, "cached_input", used.cachedInput());
        add(adders, "reasoning", used.reasoning());
        if (cost != null) {
            costs.computeIfAbsent(source + cost.currency(), key -> sum(cost.currency(), source))
                    .add(cost.amount());
        }
    }

    /** What all of them used so far. */
    Usage usage(Role role) {
        long input = 0;
        long output = 0;
        for (Map<String, LongAdder> adders : tokens.values()) {
            input += Objects.requireNonNull(adders.get("input")).sum();
            output += Objects.requireNonNull(adders.get("output")).sum();
        }
        double cost = costs.values().stream().mapToDouble(DoubleAdder::sum).sum();
        return new Usage(model, role, input, output, cost);
    }

    void firstToken(long nanos) {
        Timer known = firstToken;
        if (known == null) {
            known = Catalogue.FIRST_TOKEN.timer(registry, route, model, role);
            firstToken = known;
        }
        known.record(nanos, TimeUnit.NANOSECONDS);
    }

    void perToken(double nanos) {
        Timer known = perToken;
        if (known == null) {
            known = Catalogue.TIME_PER_TOKEN.timer(registry, route, model, role);
            perToken = known;
        }
        known.record(Math.round(nanos), TimeUnit.NANOSECONDS);
    }

    private static void add(Map<String, LongAdder> adders, String name, @Nullable Long count) {
        if (count != null) {
            Objects.requireNonNull(adders.get(name)).add(count);
        }
    }

    private Map<String, LongAdder> adders(String source) {
        return Map.of(
                "input", counter("input", source),
                "output", counter("output", source),
                "cached_input", counter("cached_input", source),
                "reasoning", counter("reasoning", source));
    }

    private LongAdder counter(String name, String source) {
        return Catalogue.TOKENS.counter(registry, route, model, role, name, source);
    }

    private DoubleAdder sum(String currency, String source) {
        DoubleAdder sum = new DoubleAdder();
        Catalogue.COST.counter(registry, sum, DoubleAdder::sum, route, model, role, currency, source);
        return sum;
    }
}
