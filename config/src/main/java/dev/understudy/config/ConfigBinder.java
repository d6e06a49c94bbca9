package dev.understudy.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the whole file, and checks its parts against each other. */
final class ConfigBinder {
    static final Keys CONFIG = Keys.of(
            "version",
            "listen",
            "admin",
            "models",
            "dns",
            "identity",
            "routes",
            "guardrails",
            "judges",
            "sink",
            "pressure",
            "tracing",
            "accessLog");

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
            Dns dns = section.read("dns", DnsBinder::dns, Dns.DEFAULT);
            Identity identity = section.read("identity", IdentityBinder::identity, Identity.NONE);
            Map<String, Guardrails> guardrails = section.read("guardrails", JudgingBinder::guardrails, Map.of());
            RoutesBinder binder = new RoutesBinder(models, identity, guardrails);
            List<Route> routes = section.require("routes", binder::routes, "at least one route")
                    .orElse(List.of());
            Map<String, Judge> judges = section.read("judges", JudgesBinder::judges, Map.of());
            Sink sink = section.read("sink", SinkBinder::sink, Sink.DEFAULT);
            Operations operations = OperationsBinder.operations(section);
            return new Config(
                    listen,
                    admin,
                    models.byName(),
                    dns,
                    identity,
                    routes,
                    guardrails,
                    judges,
                    sink,
                    operations,
                    revision,
                    source);
        });
    }

    private static Optional<Integer> version(Value value) {
        return Scalars.integer(VERSION, VERSION).read(value);
    }

    private static void checkDistinctPorts(Section section, HostPort listen, HostPort admin) {
        if (listen.port() != 0 && listen.port() == admin.port() && overlap(listen, admin)) {
            Value place = section.has("admin") ? section.at("admin") : section.value();
            section.value()
                    .entry("admin", place.node())
                    .refuse("port " + admin.port() + " is taken by listen.http " + listen, "another port");
        }
    }

    private static boolean overlap(HostPort one, HostPort other) {
        InetAddress address = one.socketAddress().getAddress();
        InetAddress otherAddress = other.socketAddress().getAddress();
        if (address == null || otherAddress == null) {
            return one.host().equals(other.host());
        }
        return address.equals(otherAddress) || address.isAnyLocalAddress() || otherAddress.isAnyLocalAddress();
    }
}
