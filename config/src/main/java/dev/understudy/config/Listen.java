package dev.understudy.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where clients connect, and how much of us one of them may take.
 *
 * @param threads event loops; defaults to the processors of this machine
 * @param trustedProxies whose word on where a request came from is passed on; nobody's by default
 */
public record Listen(HostPort http, Timeouts timeouts, Limits limits, int threads, List<Cidr> trustedProxies) {
    public Listen {
        trustedProxies = List.copyOf(trustedProxies);
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1..1024)");
        }
    }

    /** Whether what a hop at that address says of those before it is believed. */
    public boolean trusts(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * @param header for the whole request head, from its first byte
     * @param body between two pieces of a request's body
     * @param idle between two requests of a kept-alive connection, and without progress on a response's way to the client
     */
    public record Timeouts(Duration header, Duration body, Duration idle) {
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /**
     * @param headerBytes largest request head, request line included
     * @param connections open client connections; more are closed at once and counted
     */
    public record Limits(int headerBytes, int connections) {
        public static final Limits DEFAULT = new Limits(64 * 1024, 20_000);

        public Limits {
            if (headerBytes < 1024 || headerBytes > 16 * 1024 * 1024) {
                throw new IllegalArgumentException("headerBytes: " + headerBytes + " (expected: 1KiB..16MiB)");
            }
            if (connections < 1) {
                throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
            }
        }
    }
}
