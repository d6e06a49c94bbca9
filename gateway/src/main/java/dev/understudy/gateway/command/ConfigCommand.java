package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ConfigSchema;
import dev.understudy.config.EffectiveConfig;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.rollout.Rollouts;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.PairCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code understudy config}: look at a configuration without running it. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Check, compare, explain and try configurations.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

    /** How an explanation is printed. */
    enum Format {
        text,
        json
    }

    private final Console console;
    private final InstantSource clock;

    ConfigCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Say everything that is wrong with FILE; exit 2 if anything is.")
    int check(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--effective", description = "Print it with every default written out.") boolean effective)
            throws InvalidConfigException {
        Config config = ConfigLoader.load(file);
        console.out()
                .println(
                        effective
                                ? EffectiveConfig.yaml(config).stripTrailing()
                                : file + ": ok, revision " + config.revision() + ", "
                                        + counted(config.routes().size(), "route") + ", "
                                        + counted(config.models().size(), "model"));
        return ExitCode.OK;
    }

    @Command(name = "schema", mixinStandardHelpOptions = true, description = "Print the JSON Schema, for editors.")
    int schema() {
        console.out().println(ConfigSchema.text().stripTrailing());
        return ExitCode.OK;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Say what changes for whom between two files.")
    int diff(@Parameters(paramLabel = "OLD") Path old, @Parameters(paramLabel = "NEW") Path changed)
            throws InvalidConfigException {
        Config before = ConfigLoader.load(old);
        Config after = ConfigLoader.load(changed);
        Instant now = clock.instant();
        new ConfigDiff(before, after, exposures(before, before, now), exposures(before, after, now))
                .lines()
                .forEach(console.out()::println);
        return ExitCode.OK;
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Say which route, unit, bucket and arm a request gets, and why.")
    int explain(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--method", defaultValue = "GET", description = "Default: ${DEFAULT-VALUE}") String method,
            @Option(names = "--path", required = true) String path,
            @Option(names = "--header", paramLabel = "NAME:VALUE", description = "May be given several times.")
                    List<String> headers,
            @Option(names = "--body", paramLabel = "FILE", description = "The request's body; - reads standard input.")
                    Optional<Path> body,
            @Option(names = "--at", paramLabel = "INSTANT", description = "As of then, such as 2026-11-22T01:02:03Z.")
                    Optional<Instant> at,
            @Option(names = "--format", defaultValue = "text", description = "${COMPLETION-CANDIDATES}") Format format)
            throws InvalidConfigException, IOException {
        Config config = ConfigLoader.load(file);
        AskedRequest request = AskedRequest.of(method, path, headers == null ? List.of() : headers, bytes(body));
        Explanation explanation =
                Explanation.of(config, request, exposures(config, config, at.orElseGet(clock::instant)));
        switch (format) {
            case text -> explanation.lines().forEach(console.out()::println);
            case json -> console.out().println(explanation.json());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "simulate",
            mixinStandardHelpOptions = true,
            description = {
                "Say what recorded requests would get under FILE: routes, arms, copies and records, counted.",
                "A record holds no user's key; its keyed hash stands in, so the shares are right and the users are not."
            })
    int simulate(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--pairs",
                            paramLabel = "PAIRS",
                            required = true,
                            description = "A data directory, or a file of pairs, one a line.")
                    Path pairs,
            @Option(names = "--at", paramLabel = "INSTANT", description = "As of then, such as 2026-11-22T01:02:03Z.")
                    Optional<Instant> at)
            throws InvalidConfigException, IOException {
        Config config = ConfigLoader.load(file);
        Simulation simulation = new Simulation(config, exposures(config, config, at.orElseGet(clock::instant)));
        if (Files.isDirectory(pairs)) {
            Printing.notes(console, PairLog.at(pairs).forEach(PairFilter.ALL, simulation::add));
        } else {
            simulate(pairs, simulation);
        }
        simulation.lines().forEach(console.out()::println);
        return ExitCode.OK;
    }

    private static void simulate(Path file, Simulation simulation) throws IOException {
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                simulation.add(PairCodec.decode(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (CharacterCodingException e) {
            throw new WrongUseException(file + ": not UTF-8 (expected: pairs, as 'pairs cat' prints them)");
        } catch (MalformedRecordException e) {
            throw new WrongUseException(file + ": line " + number + ": " + e.getMessage() + " (expected: pairs, as"
                    + " 'pairs cat' prints them)");
        }
    }

    /** Canaries stand where the data directory of the running file says; without one they have just begun. */
    private static Map<String, Exposure> exposures(Config running, Config config, Instant at) {
        return Rollouts.preview(running.sink().path(), config, at);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private Optional<byte[]> bytes(Optional<Path> body) throws IOException {
        if (body.isEmpty()) {
            return Optional.empty();
        }
        if (body.get().toString().equals("-")) {
            return Optional.of(console.in().readNBytes(BODY_BYTES_MAX));
        }
        try (var input = Files.newInputStream(body.get())) {
            return Optional.of(input.readNBytes(BODY_BYTES_MAX));
        }
    }
}
