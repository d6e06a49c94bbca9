package dev.understudy.gateway.command;

import dev.understudy.log.PairFilter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which part of which log is meant: the options that {@code pairs} and {@code report} share. */
final class Selection {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory. Default: ${DEFAULT-VALUE}")
    Path data = Path.of("data");

    @Option(names = "--route", paramLabel = "NAME", description = "This route only.")
    Optional<String> route = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From then on: an instant such as 2026-11-22T01:02:03Z, or how long ago, such as 2h or 7d.")
    Optional<Instant> since = Optional.empty();

    PairFilter filter() {
        return new PairFilter(route.orElse(null), since.orElse(null), null);
    }

    /** Reads an instant, or a duration before now. */
    record SinceConverter(InstantSource clock) implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                if (text.matches("[0-9]{1,9}[smhd]")) {
                    String iso = text.endsWith("d") ? "P" + text : "PT" + text;
                    return clock.instant().minus(Duration.parse(iso.toUpperCase(Locale.ROOT)));
                }
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        text + " (expected: an instant such as 2026-11-22T01:02:03Z, or how long ago, such as 2h)");
            }
        }
    }
}
