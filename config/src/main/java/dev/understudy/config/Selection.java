package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How one of a model's endpoints is chosen for a request, left out for a while, and asked in another's stead.
 *
 * @param health empty when nobody looks whether an endpoint is well
 */
public record Selection(
        Balance balance,
        Ejection ejection,
        Retry retry,
        RetryAfter retryAfter,
        Connections connections,
        Optional<Health> health) {
    public static final Selection DEFAULT = new Selection(
            Balance.DEFAULT,
            Ejection.DEFAULT,
            Retry.DEFAULT,
            RetryAfter.DEFAULT,
            Connections.DEFAULT,
            Optional.empty());

    /**
     * How long a model that asks for it is left alone.
     *
     * @param max of its own {@code retry-after}; nothing for never
     * @param otherwise how long it gets no copies after a 429 that does not say; nothing for not at all
     */
    public record RetryAfter(Duration max, Duration otherwise) {
        public static final RetryAfter DEFAULT = new RetryAfter(Duration.ofMinutes(1), Duration.ofSeconds(1));
    }

    /**
     * @param slowStart how long an endpoint that is new or came back gets less than its share
     * @param panicPercent when fewer of the endpoints are usable, all are used again
     */
    public record Balance(Duration slowStart, double panicPercent) {
        public static final Balance DEFAULT = new Balance(Duration.ofSeconds(10), 30);

        public Balance {
            if (!(panicPercent >= 0 && panicPercent <= 100)) {
                throw new IllegalArgumentException("panicPercent: " + panicPercent + " (expected: 0..100)");
            }
        }
    }

    /**
     * When an endpoint that keeps failing is left out.
     *
     * @param consecutiveFailures without one good answer between them
     * @param baseTime for the first time; twice as long each further time
     * @param maxTime and never longer
     * @param maxPercent of the endpoints that may be out at once, but at least one of several; 0 for none
     */
    public record Ejection(int consecutiveFailures, Duration baseTime, Duration maxTime, double maxPercent) {
        public static final Ejection DEFAULT = new Ejection(5, Duration.ofSeconds(30), Duration.ofSeconds(300), 50);

        public Ejection {
            if (consecutiveFailures < 1) {
                throw new IllegalArgumentException("consecutiveFailures: " + consecutiveFailures + " (expected: >= 1)");
            }
            if (!(maxPercent >= 0 && maxPercent <= 100)) {
                throw new IllegalArgumentException("maxPercent: " + maxPercent + " (expected: 0..100)");
            }
        }
    }

    /**
     * When a request is sent once more, before the first byte of an answer came.
     *
     * @param attempts in all, the first included
     * @param on what may have gone wrong
     * @param budgetPercent of the requests of the last seconds that may be sent once more
     * @param minPerSecond that may be in any case
     */
    public record Retry(int attempts, Set<Cause> on, double budgetPercent, int minPerSecond) {
        public static final Retry DEFAULT = new Retry(3, Set.of(Cause.CONNECT_ERROR, Cause.RESET), 20, 10);

        public Retry {
            on = Set.copyOf(on);
            if (attempts < 1) {
                throw new IllegalArgumentException("attempts: " + attempts + " (expected: >= 1)");
            }
            if (!(budgetPercent >= 0 && budgetPercent <= 100)) {
                throw new IllegalArgumentException("budgetPercent: " + budgetPercent + " (expected: 0..100)");
            }
            if (minPerSecond < 0) {
                throw new IllegalArgumentException("minPerSecond: " + minPerSecond + " (expected: >= 0)");
            }
        }

        /** What went wrong at the endpoint. */
        public enum Cause {
            /** Nothing was sent, so any request may be sent elsewhere. */
            CONNECT_ERROR("connectError"),
            /** The connection broke; only what is idempotent is sent once more. */
            RESET("reset"),
            /** It kept silent; as for a reset. */
            FIRST_BYTE_TIMEOUT("firstByteTimeout");

            private final String yaml;

            Cause(String yaml) {
                this.yaml = yaml;
            }

            /** As the file writes it. */
            public String yaml() {
                return yaml;
            }
        }
    }

    /**
     * The connections that wait for the next request, of each event loop and endpoint.
     *
     * @param warm opened before anybody asks, and opened anew when they are gone
     * @param idle at most
     * @param idleTime how long at most
     */
    public record Connections(int warm, int idle, Duration idleTime, int streams) {
        public static final int STREAMS_MAX = 1000;

        public static final Connections DEFAULT = new Connections(0, 256, Duration.ofSeconds(30), 100);

        public Connections {
            if (idle < 0) {
                throw new IllegalArgumentException("idle: " + idle + " (expected: >= 0)");
            }
            if (streams < 1 || streams > STREAMS_MAX) {
                throw new IllegalArgumentException("streams: " + streams + " (expected: 1.." + STREAMS_MAX + ")");
            }
            if (warm < 0 || warm > idle) {
                throw new IllegalArgumentException("warm: " + warm + " (expected: 0.." + idle + ")");
            }
        }
    }

    /**
     * How it is found out whether an endpoint is well, without a request of anybody's.
     *
     * @param path that is asked for, behind the endpoint's own
     * @param interval between two checks of an endpoint
     * @param timeout for all of one
     * @param healthy good answers in a row until it is asked again
     * @param unhealthy bad ones in a row until it is not
     * @param status what a good answer has
     */
    public record Health(
            String path, Duration interval, Duration timeout, int healthy, int unhealthy, Set<Integer> status) {
        public static final Health DEFAULT =
                new Health("/healthz", Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3, Set.of(200, 204));

        public Health {
            status = Set.copyOf(status);
            if (healthy < 1) {
                throw new IllegalArgumentException("healthy: " + healthy + " (expected: >= 1)");
            }
            if (unhealthy < 1) {
                throw new IllegalArgumentException("unhealthy: " + unhealthy + " (expected: >= 1)");
            }
        }
    }
}
