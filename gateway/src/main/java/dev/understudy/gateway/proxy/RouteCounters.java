package dev.understudy.gateway.proxy;

import dev.understudy.pair.DropCause;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Leg.Role;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted of one route, of all its traffic and across revisions. Meters and pulses read the same adders. */
final class RouteCounters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final String route;
    private final MeterRegistry registry;
    private final LongAdder eligible;
    private final LongAdder recorded;
    private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
    private final Map<String, LongAdder> assigned = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> served = new ConcurrentHashMap<>();
    private final Map<LegKey, LongAdder> legs = new ConcurrentHashMap<>();
    private final Map<StatusKey, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> mixes = new ConcurrentHashMap<>();
    private final Map<LegKey, Timer> legTimers = new ConcurrentHashMap<>();
    private final Timer requests;

    /** @param outcome always {@code OK} for timers */
    record LegKey(String model, Role role, Outcome outcome) {}

    private record StatusKey(String model, int hundreds) {}

    RouteCounters(String route, MeterRegistry registry) {
        this.route = route;
        this.registry = registry;
        this.eligible = counter("understudy.eligible", "Requests that would be recorded if all were", Tags.empty());
        this.recorded = counter("understudy.records", "Eligible requests by result", Tags.of("result", "recorded"));
        for (DropCause cause : DropCause.values()) {
            dropped.put(
                    cause,
                    counter("understudy.records", "Eligible requests by result", Tags.of("result", cause.label())));
        }
        this.requests = Timer.builder("understudy.request.duration")
                .description("From a request's first byte to its answer's last")
                .tag("route", route)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void eligible() {
        eligible.increment();
    }

    void recorded() {
        recorded.increment();
    }

    void dropped(DropCause cause) {
        Objects.requireNonNull(dropped.get(cause)).increment();
    }

    void assigned(String model) {
        assigned.computeIfAbsent(
                        model,
                        name -> counter("understudy.assigned", "Requests by assigned model", Tags.of("model", name)))
                .increment();
    }

    /** @param model null when no model's answer went out */
    void answered(@Nullable String model, int status, long nanos) {
        requests.record(nanos, TimeUnit.NANOSECONDS);
        if (model != null) {
            served.computeIfAbsent(model, name -> new LongAdder()).increment();
        }
        answers.computeIfAbsent(
                        new StatusKey(model == null ? "none" : model, status / 100),
                        key -> counter(
                                "understudy.requests",
                                "Answers by the model that served and by class of status",
                                Tags.of("model", key.model(), "status", key.hundreds() + "xx")))
                .increment();
    }

    void leg(LegTrace leg) {
        LegKey key = new LegKey(leg.model(), leg.role(), leg.outcome());
        legs.computeIfAbsent(
                        key,
                        one -> counter(
                                "understudy.legs",
                                "Legs by model, role and outcome",
                                tags(one).and("outcome", lower(one.outcome()))))
                .increment();
        long nanos = leg.durationNanos();
        if (nanos > 0) {
            legTimers
                    .computeIfAbsent(new LegKey(leg.model(), leg.role(), Outcome.OK), this::legTimer)
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** @param result {@code mixed}, or why legacy's own answer went out: one of few words */
    void mixed(String result) {
        mixes.computeIfAbsent(
                        result,
                        word -> counter(
                                "understudy.interleaved",
                                "Answers that were to be mixed: mixed, or why legacy's own went out",
                                Tags.of("result", word)))
                .increment();
    }

    /** Everything that was counted so far. */
    Totals totals() {
        Totals totals = new Totals(eligible.sum(), recorded.sum(), new TreeMap<>());
        dropped.forEach((cause, adder) -> totals.add("dropped", cause.label(), adder));
        assigned.forEach((model, adder) -> totals.add("assigned", model, adder));
        served.forEach((model, adder) -> totals.add("served", model, adder));
        legs.forEach((key, adder) ->
                totals.add("outcomes", key.model() + "/" + lower(key.role()) + "/" + lower(key.outcome()), adder));
        return totals;
    }

    /** @param byName group, a slash, and the name within it */
    record Totals(long eligible, long recorded, Map<String, Long> byName) {
        void add(String group, String name, LongAdder adder) {
            byName.put(group + "/" + name, adder.sum());
        }
    }

    private Timer legTimer(LegKey key) {
        return Timer.builder("understudy.leg.duration")
                .description("From sending a leg's request to its answer's last byte")
                .tag("route", route)
                .tags(tags(key))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static Tags tags(LegKey key) {
        return Tags.of("model", key.model(), "role", lower(key.role()));
    }

    private LongAdder counter(String name, String description, Tags tags) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(description)
                .tags(tags.and("route", route))
                .register(registry);
        return adder;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
