package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.Adders;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.observe.FirstUse;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.pair.Leg.Outcome;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pulse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the legs of one route, model and role. Its meters appear when they have something to say. */
final class LegCounters {
    private final String model;
    private final String role;
    private final Adders<Outcome> outcomes;
    private final Adders<Cause> failures;
    private final Adders<LegBody.Rewritten> bodies;
    private final Adders<Unread> unread;
    private final LlmCounters llm;
    private final FirstUse<Waits> waits;
    private final FirstUse<Timer> duration;
    private final FirstUse<LongAdder> bytes;

    /** Failures that share it share a counter. */
    private record Cause(String name, Failure.Blame blame) {}

    /** From sending on. */
    private record Waits(DurationCounts firstByte, DurationCounts lastByte) {}

    LegCounters(MeterRegistry registry, String route, String model, Role role) {
        String label = role.label();
        this.model = model;
        this.role = label;
        this.outcomes = new Adders<>(outcome -> Catalogue.LEGS.counter(registry, route, model, label, outcome.label()));
        this.failures = new Adders<>(cause -> Catalogue.LEG_FAILURES.counter(
                registry,
                route,
                model,
                label,
                cause.name(),
                cause.blame().name().toLowerCase(Locale.ROOT)));
        this.bodies =
                new Adders<>(what -> Catalogue.BODIES_REWRITTEN.counter(registry, route, model, label, what.label()));
        this.unread = new Adders<>(why -> Catalogue.STREAMS_UNREAD.counter(registry, route, model, label, why.label()));
        this.llm = new LlmCounters(registry, route, model, label);
        this.waits = new FirstUse<>(() -> new Waits(new DurationCounts(), new DurationCounts()));
        this.duration = new FirstUse<>(() -> Catalogue.LEG_DURATION.timer(registry, route, model, label));
        this.bytes = new FirstUse<>(() -> Catalogue.LEG_BYTES.counter(registry, route, model, label));
    }

    /** What its answers took and cost as far as they are a language model's. */
    LlmCounters llm() {
        return llm;
    }

    void ended(LegTrace leg) {
        outcomes.increment(leg.outcome());
        Failure failure = leg.failure();
        if (failure != null) {
            failures.increment(new Cause(failure.cause(), failure.blame()));
        }
        long nanos = leg.durationNanos();
        if (nanos > 0) {
            duration.it().record(nanos, TimeUnit.NANOSECONDS);
            waits.it().lastByte().add(nanos);
        }
        long waited = leg.waitedNanos();
        if (waited > 0) {
            waits.it().firstByte().add(waited);
        }
        if (leg.body().length() > 0) {
            bytes.it().add(leg.body().length());
        }
        LegBody.Rewritten rewritten = leg.rewritten();
        if (rewritten != null) {
            bodies.increment(rewritten);
        }
        Unread why = leg.unread();
        if (why != null) {
            unread.increment(why);
        }
        leg.count(llm);
    }

    /** Adds what was counted so far, by {@code model/role} and its own name. */
    void addTo(Totals totals) {
        String leg = model + "/" + role + "/";
        outcomes.forEach((outcome, count) -> totals.count("outcomes", leg + outcome.label(), count));
        Waits known = waits.ifUsed();
        if (known != null) {
            totals.time(leg + Pulse.Time.FIRST_BYTE.label(), known.firstByte().counts());
            totals.time(leg + Pulse.Time.LAST_BYTE.label(), known.lastByte().counts());
        }
        llm.addTo(totals, leg);
    }
}
