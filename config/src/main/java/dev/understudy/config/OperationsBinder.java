package dev.understudy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds {@code pressure}, {@code tracing} and {@code accessLog}. */
final class OperationsBinder {
    static final Keys PRESSURE = Keys.of("inFlight", "loopLag", "bodies", "shed", "calmAfter");
    static final Keys SHED = Keys.of("shadows", "bodies", "interleaving", "requests");
    static final Keys TRACING = Keys.of("otlp", "samplePercent", "serviceName", "queue");
    static final Keys ACCESS_LOG = Keys.of("path", "queue");

    private static final int QUEUE_MAX = 1_000_000;
    private static final String OTLP_EXPECTED =
            "the address of an OTLP/HTTP receiver without a path, such as http://127.0.0.1:4318";
    private static final Reader<String> SERVICE_NAME =
            Scalars.matching(Pattern.compile("[\\x21-\\x7e]{1,200}"), "1 to 200 printable characters without spaces");

    private OperationsBinder() {}

    /** Of the whole file, whose section this is. */
    static Operations operations(Section file) {
        return new Operations(
                file.read("pressure", OperationsBinder::pressure, Pressure.DEFAULT),
                file.read("tracing", OperationsBinder::tracing),
                file.read("accessLog", OperationsBinder::accessLog));
    }

    private static Optional<Pressure> pressure(Value value) {
        Pressure otherwise = Pressure.DEFAULT;
        return Section.open(value, PRESSURE)
                .map(section -> new Pressure(
                        section.read("inFlight", Scalars.integer(1, 10_000_000), otherwise.inFlight()),
                        section.read(
                                "loopLag",
                                Quantities.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
                                otherwise.loopLag()),
                        section.read("bodies", OperationsBinder::somePercent, otherwise.bodies()),
                        section.read("shed", OperationsBinder::shed, otherwise.shed()),
                        section.read(
                                "calmAfter",
                                Quantities.duration(Duration.ofMillis(1), Duration.ofHours(1)),
                                otherwise.calmAfter())));
    }

    private static Optional<Pressure.Shed> shed(Value value) {
        Pressure.Shed otherwise = Pressure.Shed.DEFAULT;
        return Section.open(value, SHED).flatMap(section -> {
            Percent shadows = section.read("shadows", OperationsBinder::somePercent, otherwise.shadows());
            Percent bodies = section.read("bodies", OperationsBinder::somePercent, otherwise.bodies());
            Percent interleaving =
                    section.read("interleaving", OperationsBinder::somePercent, otherwise.interleaving());
            Percent requests = section.read("requests", OperationsBinder::somePercent, otherwise.requests());
            boolean ordered = shadows.value() <= bodies.value()
                    && bodies.value() <= interleaving.value()
                    && interleaving.value() <= requests.value();
            return ordered
                    ? Optional.of(new Pressure.Shed(shadows, bodies, interleaving, requests))
                    : value.refuse(
                            "shadows at " + shadows + ", bodies at " + bodies + ", interleaving at " + interleaving
                                    + ", requests at " + requests,
                            "none before the one that goes first: shadows, bodies, interleaving, requests");
        });
    }

    private static Optional<Percent> somePercent(Value value) {
        return Scalars.PERCENT
                .read(value)
                .flatMap(percent -> percent.value() > 0
                        ? Optional.of(percent)
                        : value.refuse(value.shown(), "more than 0, at most 100"));
    }

    private static Optional<Tracing> tracing(Value value) {
        return Section.open(value, TRACING).flatMap(section -> {
            Percent sample = section.read("samplePercent", Scalars.PERCENT, Tracing.SAMPLE);
            String service = section.read("serviceName", SERVICE_NAME, Tracing.SERVICE_NAME);
            int queue = section.read("queue", Scalars.integer(1, QUEUE_MAX), Tracing.QUEUE);
            return section.require("otlp", OperationsBinder::otlp, OTLP_EXPECTED)
                    .map(otlp -> new Tracing(otlp, sample, service, queue));
        });
    }

    private static Optional<URI> otlp(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            try {
                URI address = new URI(text);
                String scheme =
                        address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
                boolean plain = address.getRawQuery() == null
                        && address.getRawFragment() == null
                        && address.getRawUserInfo() == null
                        && ("" + address.getRawPath()).replace("/", "").isEmpty();
                return plain
                                && address.getHost() != null
                                && hasGoodPort(address)
                                && (scheme.equals("http") || scheme.equals("https"))
                        ? Optional.of(URI.create(scheme + "://" + address.getRawAuthority()))
                        : value.refuse(text.contains("@") ? "no such address" : value.shown(), OTLP_EXPECTED);
            } catch (URISyntaxException e) {
                return value.refuse(text.contains("@") ? "no URL" : value.shown(), OTLP_EXPECTED);
            }
        });
    }

    /** Its own, or that of its scheme. */
    private static boolean hasGoodPort(URI address) {
        return address.getPort() == -1
                ? !address.getRawAuthority().endsWith(":")
                : address.getPort() > 0 && address.getPort() <= Addresses.PORT_MAX;
    }

    private static Optional<AccessLog> accessLog(Value value) {
        return Section.open(value, ACCESS_LOG).flatMap(section -> {
            int queue = section.read("queue", Scalars.integer(1, QUEUE_MAX), AccessLog.QUEUE);
            return section.require("path", Words.FILE, "a file, or \"-\" for standard output")
                    .map(path -> new AccessLog(path.toString(), queue));
        });
    }
}
