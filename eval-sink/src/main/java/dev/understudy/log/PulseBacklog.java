package dev.understudy.log;

import dev.understudy.pair.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pulses on their way to the log: those of one route under one configuration add up until they are taken, so that a log
 * that is down costs seconds of resolution, never counts or memory. Any thread may use it.
 */
final class PulseBacklog {
    /** Far more than routes times revisions within one outage. */
    private static final int KEYS_MAX = 10_000;

    private final Map<Key, Pulse> waiting = new ConcurrentHashMap<>();

    /** False when there are too many different ones waiting, and this one is another. */
    boolean add(Pulse pulse) {
        Key key = new Key(pulse.instance(), pulse.route(), pulse.revision(), pulse.configured());
        if (waiting.size() >= KEYS_MAX && !waiting.containsKey(key)) {
            return false;
        }
        waiting.merge(key, pulse, Pulse::plus);
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<Pulse> takeAll() {
        List<Pulse> taken = new ArrayList<>();
        for (Key key : List.copyOf(waiting.keySet())) {
            Pulse pulse = waiting.remove(key);
            if (pulse != null) {
                taken.add(pulse);
            }
        }
        return taken;
    }

    private record Key(String instance, String route, String revision, Map<String, Double> configured) {}
}
