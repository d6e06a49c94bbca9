package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pulse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted of the legs of one route, model and role. Its meters appear when they have something to say. */
final class LegCounters {
    private final MeterRegistry registry;
    private final String route;
    private final String model;
    private final String role;
    private final Map<Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<Failure, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<LegBody.Rewritten, LongAdder> bodies = new ConcurrentHashMap<>();
    private final LlmCounters llm;
    private volatile @Nullable Waits waits;
    private volatile @Nullable Timer duration;
    private volatile @Nullable LongAdder bytes;

    /** From sending on. */
    private record Waits(DurationCounts firstByte, DurationCounts lastByte) {}

    LegCounters(MeterRegistry registry, String route, String model, Role role) {
        this.registry = registry;
        this.route = route;
        this.model = model;
        this.role = role.label();
        this.llm = new LlmCounters(registry, route, model, this.role);
    }

    /** What its answers took and cost as far as they are a language model's. */
    LlmCounters llm() {
        return llm;
    }

    void ended(LegTrace leg) {
        adder(leg.outcome()).increment();
        Failure failure = leg.failure();
        if (failure != null) {
            adder(failure).increment();
        }
        long nanos = leg.durationNanos();
        if (nanos > 0) {
            duration().record(nanos, TimeUnit.NANOSECONDS);
            waits().lastByte().add(nanos);
        }
        long waited = leg.waitedNanos();
        if (waited > 0) {
            waits().firstByte().add(waited);
        }
        if (leg.body().length() > 0) {
            bytes().add(leg.body().length());
        }
        LegBody.Rewritten rewritten = leg.rewritten();
        if (rewritten != null) {
            bodies.computeIfAbsent(
                            rewritten,
                            what -> Catalogue.BODIES_REWRITTEN.counter(registry, route, model, role, what.label()))
                    .increment();
        }
        leg.count(llm);
    }

    /** Adds what was counted so far, by {@code model/role} and its own name. */
    void addTo(Totals totals) {
        String leg = model + "/" + role + "/";
        outcomes.forEach((outcome, count) -> totals.count("outcomes", leg + outcome.label(), count.sum()));
        Waits known = waits;
        if (known != null) {
            totals.time(leg + Pulse.Time.FIRST_BYTE.label(), known.firstByte().counts());
            totals.time(leg + Pulse.Time.LAST_BYTE.label(), known.lastByte().counts());
        }
        llm.addTo(totals, leg);
    }

    private LongAdder adder(Outcome outcome) {
        LongAdder known = outcomes.get(outcome);
        return known != null
                ? known
                : outcomes.computeIfAbsent(
                        outcome, one -> Catalogue.LEGS.counter(registry, route, model, role, one.label()));
    }

    /** Causes that share their name and blame share a counter. */
    private LongAdder adder(Failure failure) {
        LongAdder known = failures.get(failure);
        return known != null ? known : firstOf(failure);
    }

    private synchronized LongAdder firstOf(Failure failure) {
        LongAdder same = failures.entrySet().stream()
                .filter(known -> known.getKey().cause().equals(failure.cause())
                        && known.getKey().blame() == failure.blame())
                .map(Map.Entry::getValue)
                .findAny()
                .orElseGet(() -> Catalogue.LEG_FAILURES.counter(
                        registry,
                        route,
                        model,
                        role,
                        failure.cause(),
                        failure.blame().name().toLowerCase(Locale.ROOT)));
        failures.put(failure, same);
        return same;
    }

    private Waits waits() {
        Waits known = waits;
        return known != null ? known : firstWaits();
    }

    private synchronized Waits firstWaits() {
        Waits known = waits;
        if (known == null) {
            known = new Waits(new DurationCounts(), new DurationCounts());
            waits = known;
        }
        return known;
    }

    private Timer duration() {
        Timer known = duration;
        if (known == null) {
            known = Catalogue.LEG_DURATION.timer(registry, route, model, role);
            duration = known;
        }
        return known;
    }

    private LongAdder bytes() {
        LongAdder known = bytes;
        return known != null ? known : firstBytes();
    }

    private synchronized LongAdder firstBytes() {
        LongAdder known = bytes;
        if (known == null) {
            known = Catalogue.LEG_BYTES.counter(registry, route, model, role);
            bytes = known;
        }
        return known;
    }
}
