package dev.understudy.gateway.command;

import dev.understudy.exchange.Format;
import dev.understudy.exchange.LakeExport;
import dev.understudy.exchange.LakeFormat;
import dev.understudy.exchange.LakeFormats;
import dev.understudy.exchange.PairsExported;
import dev.understudy.exchange.Target;
import dev.understudy.log.PairExport;
import dev.understudy.log.PairLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy pairs export}: pairs for other tools. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write pairs, each with its feedback, for others.",
            "'understudy pairs formats' lists the formats, and which of them are a directory."
        })
final class ExportCommand implements Callable<Integer> {
    private static final String OWN = "jsonl";

    @Mixin
    private Selection selection = new Selection();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "Default: " + OWN + "; parquet where --out ends with .parquet")
    private Optional<String> format = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "A file, or a new directory. Default: standard output")
    private Optional<Path> target = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "The first N pairs only (not for jsonl).")
    private Optional<Long> limit = Optional.empty();

    private final Console console;
    private final InstantSource clock;

    ExportCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        String name = format.or(() -> target.flatMap(LakeFormats::nameOf)).orElse(OWN);
        if (name.equals(OWN)) {
            return own();
        }
        Optional<LakeFormat> lake = FormatsCommand.findLake(name);
        return lake.isPresent() ? lake(lake.get()) : other(FormatsCommand.find(name));
    }

    private int own() throws IOException {
        if (limit.isPresent()) {
            return console.wrongUse("--limit: not for jsonl (expected: another --format, or '| head')");
        }
        PairLog log = PairLog.at(selection.data);
        return writing(out -> Printing.notes(console, PairExport.jsonl(log, selection.filter(), out)));
    }

    private int other(Format found) throws IOException {
        return switch (found.shape()) {
            case FILE -> writing(out -> write(found, Target.stream(out)));
            case DIRECTORY -> {
                if (target.isEmpty()) {
                    yield console.wrongUse(
                            "--out: missing (expected: a new directory; " + found.name() + " is several files)");
                }
                write(found, Target.directory(target.get()));
                yield ExitCode.OK;
            }
        };
    }

    private int lake(LakeFormat found) throws IOException {
        if (target.isEmpty()) {
            return console.wrongUse("--out: missing (expected: FILE" + found.suffix() + ", or a new directory)");
        }
        LakeExport.Result result;
        try (LakeFormat.Export export = found.export(target.get(), Version.text())) {
            result = LakeExport.write(selection.data, selection.filter(), limit.orElse(Long.MAX_VALUE), export);
        }
        Printing.notes(console, result.reading());
        console.err().println("understudy: wrote " + result.pairs() + " pairs");
        return ExitCode.OK;
    }

    private int writing(Printing printing) throws IOException {
        if (target.isEmpty()) {
            return Printing.to(console, printing);
        }
        WholeFile.write(target.get(), printing);
        return ExitCode.OK;
    }

    private void write(Format found, Target files) throws IOException {
        Format.Origin origin = new Format.Origin(selection.route.orElse("all"), clock.instant(), Version.text());
        PairsExported.Result result = PairsExported.write(
                selection.data, selection.filter(), limit.orElse(Long.MAX_VALUE), found, files, origin);
        Printing.notes(console, result.reading());
        console.err()
                .println("understudy: wrote " + result.pairs() + " pairs"
                        + (result.leftOut() == 0
                                ? ""
                                : "; left out " + result.leftOut()
                                        + " without two answers, or of a time that the format does not have"));
    }
}
