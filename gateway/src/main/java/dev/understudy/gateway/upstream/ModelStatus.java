package dev.understudy.gateway.upstream;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One model as it is now.
 *
 * @param panic whether so few endpoints are usable that all are used
 * @param spared how much longer copies are kept from it at its own request; nothing while they are not
 * @param leftOut how often one of its endpoints was
 */
public record ModelStatus(
        String name,
        boolean panic,
        Duration spared,
        LaneStatus primary,
        LaneStatus shadow,
        LeftOut leftOut,
        List<EndpointStatus> endpoints) {
    public ModelStatus {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * One way to it.
     *
     * @param failureRate percent of the last calls; empty while there were too few to tell
     */
    public record LaneStatus(
            String breaker, OptionalDouble failureRate, int inFlight, int maxInFlight, LaneCounts counts) {}

    /**
     * One address of an endpoint.
     *
     * @param url as the file has it
     * @param remaining how much longer its state lasts, if that is known
     * @param ejections in a row
     * @param latency to the first byte, as the choice weighs it; empty while nothing is known
     */
    public record EndpointStatus(
            String url,
            String address,
            State state,
            Optional<Duration> remaining,
            int ejections,
            int failuresInARow,
            int inFlight,
            Optional<Duration> latency) {}

    /** Whether an endpoint may be asked; the first that holds. */
    public enum State {
        /** It failed too often in a row, and is left out. */
        EJECTED,
        /** It did not pass its checks, and is left out. */
        UNHEALTHY,
        /** It asked to be left alone for a while, and is while another is usable. */
        WAITING,
        USABLE;

        /** As metrics and the API write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
