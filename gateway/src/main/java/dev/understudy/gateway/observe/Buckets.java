package dev.understudy.gateway.observe;

import java.time.Duration;
import java.util.Arrays;

/** The upper bounds of a histogram's buckets, in seconds. */
enum Buckets {
    NONE(),
    /** Of what waits for a model. */
    WAITS(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    /** Of what the gateway itself does. */
    OWN(0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1);

    @SuppressWarnings("ImmutableEnumChecker") // only copies of it are handed out
    private final double[] bounds;

    Buckets(double... bounds) {
        this.bounds = bounds;
    }

    Duration[] durations() {
        return Arrays.stream(bounds)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }
}
