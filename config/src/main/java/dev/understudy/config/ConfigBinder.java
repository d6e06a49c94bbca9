package dev.understudy.config;

import java.util.List;
import java.util.Optional;

/** Binds the whole file, and checks its parts against each other. */
final class ConfigBinder {
    static final Keys CONFIG = Keys.of("version", "listen", "admin", "models", "identity", "routes", "sink")
            .later("guardrails", "guards that act by themselves; the report gives a verdict");

    private static final int VERSION = 1;

    private ConfigBinder() {}

    /** Empty only when a problem was reported; one that was reported may also come with a configuration. */
    static Optional<Config> config(Value root, String revision, String source) {
        return Section.open(root, CONFIG).map(section -> {
            section.require("version", ConfigBinder::version, "1");
            Listen listen = section.read("listen", ListenersBinder::listen, ListenersBinder.listenDefault());
            Admin admin = section.read("admin", ListenersBinder::admin, Admin.DEFAULT);
            checkDistinctPorts(section, listen.http(), admin.http());
            ModelsBinder.Models models = section.require("models", ModelsBinder::models, "at least one model by name")
                    .orElse(ModelsBinder.Models.NONE);
            Identity identity = section.read("identity", IdentityBinder::identity, Identity.NONE);
            RoutesBinder binder = new RoutesBinder(models.names(), identity);
            List<Route> routes = section.require("routes", binder::routes, "at least one route")
                    .orElse(List.of());
            Sink sink = section.read("sink", SinkBinder::sink, Sink.DEFAULT);
            return new Config(listen, admin, models.byName(), identity, routes, sink, revision, source);
        });
    }

    private static Optional<Integer> version(Value value) {
        return Scalars.integer(VERSION, VERSION).read(value);
    }

    private static void checkDistinctPorts(Section section, HostPort listen, HostPort admin) {
        boolean same = listen.port() != 0 && listen.port() == admin.port();
        boolean overlap = listen.host().equals(admin.host())
                || listen.socketAddress().getAddress().isAnyLocalAddress()
                || admin.socketAddress().getAddress().isAnyLocalAddress();
        if (same && overlap) {
            section.value()
                    .entry(
                            "admin",
                            section.has("admin")
                                    ? section.at("admin").node()
                                    : section.value().node())
                    .refuse("port " + admin.port() + " is taken by listen.http " + listen, "another port");
        }
    }
}
