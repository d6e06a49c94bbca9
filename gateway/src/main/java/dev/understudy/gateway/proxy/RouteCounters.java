package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted of one route, of all its traffic and across revisions. Meters and pulses read the same adders. */
final class RouteCounters {
    private final String route;
    private final MeterRegistry registry;
    private final LongAdder eligible;
    private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
    private final LongAdder recorded;
    private final Map<String, LongAdder> assigned = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> served = new ConcurrentHashMap<>();
    private final Map<String, Map<Role, LegCounters>> legs = new ConcurrentHashMap<>();
    private final Map<StatusKey, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> mixes = new ConcurrentHashMap<>();
    private final Timer requests;
    private final Timer own;
    private final LongAdder requestBytes;
    private final LongAdder responseBytes;
    private final Spending spending = new Spending();

    private record StatusKey(String model, int hundreds) {}

    RouteCounters(String route, MeterRegistry registry) {
        this.route = route;
        this.registry = registry;
        this.eligible = Catalogue.ELIGIBLE.counter(registry, route);
        this.recorded = Catalogue.RECORDS.counter(registry, route, "recorded");
        for (DropCause cause : DropCause.values()) {
            dropped.put(cause, Catalogue.RECORDS.counter(registry, route, cause.label()));
        }
        this.requests = Catalogue.REQUEST_DURATION.timer(registry, route);
        this.own = Catalogue.OWN_DURATION.timer(registry, route);
        this.requestBytes = Catalogue.REQUEST_BODY.counter(registry, route);
        this.responseBytes = Catalogue.RESPONSE_BODY.counter(registry, route);
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
        LongAdder known = assigned.get(model);
        if (known == null) {
            known = assigned.computeIfAbsent(model, name -> Catalogue.ASSIGNED.counter(registry, route, name));
        }
        known.increment();
    }

    /** @param model null when no model's answer went out */
    void answered(@Nullable String model, int status, long nanos) {
        requests.record(nanos, TimeUnit.NANOSECONDS);
        if (model != null) {
            LongAdder known = served.get(model);
            (known == null ? served.computeIfAbsent(model, name -> new LongAdder()) : known).increment();
        }
        StatusKey key = new StatusKey(model == null ? "none" : model, status / 100);
        LongAdder known = answers.get(key);
        if (known == null) {
            known = answers.computeIfAbsent(
                    key, one -> Catalogue.REQUESTS.counter(registry, route, one.model(), one.hundreds() + "xx"));
        }
        known.increment();
    }

    void passed(long sent, long got) {
        requestBytes.add(sent);
        responseBytes.add(got);
    }

    /** What the gateway added to one answer. */
    void own(long nanos) {
        own.record(nanos, TimeUnit.NANOSECONDS);
    }

    void leg(LegTrace leg) {
        of(leg.model(), leg.role()).ended(leg);
    }

    /** What was counted afterwards of an answer whose model did not say what it used. */
    void estimated(String model, Role role, Leg.Tokens tokens, Leg.@Nullable Cost cost) {
        of(model, role).llm().used(tokens, cost);
    }

    private LegCounters of(String model, Role role) {
        Map<Role, LegCounters> known = legs.get(model);
        if (known == null) {
            known = legs.computeIfAbsent(model, this::byRole);
        }
        return Objects.requireNonNull(known.get(role));
    }

    /** What its copies have used today; nothing without a budget. */
    Spending spending() {
        return spending;
    }

    /** @param result {@code mixed}, or why legacy's own answer went out: one of few words */
    void mixed(String result) {
        mixes.computeIfAbsent(result, word -> Catalogue.INTERLEAVED.counter(registry, route, word))
                .increment();
    }

    /** By model and role, of those whose answers used tokens. */
    List<Usage> usages() {
        List<Usage> usages = new ArrayList<>();
        legs.forEach((model, roles) ->
                roles.forEach((role, counters) -> usages.add(counters.llm().usage(role))));
        usages.removeIf(usage -> usage.inputTokens() + usage.outputTokens() == 0);
        usages.sort(Comparator.comparing(Usage::role).thenComparing(Usage::model));
        return usages;
    }

    /** How many requests each model was assigned. */
    Map<String, Long> assigned() {
        return sums(assigned);
    }

    /** How many requests each model answered. */
    Map<String, Long> served() {
        return sums(served);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((model, adder) -> sums.put(model, adder.sum()));
        return sums;
    }

    /** Everything that was counted so far. */
    Totals totals() {
        Totals totals = new Totals(eligible.sum(), recorded.sum());
        dropped.forEach((cause, adder) -> totals.count("dropped", cause.label(), adder.sum()));
        assigned().forEach((model, count) -> totals.count("assigned", model, count));
        served().forEach((model, count) -> totals.count("served", model, count));
        legs.values().forEach(roles -> roles.values().forEach(counters -> counters.addTo(totals)));
        return totals;
    }

    private Map<Role, LegCounters> byRole(String model) {
        Map<Role, LegCounters> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            roles.put(role, new LegCounters(registry, route, model, role));
        }
        return roles;
    }
}
