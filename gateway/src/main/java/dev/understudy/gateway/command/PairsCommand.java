package dev.understudy.gateway.command;

import dev.understudy.log.LogFollower;
import dev.understudy.log.PairExport;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairImport;
import dev.understudy.log.PairLog;
import dev.understudy.log.Reading;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.PairCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code understudy pairs}: what the log holds. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = "List, print, follow, import and export recorded pairs.",
        synopsisSubcommandLabel = "COMMAND")
final class PairsCommand {
    private static final long FOLLOW_MILLIS = 200;
    private static final int BUFFER_BYTES = 64 * 1024;
    /** A file of another format is wrong in every line. */
    private static final int BAD_LINES_NAMED_MAX = 20;

    /** What pairs can be exported as. */
    enum Format {
        jsonl
    }

    private final Console console;

    PairsCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = "List the segments, and how many pairs of which route are in each.")
    int ls(@Mixin Selection selection) throws IOException {
        Map<String, Long> byRoute = new TreeMap<>();
        for (PairLog.Segment segment : PairLog.at(selection.data).segments()) {
            console.out()
                    .println(segment.name() + "  " + segment.bytes() + " bytes  " + segment.total() + " pairs"
                            + (segment.sealed() ? "" : "  (being written)"));
            segment.records().forEach((route, count) -> byRoute.merge(route, count, Long::sum));
        }
        byRoute.forEach((route, count) -> console.out().println("route " + route + "  " + count + " pairs"));
        return ExitCode.OK;
    }

    @Command(
            name = "cat",
            mixinStandardHelpOptions = true,
            description = "Print pairs, one a line, as the log holds them.")
    int cat(@Mixin Selection selection) throws IOException {
        return printing(out ->
                notes(PairLog.at(selection.data).forEachLine(filter(selection), line -> write(line, out))));
    }

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description = "Print pairs as they come in, until interrupted.")
    int tail(@Mixin Selection selection) throws IOException {
        PairFilter filter = filter(selection);
        LogFollower follower = PairLog.at(selection.data).follow();
        return printing(out -> {
            while (!Thread.currentThread().isInterrupted()) {
                follower.poll(line -> {
                    if (matches(filter, line)) {
                        write(line, out);
                    }
                });
                out.flush();
                pause();
            }
        });
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Take pairs, or two models' outputs, from FILE (JSON Lines) into the log.")
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            defaultValue = "data",
                            description = "Default: ${DEFAULT-VALUE}")
                    Path data,
            @Option(names = "--route", paramLabel = "NAME", description = "Of plain outputs. Default: the file's name")
                    Optional<String> route)
            throws IOException {
        AtomicLong named = new AtomicLong();
        PairImport.Result result = PairImport.importFile(file, data, route, bad -> {
            if (named.incrementAndGet() <= BAD_LINES_NAMED_MAX) {
                console.err().println(file + ": " + bad);
            }
        });
        if (result.badLines() > BAD_LINES_NAMED_MAX) {
            console.err().println(file + ": and " + (result.badLines() - BAD_LINES_NAMED_MAX) + " more lines");
        }
        console.out()
                .println("imported " + result.pairs() + " pairs and " + result.feedback() + " labels into " + data
                        + (result.badLines() == 0 ? "" : "; left out " + result.badLines() + " lines"));
        return result.badLines() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Write pairs, each with its feedback, for others.")
    int export(
            @Mixin Selection selection,
            @Option(names = "--format", defaultValue = "jsonl", description = "${COMPLETION-CANDIDATES}") Format format,
            @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output")
                    Optional<Path> target)
            throws IOException {
        PairLog log = PairLog.at(selection.data);
        return switch (format) {
            case jsonl -> {
                if (target.isEmpty()) {
                    yield printing(out -> notes(PairExport.jsonl(log, filter(selection), out)));
                }
                try (OutputStream out = Files.newOutputStream(target.get())) {
                    notes(PairExport.jsonl(log, filter(selection), out));
                }
                yield ExitCode.OK;
            }
        };
    }

    /** Something that prints and may find that nobody reads any more. */
    private interface Printing {
        void to(OutputStream out) throws IOException;
    }

    /** A reader who has seen enough ({@code | head}) is no error. */
    private int printing(Printing printing) throws IOException {
        LeavingReader reader = new LeavingReader(console.raw());
        try (OutputStream out = new BufferedOutputStream(reader, BUFFER_BYTES)) {
            printing.to(out);
        } catch (IOException | UncheckedIOException e) {
            if (!reader.hasLeft()) {
                throw e;
            }
        }
        return ExitCode.OK;
    }

    private void notes(Reading reading) {
        if (reading.torn() + reading.unreadable() + reading.duplicates() > 0) {
            console.err()
                    .println("understudy: " + reading.torn() + " torn, " + reading.unreadable() + " unreadable and "
                            + reading.duplicates() + " repeated lines left out");
            reading.problems().forEach(problem -> console.err().println("  " + problem));
        }
    }

    private static PairFilter filter(Selection selection) {
        return new PairFilter(selection.route.orElse(null), selection.since.orElse(null), null);
    }

    private static boolean matches(PairFilter filter, byte[] line) {
        try {
            return filter.equals(PairFilter.ALL) || filter.matches(PairCodec.decode(line));
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private static void write(byte[] line, OutputStream out) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
