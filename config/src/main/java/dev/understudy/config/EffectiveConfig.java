package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A configuration written out with everything that its file left to the defaults; it reads as the same again. */
public final class EffectiveConfig {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();

    private EffectiveConfig() {}

    /** Secrets stand in it by reference only, as in the file. */
    public static String yaml(Config config) {
        return new Dump(SETTINGS).dumpToString(tree(config));
    }

    /** The same as maps, lists and scalars, in the order of the file. */
    public static Map<String, Object> tree(Config config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 1);
        root.put("listen", listen(config.listen()));
        root.put("admin", admin(config.admin()));
        Map<String, Object> models = new TreeMap<>();
        config.models().forEach((name, model) -> models.put(name, model(model)));
        root.put("models", models);
        root.put("dns", dns(config.dns()));
        Map<String, Object> identity = identity(config.identity());
        if (!identity.isEmpty()) {
            root.put("identity", identity);
        }
        root.put("routes", config.routes().stream().map(EffectiveRoute::yaml).toList());
        if (!config.guardrails().isEmpty()) {
            Map<String, Object> guardrails = new TreeMap<>();
            config.guardrails().forEach((name, set) -> guardrails.put(name, EffectiveJudging.guardrails(set)));
            root.put("guardrails", guardrails);
        }
        if (!config.judges().isEmpty()) {
            root.put("judges", EffectiveJudges.yaml(config.judges()));
        }
        root.put("sink", sink(config.sink()));
        root.put("pressure", pressure(config.operations().pressure()));
        config.operations().tracing().ifPresent(tracing -> root.put("tracing", tracing(tracing)));
        config.operations().accessLog().ifPresent(log -> root.put("accessLog", accessLog(log)));
        return root;
    }

    private static Map<String, Object> listen(Listen listen) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("http", listen.http().toString());
        listen.tls().ifPresent(tls -> yaml.put("tls", tls(tls)));
        yaml.put("http2", listen.http2());
        yaml.put("threads", listen.threads());
        Map<String, Object> timeouts = new LinkedHashMap<>();
        timeouts.put("header", Quantities.text(listen.timeouts().header()));
        timeouts.put("body", Quantities.text(listen.timeouts().body()));
        timeouts.put("idle", Quantities.text(listen.timeouts().idle()));
        timeouts.put("stream", Quantities.text(listen.timeouts().stream()));
        timeouts.put("linger", Quantities.text(listen.timeouts().linger()));
        yaml.put("timeouts", timeouts);
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("headerBytes", Quantities.text(listen.limits().headerBytes()));
        limits.put("connections", listen.limits().connections());
        limits.put("connectionsPerClient", listen.limits().connectionsPerClient());
        limits.put("streams", listen.limits().streams());
        limits.put("minBytesPerSecond", Quantities.text(listen.limits().minBytesPerSecond()));
        yaml.put("limits", limits);
        if (!listen.trustedProxies().isEmpty()) {
            yaml.put(
                    "trustedProxies",
                    listen.trustedProxies().stream().map(Cidr::toString).toList());
        }
        return yaml;
    }

    private static Map<String, Object> tls(Listen.Tls tls) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("certificate", tls.certificate().toString());
        yaml.put("key", tls.key().toString());
        tls.clientCa().ifPresent(authority -> {
            yaml.put("clientCa", authority.toString());
            yaml.put("clientAuth", tls.clientAuth().yaml());
        });
        return yaml;
    }

    private static Map<String, Object> admin(Admin admin) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("http", admin.http().toString());
        admin.bearer().ifPresent(token -> yaml.put("auth", Map.of("bearer", secret(token))));
        return yaml;
    }

    private static Map<String, Object> model(Model model) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("endpoints", model.endpoints().stream().map(Object::toString).toList());
        if (model.endpoints().stream().anyMatch(endpoint -> endpoint.getScheme().equals("https"))) {
            yaml.put("tls", tls(model.tls()));
        }
        yaml.put("http2", model.http2());
        Map<String, Object> timeout = new LinkedHashMap<>();
        timeout.put("connect", Quantities.text(model.timeouts().connect()));
        timeout.put("firstByte", Quantities.text(model.timeouts().firstByte()));
        timeout.put("firstToken", Quantities.text(model.timeouts().firstToken()));
        timeout.put("idle", Quantities.text(model.timeouts().idle()));
        timeout.put("total", Quantities.text(model.timeouts().total()));
        yaml.put("timeout", timeout);
        yaml.put("maxInFlight", model.maxInFlight());
        Map<String, Object> breaker = new LinkedHashMap<>();
        breaker.put("failureRate", number(model.breaker().failureRate()));
        breaker.put("minimumCalls", model.breaker().minimumCalls());
        breaker.put("openFor", Quantities.text(model.breaker().openFor()));
        yaml.put("breaker", breaker);
        yaml.put("credentials", credentials(model.credentials()));
        yaml.put("rewrite", rewrite(model.rewrite()));
        model.price().ifPresent(price -> yaml.put("price", price(price)));
        EffectiveSelection.put(yaml, model.selection());
        return yaml;
    }

    private static Map<String, Object> tls(Model.Tls tls) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        putIfPresent(yaml, "ca", tls.ca());
        putIfPresent(yaml, "certificate", tls.certificate());
        putIfPresent(yaml, "key", tls.key());
        putIfPresent(yaml, "serverName", tls.serverName());
        yaml.put("verify", tls.verify());
        return yaml;
    }

    private static void putIfPresent(Map<String, Object> yaml, String key, @Nullable Object value) {
        if (value != null) {
            yaml.put(key, value.toString());
        }
    }

    private static Map<String, Object> rewrite(Model.Rewrite rewrite) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        if (!rewrite.setHeaders().isEmpty()) {
            yaml.put("setHeaders", new TreeMap<>(rewrite.setHeaders()));
        }
        if (!rewrite.setBody().isEmpty()) {
            Map<String, Object> setBody = new TreeMap<>();
            rewrite.setBody().forEach((pointer, json) -> setBody.put(pointer.text(), JsonValues.tree(json)));
            yaml.put("setBody", setBody);
        }
        yaml.put("maxBody", Quantities.text(rewrite.maxBody()));
        return yaml;
    }

    static Map<String, Object> price(Model.Price price) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("inputPerMillion", number(price.input()));
        yaml.put("outputPerMillion", number(price.output()));
        yaml.put("cachedInputPerMillion", number(price.cachedInput()));
        yaml.put("currency", price.currency());
        return yaml;
    }

    private static Map<String, Object> credentials(Model.Credentials credentials) {
        if (credentials instanceof Model.Credentials.Bearer bearer) {
            return Map.of("bearer", secret(bearer.token()));
        }
        return Map.of("passThrough", credentials instanceof Model.Credentials.PassThrough);
    }

    static Map<String, Object> secret(Secret secret) {
        if (secret instanceof Secret.FromFile file) {
            return Map.of("file", file.path().toString());
        }
        return Map.of("env", ((Secret.FromEnvironment) secret).variable());
    }

    private static Map<String, Object> dns(Dns dns) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        if (!dns.servers().isEmpty()) {
            yaml.put("servers", dns.servers().stream().map(HostPort::toString).toList());
        }
        yaml.put("timeout", Quantities.text(dns.timeout()));
        yaml.put("minTtl", Quantities.text(dns.minTtl()));
        yaml.put("maxTtl", Quantities.text(dns.maxTtl()));
        yaml.put("negativeTtl", Quantities.text(dns.negativeTtl()));
        return yaml;
    }

    private static Map<String, Object> identity(Identity identity) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        if (!identity.user().isEmpty()) {
            yaml.put(
                    "user",
                    identity.user().stream().map(EffectiveConfig::source).toList());
        }
        if (!identity.conversation().isEmpty()) {
            yaml.put(
                    "conversation",
                    identity.conversation().stream()
                            .map(EffectiveConfig::source)
                            .toList());
        }
        return yaml;
    }

    private static Map<String, Object> source(Identity.Source source) {
        if (source instanceof Identity.Source.Header header) {
            return Map.of("header", header.name());
        }
        if (source instanceof Identity.Source.JwtClaim claim) {
            return Map.of("jwtClaim", claim.claim());
        }
        return Map.of(
                "bodyField", ((Identity.Source.BodyField) source).pointer().text());
    }

    private static Map<String, Object> sink(Sink sink) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("type", "file");
        yaml.put("path", sink.path().toString());
        yaml.put("retention", Quantities.text(sink.retention()));
        yaml.put("maxBytes", Quantities.text(sink.maxBytes()));
        yaml.put("segmentBytes", Quantities.text(sink.segmentBytes()));
        yaml.put("segmentAge", Quantities.text(sink.segmentAge()));
        Map<String, Object> queue = new LinkedHashMap<>();
        queue.put("records", sink.queue().records());
        queue.put("bytes", Quantities.text(sink.queue().bytes()));
        yaml.put("queue", queue);
        return yaml;
    }

    private static Map<String, Object> pressure(Pressure pressure) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("inFlight", pressure.inFlight());
        yaml.put("loopLag", Quantities.text(pressure.loopLag()));
        yaml.put("bodies", number(pressure.bodies().value()));
        Map<String, Object> shed = new LinkedHashMap<>();
        shed.put("shadows", number(pressure.shed().shadows().value()));
        shed.put("bodies", number(pressure.shed().bodies().value()));
        shed.put("interleaving", number(pressure.shed().interleaving().value()));
        shed.put("requests", number(pressure.shed().requests().value()));
        yaml.put("shed", shed);
        yaml.put("calmAfter", Quantities.text(pressure.calmAfter()));
        return yaml;
    }

    private static Map<String, Object> tracing(Tracing tracing) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("otlp", tracing.otlp().toString());
        yaml.put("samplePercent", number(tracing.sample().value()));
        yaml.put("serviceName", tracing.serviceName());
        yaml.put("queue", tracing.queue());
        return yaml;
    }

    private static Map<String, Object> accessLog(AccessLog log) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("path", log.path());
        yaml.put("queue", log.queue());
        return yaml;
    }

    /** Whole numbers without a fraction, as people write them. */
    static Object number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Object) (long) number : (Object) number;
    }
}
