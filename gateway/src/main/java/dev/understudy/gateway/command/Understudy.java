package dev.understudy.gateway.command;

import dev.understudy.config.InvalidConfigException;
import dev.understudy.gateway.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code understudy} command: its parts, and how errors are told. */
@Command(
        name = "understudy",
        description =
                "Sends traffic to the model that serves and the one that wants its place, and keeps both answers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes, but for those of 'report':%n",
        exitCodeList = {
            "0:It is done.",
            "1:Something failed.",
            "2:The command line or the configuration is wrong.",
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Understudy {
    private Understudy() {}

    public static void main(String[] arguments) {
        System.exit(run(Console.standard(), InstantSource.system(), arguments));
    }

    static int run(Console console, InstantSource clock, String... arguments) {
        return commandLine(console, clock, arguments.length == 0 ? "" : arguments[0])
                .execute(arguments);
    }

    /** With the part of this name, or with all where there is none. */
    static CommandLine commandLine(Console console, InstantSource clock, String first) {
        CommandLine command = new CommandLine(new Understudy());
        Map<String, Supplier<CommandLine>> parts = parts(console, clock);
        parts.forEach((name, part) -> {
            if (first.equals(name) || !parts.containsKey(first)) {
                command.addSubcommand(name, part.get());
            }
        });
        command.registerConverter(Instant.class, new Selection.SinceConverter(clock));
        command.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        command.setParameterExceptionHandler((exception, given) -> wrongUse(console, exception));
        command.setExecutionExceptionHandler((exception, failed, parsed) -> failure(console, exception));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command;
    }

    /** By their names, so that only the one asked for is made: reading what they all take is a third of a start. */
    private static Map<String, Supplier<CommandLine>> parts(Console console, InstantSource clock) {
        Map<String, Supplier<CommandLine>> parts = new LinkedHashMap<>();
        parts.put("run", () -> new CommandLine(new RunCommand(console)));
        parts.put("demo", () -> new CommandLine(new DemoCommand(console)));
        parts.put("config", () -> new CommandLine(new ConfigCommand(console, clock)));
        parts.put("pairs", () -> pairs(console, clock));
        parts.put("judge", () -> new CommandLine(new JudgeCommand(console, clock)));
        parts.put("dataset", () -> new CommandLine(new DatasetCommand(console, clock)));
        parts.put("replay", () -> new CommandLine(new ReplayCommand(console)));
        parts.put("report", () -> new CommandLine(new ReportCommand(console)));
        parts.put("metrics", () -> new CommandLine(new MetricsCommand(console)));
        parts.put("simulate-looks", () -> new CommandLine(new SimulateLooksCommand(console)));
        parts.put("rollout", () -> new CommandLine(new RolloutCommand(console)));
        return parts;
    }

    private static CommandLine pairs(Console console, InstantSource clock) {
        return new CommandLine(new PairsCommand(console))
                .addSubcommand(new LabelCommand(console, clock))
                .addSubcommand(new ImportCommand(console, clock))
                .addSubcommand(new ExportCommand(console, clock))
                .addSubcommand(new FormatsCommand(console))
                .addSubcommand(new SheetCommand(console))
                .addSubcommand(new VotesCommand(console, clock));
    }

    private static int wrongUse(Console console, ParameterException exception) {
        String name = exception.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(exception.getMessage());
        return console.wrongUse(message.lines().findFirst().orElse("wrong use") + "; try '" + name + " --help'");
    }

    private static int failure(Console console, Exception thrown) {
        Exception exception = thrown instanceof UncheckedIOException unchecked
                ? Objects.requireNonNull(unchecked.getCause())
                : thrown;
        if (exception instanceof InvalidConfigException invalid) {
            return Problems.print(invalid, console.err());
        }
        if (exception instanceof WrongUseException wrong) {
            return console.wrongUse(String.valueOf(wrong.getMessage()));
        }
        if (exception instanceof NoSuchFileException missing) {
            String path = missing.getFile();
            return console.wrongUse(path.contains(" (expected") ? path : path + ": does not exist");
        }
        if (exception instanceof StartException start) {
            console.err().println("understudy: " + start.getMessage());
            return ExitCode.FAILED;
        }
        if (exception instanceof IOException trouble) {
            console.err().println("understudy: " + FileTrouble.words(trouble));
            return ExitCode.FAILED;
        }
        console.err().println("understudy: a fault of ours; please report it with what follows");
        exception.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
