package dev.understudy.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Binds {@code models}. */
final class ModelsBinder {
    static final Keys MODEL = Keys.of(
                    "url",
                    "endpoints",
                    "tls",
                    "http2",
                    "timeout",
                    "maxInFlight",
                    "breaker",
                    "credentials",
                    "rewrite",
                    "balance",
                    "ejection",
                    "retry",
                    "retryAfter",
                    "connections",
                    "health",
                    "price")
            .later("protocol", "naming a protocol; http2: true calls the model over HTTP/2, which gRPC needs")
            .later("h2", "this name; http2: true calls the model over HTTP/2")
            .later("grpc", "this name; http2: true calls the model over HTTP/2, which is all that gRPC needs");
    static final Keys TIMEOUT = Keys.of("connect", "firstByte", "firstToken", "idle", "total");
    static final Keys BREAKER = Keys.of("failureRate", "minimumCalls", "openFor");
    static final Keys CREDENTIALS = Keys.of("bearer", "passThrough");
    static final Keys REWRITE = Keys.of("setHeaders", "setBody", "maxBody");

    static final int MAX_IN_FLIGHT = 1024;
    private static final int MODELS_MAX = 1000;
    private static final Reader<Duration> DURATION = Quantities.duration(Duration.ofMillis(1), Duration.ofHours(24));
    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "api-key",
            "apikey",
            "x-api-key",
            "x-goog-api-key",
            "x-auth-token");
    private static final Set<String> CONNECTION_HEADERS = Set.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private ModelsBinder() {}

    /** Every name that was meant to be a model, so that a mistake within one does not make its users wrong too. */
    record Models(Set<String> names, Map<String, Model> byName) {
        static final Models NONE = new Models(Set.of(), Map.of());
    }

    static Optional<Models> models(Value value) {
        return Section.entries(value, "models by name").flatMap(entries -> {
            if (entries.isEmpty() || entries.size() > MODELS_MAX) {
                return value.refuse(entries.size() + " models", "1.." + MODELS_MAX);
            }
            PriceBinder prices = new PriceBinder();
            Map<String, Optional<Model>> models = new LinkedHashMap<>();
            for (Section.Entry entry : entries) {
                if (!Words.NAME.matcher(entry.name()).matches()) {
                    value.problems()
                            .add(
                                    entry.key(),
                                    entry.value().path(),
                                    Shown.quoted(entry.name()) + " (expected: as a model's name, " + Words.NAME_EXPECTED
                                            + ")");
                }
                models.put(entry.name(), model(entry.name(), entry.value(), prices));
            }
            Map<String, Model> byName = new LinkedHashMap<>();
            models.forEach((name, model) -> model.ifPresent(bound -> byName.put(name, bound)));
            return Optional.of(new Models(models.keySet(), byName));
        });
    }

    private static Optional<Model> model(String name, Value value, PriceBinder prices) {
        return Section.open(value, MODEL).flatMap(section -> {
            Optional<List<URI>> endpoints = endpoints(section);
            Model.Tls tls = section.read("tls", ModelTlsBinder::tls, Model.Tls.DEFAULT);
            boolean http2 = section.read("http2", Scalars.SWITCH, false);
            Model.Timeouts timeouts = section.read("timeout", ModelsBinder::timeouts, Model.Timeouts.DEFAULT);
            int maxInFlight = section.read("maxInFlight", Scalars.integer(1, 1_000_000), MAX_IN_FLIGHT);
            Model.Breaker breaker = section.read("breaker", ModelsBinder::breaker, Model.Breaker.DEFAULT);
            Model.Credentials credentials = section.read(
                    "credentials", ModelsBinder::credentials, new Model.Credentials.CallersForLegacyOnly());
            Model.Rewrite rewrite = section.read("rewrite", ModelsBinder::rewrite, Model.Rewrite.NONE);
            Selection selection = SelectionBinder.selection(section);
            Optional<Model.Price> price = section.read("price", prices::price);
            endpoints.ifPresent(addresses -> tlsIsOfUse(section, addresses));
            return endpoints
                    .filter(addresses -> !addresses.isEmpty())
                    .map(addresses -> new Model(
                            name,
                            addresses,
                            tls,
                            http2,
                            timeouts,
                            maxInFlight,
                            breaker,
                            credentials,
                            rewrite,
                            selection,
                            price));
        });
    }

    private static Optional<List<URI>> endpoints(Section section) {
        if (section.has("url") && section.has("endpoints")) {
            return section.at("endpoints").refuse("endpoints beside url", "one of the two");
        }
        if (section.has("url")) {
            return section.read("url", Addresses.ENDPOINT).map(List::of);
        }
        return section.require(
                "endpoints", Addresses.ENDPOINT.distinctList(1), "url: http://host:port, or a list of endpoints");
    }

    private static void tlsIsOfUse(Section section, List<URI> endpoints) {
        if (section.has("tls")
                && !endpoints.isEmpty()
                && endpoints.stream().noneMatch(endpoint -> endpoint.getScheme().equals("https"))) {
            section.at("tls").refuse("tls, and no endpoint that begins with https://", "https:// endpoints, or no tls");
        }
    }

    /** One duration is for the whole call; what does not fit into it is cut to it. */
    private static Optional<Model.Timeouts> timeouts(Value value) {
        if (!value.isMapping()) {
            return DURATION.read(value)
                    .map(total -> new Model.Timeouts(
                            shorter(Model.Timeouts.DEFAULT.connect(), total),
                            total,
                            total,
                            shorter(Model.Timeouts.DEFAULT.idle(), total),
                            total));
        }
        return Section.open(value, TIMEOUT).map(ModelsBinder::timeouts);
    }

    /** A part without a duration is cut to the total; a total without one has room for every part. */
    private static Model.Timeouts timeouts(Section section) {
        Model.Timeouts otherwise = Model.Timeouts.DEFAULT;
        Optional<Duration> connect = section.read("connect", DURATION);
        Optional<Duration> firstByte = section.read("firstByte", DURATION);
        Optional<Duration> firstToken = section.read("firstToken", DURATION);
        Optional<Duration> idle = section.read("idle", DURATION);
        Duration longestPart = Stream.of(connect, firstByte, firstToken, idle)
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration total = section.read("total", DURATION, longer(otherwise.total(), longestPart));
        withinTotal(section, "connect", connect, total);
        withinTotal(section, "firstByte", firstByte, total);
        withinTotal(section, "firstToken", firstToken, total);
        withinTotal(section, "idle", idle, total);
        return new Model.Timeouts(
                connect.orElse(shorter(otherwise.connect(), total)),
                firstByte.orElse(shorter(otherwise.firstByte(), total)),
                firstToken.orElse(total),
                idle.orElse(shorter(otherwise.idle(), total)),
                total);
    }

    private static void withinTotal(Section section, String part, Optional<Duration> duration, Duration total) {
        duration.filter(given -> given.compareTo(total) > 0)
                .ifPresent(given -> section.at(part)
                        .refuse(Quantities.text(given), "at most total, which is " + Quantities.text(total)));
    }

    private static Optional<Model.Breaker> breaker(Value value) {
        Model.Breaker otherwise = Model.Breaker.DEFAULT;
        return Section.open(value, BREAKER)
                .map(section -> new Model.Breaker(
                        section.read("failureRate", ModelsBinder::failureRate, otherwise.failureRate()),
                        section.read(
                                "minimumCalls",
                                Scalars.integer(1, Model.Breaker.MINIMUM_CALLS_MAX),
                                otherwise.minimumCalls()),
                        section.read("openFor", DURATION, otherwise.openFor())));
    }

    private static Optional<Double> failureRate(Value value) {
        return Scalars.PERCENT
                .read(value)
                .flatMap(percent -> percent.value() > 0
                        ? Optional.of(percent.value())
                        : value.refuse(value.shown(), "a percentage above 0"));
    }

    private static Optional<Model.Credentials> credentials(Value value) {
        return Section.open(value, CREDENTIALS).flatMap(section -> {
            if (section.has("bearer") == section.has("passThrough")) {
                return value.refuse(
                        section.has("bearer") ? "bearer and passThrough" : "neither bearer nor passThrough",
                        "bearer: " + Secrets.EXPECTED + ", or passThrough: true");
            }
            if (section.has("bearer")) {
                return section.read("bearer", Secrets.REFERENCE).map(Model.Credentials.Bearer::new);
            }
            return section.read("passThrough", Scalars.SWITCH)
                    .map(on -> on ? new Model.Credentials.PassThrough() : new Model.Credentials.CallersForLegacyOnly());
        });
    }

    private static Optional<Model.Rewrite> rewrite(Value value) {
        return Section.open(value, REWRITE)
                .map(section -> new Model.Rewrite(
                        section.read("setHeaders", ModelsBinder::setHeaders, Map.of()),
                        section.read("setBody", SetBodyBinder::setBody, Map.of()),
                        section.read("maxBody", Quantities.bytesInMemory(0, Quantities.GIB), Model.Rewrite.MAX_BODY)));
    }

    private static Optional<Map<String, String>> setHeaders(Value value) {
        return HeadersBinder.headers(value, (name, header) -> {
            if (SECRET_HEADERS.contains(name)) {
                return header.refuse(
                        "a secret in the file itself, not shown here",
                        "credentials: {bearer: " + Secrets.EXPECTED + "}; other secret headers are not supported yet");
            }
            if (CONNECTION_HEADERS.contains(name)) {
                return header.refuse("a header of the connection, which the gateway sets itself", "another header");
            }
            return Words.HEADER_VALUE.read(header);
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
