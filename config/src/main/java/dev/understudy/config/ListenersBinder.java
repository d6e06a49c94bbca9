package dev.understudy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Binds {@code listen} and {@code admin}. */
final class ListenersBinder {
    static final Keys LISTEN = Keys.of("http", "tls", "http2", "threads", "timeouts", "limits", "trustedProxies");
    static final Keys TIMEOUTS = Keys.of("header", "body", "idle", "stream", "linger");
    static final Keys TLS = Keys.of("certificate", "key", "clientCa", "clientAuth");
    static final Keys LIMITS =
            Keys.of("headerBytes", "connections", "connectionsPerClient", "streams", "minBytesPerSecond");
    static final Keys ADMIN = Keys.of("http", "auth");
    static final Keys AUTH = Keys.of("bearer");

    static final HostPort HTTP = new HostPort("0.0.0.0", 8080);
    private static final int THREADS_MAX = 1024;
    private static final Reader<Integer> CONNECTIONS = Scalars.integer(1, 10_000_000);
    private static final Reader<Duration> TIMEOUT = Quantities.duration(Duration.ofMillis(1), Duration.ofHours(24));

    private ListenersBinder() {}

    static Listen listenDefault() {
        return Listen.at(HTTP, threadsDefault());
    }

    static Optional<Listen> listen(Value value) {
        return Section.open(value, LISTEN)
                .map(section -> new Listen(
                        section.read("http", Addresses.LISTEN, HTTP),
                        section.read("tls", ListenersBinder::tls),
                        section.read("http2", Scalars.SWITCH, false),
                        section.read("timeouts", ListenersBinder::timeouts, Listen.Timeouts.DEFAULT),
                        section.read("limits", ListenersBinder::limits, Listen.Limits.DEFAULT),
                        section.read("threads", Scalars.integer(1, THREADS_MAX), threadsDefault()),
                        section.read("trustedProxies", Addresses.RANGE.distinctList(0), List.of())));
    }

    static Optional<Admin> admin(Value value) {
        return Section.open(value, ADMIN).map(section -> {
            Admin admin = new Admin(
                    section.read("http", Addresses.LISTEN, Admin.DEFAULT.http()),
                    section.read("auth", ListenersBinder::bearer));
            if (!admin.http().isLoopback() && !section.has("auth")) {
                section.at("http")
                        .refuse(
                                admin.http() + " can be reached from other machines, and admin.auth is missing",
                                "auth: {bearer: {file: …}} beside it, or 127.0.0.1");
            }
            return admin;
        });
    }

    private static int threadsDefault() {
        return Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
    }

    private static Optional<Listen.Tls> tls(Value value) {
        return Section.open(value, TLS).flatMap(section -> {
            Optional<Path> certificate =
                    section.require("certificate", Words.FILE, "the path of a PEM file with our certificate");
            Optional<Path> key = section.require("key", Words.FILE, "the path of a PEM file with its private key");
            Optional<Path> clientCa = section.read("clientCa", Words.FILE);
            Listen.ClientAuth clientAuth = section.read(
                    "clientAuth",
                    Scalars.choice(Listen.ClientAuth.values(), Listen.ClientAuth::yaml),
                    Listen.ClientAuth.REQUIRE);
            if (section.has("clientAuth") && !section.has("clientCa")) {
                section.at("clientAuth")
                        .refuse(
                                "nobody vouches for clients' certificates, since clientCa is missing",
                                "clientCa beside it");
            }
            return certificate.flatMap(ours -> key.map(ourKey -> new Listen.Tls(ours, ourKey, clientCa, clientAuth)));
        });
    }

    private static Optional<Listen.Timeouts> timeouts(Value value) {
        Listen.Timeouts otherwise = Listen.Timeouts.DEFAULT;
        return Section.open(value, TIMEOUTS)
                .map(section -> new Listen.Timeouts(
                        section.read("header", TIMEOUT, otherwise.header()),
                        section.read("body", TIMEOUT, otherwise.body()),
                        section.read("idle", TIMEOUT, otherwise.idle()),
                        section.read("stream", TIMEOUT, otherwise.stream()),
                        section.read("linger", TIMEOUT, otherwise.linger())));
    }

    private static Optional<Listen.Limits> limits(Value value) {
        Listen.Limits otherwise = Listen.Limits.DEFAULT;
        return Section.open(value, LIMITS).map(section -> {
            int connections = section.read("connections", CONNECTIONS, otherwise.connections());
            return new Listen.Limits(
                    section.read(
                            "headerBytes",
                            Quantities.bytesInMemory(Quantities.KIB, 16 * Quantities.MIB),
                            otherwise.headerBytes()),
                    connections,
                    section.read("connectionsPerClient", CONNECTIONS, connections),
                    section.read("streams", Scalars.integer(1, 10_000), otherwise.streams()),
                    section.read(
                            "minBytesPerSecond",
                            Quantities.bytesInMemory(0, Quantities.GIB),
                            otherwise.minBytesPerSecond()));
        });
    }

    private static Optional<Secret> bearer(Value value) {
        return Section.open(value, AUTH)
                .flatMap(section -> section.require("bearer", Secrets.REFERENCE, Secrets.EXPECTED));
    }
}
