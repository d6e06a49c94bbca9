package dev.understudy.gateway.command;

import dev.understudy.log.LogFollower;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.PairCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy pairs}: what the log holds. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = "List, print, follow, label, import and export recorded pairs.",
        synopsisSubcommandLabel = "COMMAND")
final class PairsCommand {
    private static final long FOLLOW_MILLIS = 200;
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
    int cat(
            @Mixin Selection selection,
            @Option(names = "--id", paramLabel = "ID", description = "The pair of this id; may be given several times.")
                    @Nullable
                    List<String> ids)
            throws IOException {
        if (ids == null) {
            return Printing.to(
                    console,
                    out -> Printing.notes(
                            console,
                            PairLog.at(selection.data).forEachLine(selection.filter(), line -> write(line, out))));
        }
        Set<String> missing = new LinkedHashSet<>(ids);
        Printing.to(
                console,
                out -> Printing.notes(
                        console, PairLog.at(selection.data).find(Set.copyOf(ids), selection.filter(), (id, line) -> {
                            missing.remove(id);
                            write(line, out);
                        })));
        if (!missing.isEmpty()) {
            throw new WrongUseException(
                    "--id: " + String.join(", ", missing) + " (expected: the id of a pair in " + selection.data + ")");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description = "Print pairs as they come in, until interrupted.")
    int tail(@Mixin Selection selection) throws IOException {
        PairFilter filter = selection.filter();
        LogFollower follower = PairLog.at(selection.data).follow();
        return Printing.to(console, out -> {
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
