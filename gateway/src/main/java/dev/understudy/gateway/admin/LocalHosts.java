package dev.understudy.gateway.admin;

import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names by which a listener without authentication may be called. A web page cannot reach it under a name of its
 * own that it made point to this machine (DNS rebinding).
 */
final class LocalHosts {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final String bound;

    LocalHosts(String bound) {
        this.bound = bound.toLowerCase(Locale.ROOT);
    }

    /** @param authority of the request; HTTP/1.0 has none */
    boolean admit(@Nullable HostAndPort authority) {
        if (authority == null) {
            return true;
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        return NAMES.contains(host) || host.equals(bound) || (host.startsWith("127.") && host.matches("[0-9.]+"));
    }
}
