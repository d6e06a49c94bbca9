package dev.understudy.gateway.command;

import dev.understudy.exchange.Duels;
import dev.understudy.exchange.VoteSheet;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy pairs sheet}: pairs for people to judge, blind. */
@Command(
        name = "sheet",
        mixinStandardHelpOptions = true,
        description = "Write a table of questions with answers A and B for people to fill in, and its key apart.")
final class SheetCommand implements Callable<Integer> {
    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The sheet, a new FILE.csv.")
    private Path sheet = Path.of("");

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Which is which, a new FILE.csv.")
    private Path key = Path.of("");

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "So many pairs, drawn by their ids. Default: ${DEFAULT-VALUE}")
    private long limit = 100;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    private final Console console;

    SheetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Duels.Drawn drawn = Duels.draw(selection.data, selection.filter(), limit, seed);
        try {
            VoteSheet.write(drawn.duels(), seed, sheet, key);
        } catch (FileAlreadyExistsException e) {
            return console.wrongUse(e.getMessage() + " is there already (expected: a new file)");
        }
        console.out()
                .println("wrote " + drawn.duels().size() + " of " + drawn.answered() + " pairs into " + sheet
                        + "; keep " + key + " from whoever fills it in");
        return ExitCode.OK;
    }
}
