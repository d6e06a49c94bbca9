package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.observe.FirstUse;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pulse;
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
    private static final String ESTIMATED = "estimated";

    private final MeterRegistry registry;
    private final String route;
    private final String model;
    private final String role;
    private final Map<String, Map<String, LongAdder>> tokens = new ConcurrentHashMap<>();
    private final Map<Charge, DoubleAdder> costs = new ConcurrentHashMap<>();
    private final FirstUse<DurationCounts> firstTokens = new FirstUse<>(DurationCounts::new);
    private final FirstUse<Timer> firstToken;
    private final FirstUse<Timer> perToken;

    private record Charge(String currency, String source) {}

    LlmCounters(MeterRegistry registry, String route, String model, String role) {
        this.registry = registry;
        this.route = route;
        this.model = model;
        this.role = role;
        this.firstToken = new FirstUse<>(() -> Catalogue.FIRST_TOKEN.timer(registry, route, model, role));
        this.perToken = new FirstUse<>(() -> Catalogue.TIME_PER_TOKEN.timer(registry, route, model, role));
    }

    void used(Leg.Tokens used, Leg.@Nullable Cost cost) {
        String source = used.estimated() ? ESTIMATED : "reported";
        Map<String, LongAdder> adders = tokens.computeIfAbsent(source, this::adders);
        add(adders, "input", used.input());
        add(adders, "output", used.output());
        add(adders, "cached_input", used.cachedInput());
        add(adders, "reasoning", used.reasoning());
        if (cost != null) {
            costs.computeIfAbsent(new Charge(cost.currency(), source), this::sum)
                    .add(cost.amount());
        }
    }

    /** What all of them used so far. */
    Usage usage(Role role) {
        double cost = costs.values().stream().mapToDouble(DoubleAdder::sum).sum();
        return new Usage(model, role, sum("input"), sum("output"), cost);
    }

    /** Adds the same, and when their first tokens came, under names that begin with {@code leg}. */
    void addTo(Totals totals, String leg) {
        if (!tokens.isEmpty()) {
            Map<String, LongAdder> estimated = tokens.getOrDefault(ESTIMATED, Map.of());
            totals.count("tokens", leg + "input", sum("input"));
            totals.count("tokens", leg + "output", sum("output"));
            totals.count("tokens", leg + ESTIMATED, sum(estimated, "input") + sum(estimated, "output"));
        }
        costs.forEach((charge, sum) -> totals.cost(leg + charge.currency(), sum.sum()));
        DurationCounts known = firstTokens.ifUsed();
        if (known != null) {
            totals.time(leg + Pulse.Time.FIRST_TOKEN.label(), known.counts());
        }
    }

    void firstToken(long nanos) {
        firstToken.it().record(nanos, TimeUnit.NANOSECONDS);
        firstTokens.it().add(nanos);
    }

    void perToken(double nanos) {
        perToken.it().record(Math.round(nanos), TimeUnit.NANOSECONDS);
    }

    private long sum(String name) {
        return tokens.values().stream().mapToLong(adders -> sum(adders, name)).sum();
    }

    private static long sum(Map<String, LongAdder> adders, String name) {
        LongAdder adder = adders.get(name);
        return adder == null ? 0 : adder.sum();
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

    private DoubleAdder sum(Charge charge) {
        DoubleAdder sum = new DoubleAdder();
        Catalogue.COST.counter(registry, sum, DoubleAdder::sum, route, model, role, charge.currency(), charge.source());
        return sum;
    }
}
