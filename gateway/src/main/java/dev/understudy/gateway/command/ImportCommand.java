package dev.understudy.gateway.command;

import dev.understudy.exchange.Format;
import dev.understudy.exchange.LakeFormat;
import dev.understudy.exchange.LakeFormats;
import dev.understudy.exchange.LakeImport;
import dev.understudy.exchange.OutputsOpinions;
import dev.understudy.exchange.PairsImported;
import dev.understudy.judge.Opinions;
import dev.understudy.log.PairImport;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code understudy pairs import}: pairs of our own, two models' outputs, or the files of another tool. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Take pairs, two models' outputs, or clicks on mixed lists from FILE (JSON Lines, or .parquet) into the log.",
            "With --format from another tool's files: one that holds both answers, or legacy's and the candidate's.",
            "Judgments and votes in them come in too. 'understudy pairs formats' lists the formats."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    @Option(names = "--format", paramLabel = "NAME", description = "Whose files they are. Default: our own")
    private Optional<String> format = Optional.empty();

    @Option(names = "--route", paramLabel = "NAME", description = "Of plain outputs. Default: the file's name")
    private Optional<String> route = Optional.empty();

    private final Console console;
    private final InstantSource clock;

    ImportCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        String name = format.or(() -> LakeFormats.nameOf(files.get(0))).orElse("jsonl");
        if (name.equals("jsonl") || name.equals("outputs")) {
            return own();
        }
        Optional<LakeFormat> lake = FormatsCommand.findLake(name);
        return lake.isPresent() ? lake(lake.get()) : other(FormatsCommand.find(name));
    }

    private int own() throws IOException {
        if (files.size() != 1) {
            return console.wrongUse(files.size() + " files (expected: one; several belong to a --format)");
        }
        Path file = files.get(0);
        Complaints complaints = new Complaints(console.err(), file.toString());
        PairImport.Result result;
        try (Opinions.Intake intake = Opinions.of(data).intake(clock.instant())) {
            OutputsOpinions opinions = new OutputsOpinions(intake);
            result = PairImport.importFile(file, data, route, bad -> complaints.add(bad.toString()), opinions);
            complaints.end();
            said(opinions.judgments(), opinions.votes());
        }
        console.out()
                .println("imported " + result.pairs() + " pairs and " + result.feedback() + " labels or clicks into "
                        + data + (result.badLines() == 0 ? "" : "; left out " + result.badLines() + " lines"));
        return result.badLines() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private int lake(LakeFormat found) throws IOException {
        if (route.isPresent()) {
            return console.wrongUse("--route: not for " + found.name() + ", whose pairs have theirs");
        }
        Complaints complaints = new Complaints(console.err(), found.name());
        long pairs = 0;
        long bad = 0;
        for (Path file : files) {
            LakeImport.Result result = LakeImport.read(found, file, data, complaints::add);
            pairs += result.pairs();
            bad += result.bad();
        }
        complaints.end();
        console.out()
                .println("imported " + pairs + " pairs into " + data
                        + (bad == 0 ? "" : "; left out " + bad + " files or rows"));
        return bad == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private int other(Format found) throws IOException {
        String name = route.orElseGet(() -> routeName(files.get(0)));
        Complaints complaints = new Complaints(console.err(), found.name());
        PairsImported.Result result;
        try {
            result = PairsImported.read(found, files, data, name, clock.instant(), complaints::add);
        } catch (MalformedRecordException e) {
            return console.wrongUse(String.valueOf(e.getMessage()));
        }
        complaints.end();
        said(result.judgments(), result.votes());
        long left = result.alone() + result.bad();
        console.out()
                .println("imported " + result.pairs() + " pairs of route " + name + " into " + data
                        + (left == 0
                                ? ""
                                : "; left out " + result.bad() + " lines and " + result.alone()
                                        + " questions with one answer only"));
        return left == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void said(long judgments, long votes) {
        if (judgments + votes > 0) {
            console.out().println("imported " + judgments + " judgments and " + votes + " votes");
        }
    }

    private static String routeName(Path file) {
        String name = String.valueOf(file.toAbsolutePath().normalize().getFileName());
        int dot = name.indexOf('.', 1);
        return dot < 0 ? name : name.substring(0, dot);
    }
}
