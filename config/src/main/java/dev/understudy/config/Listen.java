package dev.understudy.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where clients connect, and how much of us one of them may take.
 *
 * @param tls how clients' connections are encrypted; empty for not at all
 * @param http2 whether HTTP/2 is spoken beside HTTP/1.1: with TLS by agreement, without it with clients that begin so
 * @param threads event loops; defaults to the processors of this machine
 * @param trustedProxies whose word on where a request came from is passed on; nobody's by default
 */
public record Listen(
        HostPort http,
        Optional<Tls> tls,
        boolean http2,
        Timeouts timeouts,
        Limits limits,
        int threads,
        List<Cidr> trustedProxies) {
    public Listen {
        trustedProxies = List.copyOf(trustedProxies);
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1..1024)");
        }
    }

    /** What a file gets that names no more than this. */
    public static Listen at(HostPort http, int threads) {
        return new Listen(http, Optional.empty(), false, Timeouts.DEFAULT, Limits.DEFAULT, threads, List.of());
    }

    /** Whether what a hop at that address says of those before it is believed. */
    public boolean trusts(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * All files are PEM, and are read again when they change.
     *
     * @param certificate ours, and behind it those that vouch for it
     * @param clientCa who vouches for clients; empty when they are not asked for a certificate
     * @param clientAuth what happens to a client without one
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientCa, ClientAuth clientAuth) {}

    /** What happens to a client that shows no certificate. One that shows a wrong one is never let in. */
    public enum ClientAuth {
        /** It is not let in. */
        REQUIRE("require"),
        /** It is let in all the same. */
        REQUEST("request");

        private final String yaml;

        ClientAuth(String yaml) {
            this.yaml = yaml;
        }

        public String yaml() {
            return yaml;
        }
    }

    /**
     * @param header for the whole request head, from its first byte; for a TLS handshake too
     * @param body between two pieces of a request's body, and how far ahead of the least rate a client may be
     * @param idle between two requests of a kept-alive connection, and without progress on a response's way to the client
     * @param stream without a byte either way, of a request over HTTP/2 that goes on while it is answered
     * @param linger for a client that goes on sending behind its last answer, once that is out
     */
    public record Timeouts(Duration header, Duration body, Duration idle, Duration stream, Duration linger) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2));
    }

    /**
     * @param headerBytes largest request head, request line included
     * @param connections open client connections; more are closed at once and counted
     * @param connectionsPerClient the same of one address, or of one /64 network of IPv6
     * @param streams requests under way on one connection of HTTP/2; more are refused
     * @param minBytesPerSecond what a client has to send of a body, and to take of an answer over HTTP/2; 0 for anything
     */
    public record Limits(
            int headerBytes, int connections, int connectionsPerClient, int streams, int minBytesPerSecond) {
        public static final Limits DEFAULT = new Limits(64 * 1024, 20_000, 20_000, 100, 240);

        public Limits {
            if (headerBytes < 1024 || headerBytes > 16 * 1024 * 1024) {
                throw new IllegalArgumentException("headerBytes: " + headerBytes + " (expected: 1KiB..16MiB)");
            }
            if (connections < 1) {
                throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
            }
            if (connectionsPerClient < 1) {
                throw new IllegalArgumentException(
                        "connectionsPerClient: " + connectionsPerClient + " (expected: >= 1)");
            }
            if (streams < 1) {
                throw new IllegalArgumentException("streams: " + streams + " (expected: >= 1)");
            }
            if (minBytesPerSecond < 0) {
                throw new IllegalArgumentException("minBytesPerSecond: " + minBytesPerSecond + " (expected: >= 0)");
            }
        }
    }
}
