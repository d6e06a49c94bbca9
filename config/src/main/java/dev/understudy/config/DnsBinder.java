package dev.understudy.config;

import java.time.Duration;
import java.util.Optional;

/** Binds {@code dns}. */
final class DnsBinder {
    static final Keys DNS = Keys.of("servers", "timeout", "minTtl", "maxTtl", "negativeTtl");

    private static final Reader<Duration> TIMEOUT = Quantities.duration(Duration.ofMillis(1), Duration.ofMinutes(1));

    private DnsBinder() {}

    static Optional<Dns> dns(Value value) {
        Dns otherwise = Dns.DEFAULT;
        return Section.open(value, DNS).map(section -> {
            Duration minTtl = section.read("minTtl", seconds(1), otherwise.minTtl());
            Duration atLeast = minTtl.compareTo(otherwise.maxTtl()) > 0 ? minTtl : otherwise.maxTtl();
            Duration maxTtl = section.read("maxTtl", seconds(1), atLeast);
            if (maxTtl.compareTo(minTtl) < 0) {
                section.at("maxTtl")
                        .refuse(Quantities.text(maxTtl), "at least minTtl, which is " + Quantities.text(minTtl));
            }
            return new Dns(
                    section.read("servers", Addresses.LISTEN.distinctList(1), otherwise.servers()),
                    section.read("timeout", TIMEOUT, otherwise.timeout()),
                    minTtl,
                    maxTtl.compareTo(minTtl) < 0 ? minTtl : maxTtl,
                    section.read("negativeTtl", seconds(0), otherwise.negativeTtl()));
        });
    }

    /** As name servers count. */
    private static Reader<Duration> seconds(int min) {
        return value -> Quantities.duration(Duration.ofSeconds(min), Duration.ofDays(1))
                .read(value)
                .flatMap(duration -> duration.toMillisPart() == 0
                        ? Optional.of(duration)
                        : value.refuse(Quantities.text(duration), "whole seconds"));
    }
}
