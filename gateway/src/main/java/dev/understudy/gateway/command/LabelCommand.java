package dev.understudy.gateway.command;

import dev.understudy.exchange.LabelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code understudy pairs label}: what turned out to be right, however late. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        description = {
            "Take labels of recorded pairs from a file, while a gateway may be writing.",
            "Fields or columns: id, and label or value; event, item, eventId and time if there are any.",
            "The same line twice counts once; a later label of a pair corrects the earlier one."
        })
final class LabelCommand implements Callable<Integer> {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "JSON Lines; or values with a header, FILE.csv or FILE.tsv; or FILE.zst of either.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    private final Console console;
    private final InstantSource clock;

    LabelCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Complaints complaints = new Complaints(console.err(), file.toString());
        LabelFile.Result result =
                LabelFile.read(file, data, clock.instant(), (line, why) -> complaints.add("line " + line + ": " + why));
        complaints.end();
        console.out()
                .println("took " + result.taken() + " events about " + result.pairs() + " pairs into " + data + "; "
                        + result.corrected() + " correct an earlier label, " + result.repeated() + " were there already"
                        + (result.stale() == 0 ? "" : " (" + result.stale() + " of them corrected since)"));
        if (result.unknown() + result.bad() > 0) {
            console.out()
                    .println("left out " + result.unknown() + " lines about unknown pairs and " + result.bad()
                            + " lines that are no labels");
        }
        return result.unknown() + result.bad() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
