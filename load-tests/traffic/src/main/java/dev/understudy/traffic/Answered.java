package dev.understudy.traffic;

import org.jspecify.annotations.Nullable;

/**
 * A request that got its whole answer.
 *
 * @param id what the gateway calls the request, or null when it did not say
 * @param latencyNanos from when it was due, not from when it could be sent
 */
record Answered(int status, @Nullable String id, long bytes, long latencyNanos) {}
