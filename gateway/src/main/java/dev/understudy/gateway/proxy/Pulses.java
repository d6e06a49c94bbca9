package dev.understudy.gateway.proxy;

import dev.understudy.log.PairSink;
import dev.understudy.pair.Pulse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Turns what the routes have counted since the last time into pulses. One thread at a time. */
final class Pulses {
    private static final Totals NOTHING = Totals.of(0, 0);

    private final PairSink sink;
    private final String instance;
    private final InstantSource clock;
    private final Map<String, Totals> known = new HashMap<>();

    Pulses(PairSink sink, String instance, InstantSource clock) {
        this.sink = sink;
        this.instance = instance;
        this.clock = clock;
    }

    /** One pulse for each route of the revision that saw anything. */
    synchronized void beat(Revision revision) {
        for (RouteRuntime route : revision.routes()) {
            Totals now = route.counters().totals();
            Totals before = known.getOrDefault(route.route().name(), NOTHING);
            Map<String, Map<String, Long>> differences = now.countsSince(before);
            if (now.eligible() != before.eligible() || !differences.isEmpty()) {
                known.put(route.route().name(), now);
                sink.offer(pulse(revision, route, before, now, differences));
            }
        }
    }

    private Pulse pulse(
            Revision revision, RouteRuntime route, Totals before, Totals now, Map<String, Map<String, Long>> groups) {
        return new Pulse(
                clock.instant(),
                instance,
                route.route().name(),
                revision.config().revision(),
                route.entry().strategy().shares(),
                now.eligible() - before.eligible(),
                now.recorded() - before.recorded(),
                groups.getOrDefault("dropped", Map.of()),
                groups.getOrDefault("assigned", Map.of()),
                groups.getOrDefault("served", Map.of()),
                groups.getOrDefault("outcomes", Map.of()),
                now.timesSince(before),
                groups.getOrDefault("tokens", Map.of()),
                now.costsSince(before));
    }
}
