package dev.understudy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Binds {@code listen} and {@code admin}. */
final class ListenersBinder {
    static final Keys LISTEN = Keys.of("http", "threads", "timeouts", "limits", "trustedProxies")
            .later("tls", "TLS from clients; let a load balancer before the gateway end it")
            .later("http2", "HTTP/2 from clients; they are served over HTTP/1.1");
    static final Keys TIMEOUTS = Keys.of("header", "body", "idle");
    static final Keys LIMITS = Keys.of("headerBytes", "connections");
    static final Keys ADMIN = Keys.of("http", "auth");
    static final Keys AUTH = Keys.of("bearer");

    static final HostPort HTTP = new HostPort("0.0.0.0", 8080);
    private static final int THREADS_MAX = 1024;
    private static final Reader<Duration> TIMEOUT = Quantities.duration(Duration.ofMillis(1), Duration.ofHours(24));

    private ListenersBinder() {}

    static Listen listenDefault() {
        return new Listen(HTTP, Listen.Timeouts.DEFAULT, Listen.Limits.DEFAULT, threadsDefault(), List.of());
    }

    static Optional<Listen> listen(Value value) {
        return Section.open(value, LISTEN)
                .map(section -> new Listen(
                        section.read("http", Addresses.LISTEN, HTTP),
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

    private static Optional<Listen.Timeouts> timeouts(Value value) {
        Listen.Timeouts otherwise = Listen.Timeouts.DEFAULT;
        return Section.open(value, TIMEOUTS)
                .map(section -> new Listen.Timeouts(
                        section.read("header", TIMEOUT, otherwise.header()),
                        section.read("body", TIMEOUT, otherwise.body()),
                        section.read("idle", TIMEOUT, otherwise.idle())));
    }

    private static Optional<Listen.Limits> limits(Value value) {
        Listen.Limits otherwise = Listen.Limits.DEFAULT;
        return Section.open(value, LIMITS)
                .map(section -> new Listen.Limits(
                        section.read(
                                "headerBytes",
                                Quantities.bytesInMemory(Quantities.KIB, 16 * Quantities.MIB),
                                otherwise.headerBytes()),
                        section.read("connections", Scalars.integer(1, 10_000_000), otherwise.connections())));
    }

    private static Optional<Secret> bearer(Value value) {
        return Section.open(value, AUTH)
                .flatMap(section -> section.require("bearer", Secrets.REFERENCE, Secrets.EXPECTED));
    }
}
