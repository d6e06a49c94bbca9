package dev.understudy.pair;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * What happened on one route in about one second: counts, times and costs of all traffic, recorded or not. Everything is a
 * difference to the pulse before, so that sums over pulses are right across restarts.
 *
 * @param configured each arm's share, out of 1, under this revision and rollout step
 * @param eligible requests that would be recorded if everything were
 * @param recorded pairs handed to the log's queue
 * @param dropped by cause, see {@link DropCause}
 * @param assigned by model
 * @param served by model
 * @param outcomes by {@code model/role/outcome}: every leg
 * @param times by {@code model/role/time}, the time one of {@link Time}: from a leg's sending on
 * @param tokens by {@code model/role/input}, {@code output}, and {@code estimated}: those of both that were counted here,
 *     which is done for recorded answers alone
 * @param costs by {@code model/role/currency}
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
        Map<String, Long> outcomes,
        Map<String, DurationSketch> times,
        Map<String, Long> tokens,
        Map<String, Double> costs) {
    public static final int SCHEMA_VERSION = 1;

    /** Which of a leg's times. */
    public enum Time {
        FIRST_BYTE("firstByte"),
        /** Of a stream: its first content. */
        FIRST_TOKEN("firstToken"),
        LAST_BYTE("lastByte");

        private final String label;

        Time(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Pulse {
        configured = Map.copyOf(configured);
        dropped = Map.copyOf(dropped);
        assigned = Map.copyOf(assigned);
        served = Map.copyOf(served);
        outcomes = Map.copyOf(outcomes);
        times = Map.copyOf(times);
        tokens = Map.copyOf(tokens);
        costs = Map.copyOf(costs);
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
                sums(dropped, other.dropped, Long::sum),
                sums(assigned, other.assigned, Long::sum),
                sums(served, other.served, Long::sum),
                sums(outcomes, other.outcomes, Long::sum),
                sums(times, other.times, DurationSketch::plus),
                sums(tokens, other.tokens, Long::sum),
                sums(costs, other.costs, Double::sum));
    }

    private static <T> Map<String, T> sums(Map<String, T> left, Map<String, T> right, BinaryOperator<T> sum) {
        Map<String, T> sums = new HashMap<>(left);
        right.forEach((name, value) -> sums.merge(name, value, sum));
        return sums;
    }
}
