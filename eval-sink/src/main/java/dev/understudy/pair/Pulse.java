package dev.understudy.pair;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What happened on one route in about one second: counts of all traffic, recorded or not. Everything is a difference to
 * the pulse before, so that sums over pulses are right across restarts.
 *
 * @param configured each arm's share, out of 1, under this revision and rollout step
 * @param eligible requests that would be recorded if everything were
 * @param recorded pairs handed to the log's queue
 * @param dropped by cause, see {@link DropCause}
 * @param assigned by model
 * @param served by model
 * @param outcomes by {@code model/role/outcome}: every leg
 */
public record Pulse(
        Instant time,
        String instance,
        String route,
        String revision,
        Map<String, Double> configured,
        long eligible,
        long recorded,
        Map<String, Long> dropped,
        Map<String, Long> assigned,
        Map<String, Long> served,
        Map<String, Long> outcomes) {
    public Pulse {
        configured = Map.copyOf(configured);
        dropped = Map.copyOf(dropped);
        assigned = Map.copyOf(assigned);
        served = Map.copyOf(served);
        outcomes = Map.copyOf(outcomes);
    }

    /** Both together: counts add up, the time is the later one. Route, revision and shares must be the same. */
    public Pulse plus(Pulse other) {
        if (!route.equals(other.route) || !revision.equals(other.revision) || !configured.equals(other.configured)) {
            throw new IllegalArgumentException("pulse of " + other.route + "@" + other.revision + " (expected: of "
                    + route + "@" + revision + ", with the same shares)");
        }
        return new Pulse(
                time.isAfter(other.time) ? time : other.time,
                instance,
                route,
                revision,
                configured,
                eligible + other.eligible,
                recorded + other.recorded,
                sums(dropped, other.dropped),
                sums(assigned, other.assigned),
                sums(served, other.served),
                sums(outcomes, other.outcomes));
    }

    private static Map<String, Long> sums(Map<String, Long> left, Map<String, Long> right) {
        Map<String, Long> sums = new HashMap<>(left);
        right.forEach((name, count) -> sums.merge(name, count, Long::sum));
        return sums;
    }
}
