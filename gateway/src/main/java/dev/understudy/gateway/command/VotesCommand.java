package dev.understudy.gateway.command;

import dev.understudy.exchange.VoteSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code understudy pairs votes}: what a person wrote into a sheet. */
@Command(
        name = "votes",
        mixinStandardHelpOptions = true,
        description = "Take the votes, scores and errors of a sheet that a person has filled in.")
final class VotesCommand implements Callable<Integer> {
    @Option(names = "--sheet", paramLabel = "FILE", required = true)
    private Path sheet = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "That was written with the sheet.")
    private Path key = Path.of("");

    @Option(names = "--rater", paramLabel = "NAME", required = true, description = "Who filled it in.")
    private String rater = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data directory. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    private final Console console;
    private final InstantSource clock;

    VotesCommand(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Complaints complaints = new Complaints(console.err(), sheet.toString());
        VoteSheet.Result result = VoteSheet.read(
                sheet, key, rater, data, clock.instant(), (line, why) -> complaints.add("line " + line + ": " + why));
        complaints.end();
        console.out()
                .println("took " + result.votes() + " votes of " + rater + "; " + result.same()
                        + " were there already, " + result.empty() + " rows are empty, " + result.bad()
                        + " lines left out");
        return result.bad() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
