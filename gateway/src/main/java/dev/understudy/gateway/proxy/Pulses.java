package dev.understudy.gateway.proxy;

import dev.understudy.log.PairSink;
import dev.understudy.pair.Pulse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Turns what the routes have counted since the last time into pulses. One thread at a time. */
final class Pulses {
    private static final Totals NOTHING = new Totals(0, 0);

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
            Totals.Change change = now.since(before);
            if (!change.isEmpty()) {
                known.put(route.route().name(), now);
                sink.offer(pulse(revision, route, change));
            }
        }
    }

    private Pulse pulse(Revision revision, RouteRuntime route, Totals.Change change) {
        return new Pulse(
                clock.instant(),
                instance,
                route.route().name(),
                revision.config().revision(),
                route.entry().strategy().shares(),
                change.eligible(),
                change.recorded(),
                change.group("dropped"),
                change.group("assigned"),
                change.group("served"),
                change.group("outcomes"),
                change.times(),
                change.group("tokens"),
                change.costs());
    }
}
