package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Adders;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is counted of one route, of all its traffic and across revisions. Meters and pulses read the same adders. */
final class RouteCounters {
    private final String route;
    private final MeterRegistry registry;
    private final LongAdder eligible;
    private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
    private final LongAdder recorded;
    private final Adders<String> assigned;
    private final Adders<String> served = new Adders<>(model -> new LongAdder());
    private final Map<String, Map<Role, LegCounters>> legs = new ConcurrentHashMap<>();
    /** By the first digit of their status, then by model. */
    private final List<Adders<String>> answers;

    private final Adders<String> mixes;
    private final Timer requests;
    private final Timer own;
    private final LongAdder requestBytes;
    private final LongAdder responseBytes;
    private final Spending spending = new Spending();

    RouteCounters(String route, MeterRegistry registry) {
        this.route = route;
        this.registry = registry;
        this.eligible = Catalogue.ELIGIBLE.counter(registry, route);
        this.recorded = Catalogue.RECORDS.counter(registry, route, "recorded");
        for (DropCause cause : DropCause.values()) {
            dropped.put(cause, Catalogue.RECORDS.counter(registry, route, cause.label()));
        }
        this.assigned = new Adders<>(model -> Catalogue.ASSIGNED.counter(registry, route, model));
        this.answers = IntStream.range(0, 10)
                .mapToObj(digit ->
                        new Adders<String>(model -> Catalogue.REQUESTS.counter(registry, route, model, digit + "xx")))
                .toList();
        this.mixes = new Adders<>(result -> Catalogue.INTERLEAVED.counter(registry, route, result));
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
        assigned.increment(model);
    }

    /** @param model null when no model's answer went out */
    void answered(@Nullable String model, int status, long nanos) {
        requests.record(nanos, TimeUnit.NANOSECONDS);
        if (model != null) {
            served.increment(model);
        }
        answers.get(status / 100).increment(model == null ? "none" : model);
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
        mixes.increment(result);
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

    private static Map<String, Long> sums(Adders<String> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach(sums::put);
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
