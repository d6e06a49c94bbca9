package dev.understudy.gateway.testing;

import java.time.Duration;

/** How long anything in these tests is waited for before it counts as never. */
public final class Deadline {
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    static final int MILLIS = Math.toIntExact(PATIENCE.toMillis());

    private Deadline() {}
}
