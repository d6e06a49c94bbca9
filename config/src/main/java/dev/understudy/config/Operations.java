package dev.understudy.config;

import java.util.Optional;

/**
 * What those who run the gateway set: what it gives up under pressure, and what it tells of each request.
 *
 * @param tracing empty: spans are not made, and callers' trace headers pass untouched
 */
public record Operations(Pressure pressure, Optional<Tracing> tracing, Optional<AccessLog> accessLog) {
    public static final Operations DEFAULT = new Operations(Pressure.DEFAULT, Optional.empty(), Optional.empty());
}
