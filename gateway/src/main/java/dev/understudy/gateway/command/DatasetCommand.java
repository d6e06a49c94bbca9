package dev.understudy.gateway.command;

import dev.understudy.config.InvalidConfigException;
import dev.understudy.dataset.Case;
import dev.understudy.dataset.DatasetRun;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Drawing;
import dev.understudy.dataset.Rerun;
import dev.understudy.dataset.Snapshot;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code understudy dataset}: sets of cases drawn from pairs, versioned, and run against models. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        description = "Draw, list, show, thin out and run data sets.",
        synopsisSubcommandLabel = "COMMAND")
final class DatasetCommand {
    private static final int SHOWN_CHARS = 60;

    private final Console console;
    private final InstantSource clock;

    DatasetCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Command(
            name = "snapshot",
            mixinStandardHelpOptions = true,
            description = {
                "Draw a set from recorded pairs. Its version is the hash of its cases: the same cases are the same version.",
                "A case's expected behaviour is the pair's label, or the reference in its request."
            })
    int snapshot(
            @Parameters(paramLabel = "NAME") String name,
            @Mixin Selection selection,
            @Option(
                            names = "--draw",
                            paramLabel = "WAY",
                            defaultValue = "random",
                            description = "random, slice, disagreement or thumbs-down. Default: ${DEFAULT-VALUE}")
                    String way,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "Cases, 1 to 50000. Default: ${DEFAULT-VALUE}")
                    int limit,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
                    long seed,
            @Option(
                            names = "--likeness",
                            paramLabel = "SHARE",
                            defaultValue = "0.9",
                            description = "Requests as alike as that are one; 2 for never. Default: ${DEFAULT-VALUE}")
                    double likeness,
            @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "Why the cases exist.")
                    String note,
            @Option(
                            names = "--canary",
                            paramLabel = "ID",
                            description = "A pair that goes in whatever is drawn, and has to be answered right.")
                    @Nullable
                    List<String> canaries)
            throws IOException {
        if (limit < 1 || limit > Drawing.LIMIT_MAX) {
            return console.wrongUse("--limit: " + limit + " (expected: 1 to " + Drawing.LIMIT_MAX + ")");
        }
        Datasets datasets = Datasets.of(selection.data);
        Set<String> canary = canaries == null ? Set.of() : Set.copyOf(canaries);
        Drawing drawing = new Drawing(
                way(way), limit, seed, likeness, datasets.retired(name).keySet(), canary, note);
        Drawing.Drawn drawn = drawing.draw(selection.data, selection.filter());
        List<String> missing = new ArrayList<>(canary);
        drawn.cases().stream().filter(one -> one.kind() == Case.Kind.CANARY).forEach(one -> missing.remove(one.id()));
        if (!missing.isEmpty()) {
            return console.wrongUse("--canary: " + missing + " (expected: pairs that are there, whose request was kept"
                    + " whole, with a label or a reference)");
        }
        if (drawn.cases().isEmpty()) {
            return console.wrongUse("no pair to draw (" + drawn.incomplete() + " were not kept whole)");
        }
        Snapshot saved = datasets.save(name, drawn.cases(), way, seed, note, clock.instant());
        console.out()
                .println("data set " + name + ":" + saved.version() + " with " + saved.cases() + " cases of "
                        + drawn.eligible() + " pairs; left out " + drawn.alike() + " near-duplicates and "
                        + drawn.incomplete() + " requests that were not kept whole");
        return ExitCode.OK;
    }

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "List all versions of all sets.")
    int ls(@Mixin Selection selection) throws IOException {
        Datasets datasets = Datasets.of(selection.data);
        for (Snapshot snapshot : datasets.list()) {
            console.out()
                    .println(snapshot.name() + ":" + snapshot.version() + "  " + snapshot.cases() + " cases  drawn "
                            + snapshot.drawn() + "  " + snapshot.time() + "  " + snapshot.note());
        }
        return ExitCode.OK;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print a version's cases, one a line.")
    int show(@Parameters(paramLabel = "NAME[:VERSION]") String which, @Mixin Selection selection) throws IOException {
        Datasets datasets = Datasets.of(selection.data);
        Datasets.Read read = datasets.read(name(which), version(which));
        Map<String, Datasets.Retired> retired = datasets.retired(name(which));
        for (Case one : read.cases()) {
            Datasets.Retired gone = retired.get(one.id());
            console.out()
                    .println(one.id() + "  " + one.kind().label() + "  "
                            + (one.category() == null ? "-" : one.category()) + "  "
                            + (one.expected() == null ? "" : "expected " + cut(one.expected()) + "  ") + one.note()
                            + (gone == null ? "" : "  (retired " + gone.time() + ": " + gone.why() + ")"));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "retire",
            mixinStandardHelpOptions = true,
            description = "Take a case out of what is drawn and run from now on. Versions that have it keep it.")
    int retire(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--why", paramLabel = "TEXT", required = true) String why,
            @Mixin Selection selection)
            throws IOException {
        Datasets.of(selection.data).retire(name, id, why, clock.instant());
        console.out().println("retired " + id + " of " + name);
        return ExitCode.OK;
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = {
                "Ask a model all cases of a version, and keep its answers beside the recorded ones, or a first run's.",
                "Exit code: 1 when a request failed or a canary case was answered wrong."
            })
    int run(
            @Parameters(paramLabel = "NAME[:VERSION]") String which,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            defaultValue = "data",
                            description = "Where the set is. Default: ${DEFAULT-VALUE}")
                    Path data,
            @Mixin TargetOptions target,
            @Option(
                            names = "--against",
                            paramLabel = "DIR",
                            description = "An earlier run, whose answers stand for legacy's.")
                    Optional<Path> against)
            throws IOException, InvalidConfigException, InterruptedException {
        Datasets datasets = Datasets.of(data);
        Datasets.Read read = datasets.read(name(which), version(which));
        Path out = target.out(data, name(which) + "-" + read.snapshot().version());
        if (TargetOptions.isSame(out, data)) {
            return console.wrongUse("--out: " + out + " is where the set is (expected: another directory)");
        }
        if (against.filter(earlier -> TargetOptions.isSame(out, earlier)).isPresent()) {
            return console.wrongUse("--out: " + out + " is what it is held against (expected: another directory)");
        }
        Progress progress = new Progress(console.err(), "asking", read.cases().size());
        DatasetRun.Result result = DatasetRun.run(
                read,
                datasets.retired(name(which)).keySet(),
                target.destination(data),
                out,
                against,
                target.manner(data),
                new Rerun.Listener() {
                    @Override
                    public void asked(Pair pair) {
                        progress.step("");
                    }

                    @Override
                    public void passedOver() {
                        progress.step("");
                    }
                });
        int code = target.tell(console, result.asked(), out);
        if (result.retired() > 0) {
            console.out().println("left out " + result.retired() + " retired cases");
        }
        if (result.canaries() > 0) {
            console.out()
                    .println("canary cases: "
                            + (result.canaries() - result.wrong().size()) + " of " + result.canaries()
                            + " answered right"
                            + (result.wrong().isEmpty() ? "" : "; wrong: " + String.join(", ", result.wrong())));
        }
        return result.wrong().isEmpty() ? code : ExitCode.FAILED;
    }

    private static Drawing.Way way(String text) {
        for (Drawing.Way way : Drawing.Way.values()) {
            if (way.label().equals(text)) {
                return way;
            }
        }
        throw new WrongUseException("--draw: " + text + " (expected: random, slice, disagreement, thumbs-down)");
    }

    private static String name(String which) {
        int colon = which.indexOf(':');
        return colon < 0 ? which : which.substring(0, colon);
    }

    private static String version(String which) {
        int colon = which.indexOf(':');
        return colon < 0 ? "latest" : which.substring(colon + 1);
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "…";
    }
}
