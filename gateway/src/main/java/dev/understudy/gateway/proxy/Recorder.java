package dev.understudy.gateway.proxy;

import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Unit;
import dev.understudy.gateway.assign.UnitFinder;
import dev.understudy.gateway.route.Plan;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Joins an exchange's legs into a pair, redacts it and offers it to the log: step 9. On the exchange's event loop. */
final class Recorder {
    private final Ports ports;
    private final String instance;
    private final AtomicLong sequence = new AtomicLong();

    Recorder(Ports ports, String instance) {
        this.ports = ports;
        this.instance = instance;
    }

    void record(Exchange exchange, RouteRuntime route, Plan plan) {
        RouteCounters counters = route.counters();
        for (LegTrace leg : exchange.legs()) {
            counters.leg(leg);
        }
        if (!route.isEligible()) {
            return;
        }
        if (!exchange.isRecorded()) {
            counters.dropped(DropCause.SAMPLED_OUT);
            return;
        }
        Pair pair = route.redaction().apply(pair(exchange, route, plan));
        Optional<DropCause> dropped = ports.sink().offer(pair);
        dropped.ifPresentOrElse(counters::dropped, counters::recorded);
        ports.impressions().shown(pair);
    }

    private Pair pair(Exchange exchange, RouteRuntime route, Plan plan) {
        int bodyMost = exchange.bodyKept();
        ClientRequest request = exchange.request();
        List<Leg> legs = new ArrayList<>(exchange.legs().size());
        for (LegTrace leg : exchange.legs()) {
            legs.add(leg.leg(exchange.originNanos(), bodyMost));
        }
        return new Pair(
                exchange.id(),
                Instant.ofEpochMilli(exchange.epochMillis()),
                instance,
                sequence.incrementAndGet(),
                route.route().name(),
                exchange.revision().config().revision(),
                route.route().experiment().strategy(),
                unit(exchange, route).map(this::hashed).orElse(null),
                plan.assigned(),
                exchange.answer().served(),
                plan.propensity(),
                route.route().record().orElseThrow().percent().share(),
                new Request(
                        request.method(),
                        request.target(),
                        request.fields().recorded(),
                        request.kept().body(bodyMost)),
                legs,
                exchange.interleaving(),
                List.of());
    }

    /** Where chance decides nothing waited for the body; a user who is named in it is found once it was kept. */
    private static Optional<Unit> unit(Exchange exchange, RouteRuntime route) {
        Optional<Unit> decided = exchange.unit();
        UnitFinder units = exchange.revision().units();
        return decided.isEmpty()
                        && route.entry().strategy().unitKind() == UnitKind.REQUEST
                        && units.needsBody(UnitKind.USER)
                ? units.find(UnitKind.USER, exchange.request())
                : decided;
    }

    private Pair.Unit hashed(Unit unit) {
        return new Pair.Unit(unit.kind().yaml(), unit.source(), ports.unitHash().apply(unit.key()));
    }
}
