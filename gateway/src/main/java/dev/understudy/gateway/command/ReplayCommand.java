package dev.understudy.gateway.command;

import dev.understudy.config.InvalidConfigException;
import dev.understudy.dataset.Pace;
import dev.understudy.dataset.Replay;
import dev.understudy.dataset.Rerun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code understudy replay}: yesterday's requests against a new candidate. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Send recorded requests to a model again, and keep its answers beside those that were recorded.",
            "Of the headers only what describes the body goes along; credentials are the model's own.",
            "What no shadow would get is not sent: what leaves something behind, and whose sender opted out."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--pace",
            paramLabel = "PACE",
            defaultValue = "recorded",
            description = "recorded, so many times faster such as x10, or max. Default: ${DEFAULT-VALUE}")
    private String pace = "recorded";

    @Option(names = "--limit", paramLabel = "N", description = "The first N requests only.")
    private Optional<Long> limit = Optional.empty();

    private final Console console;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InvalidConfigException, InterruptedException {
        Pace asked = Pace.parse(pace)
                .orElseThrow(() -> new WrongUseException(
                        "--pace: " + pace + " (expected: recorded, max, or a factor such as x10)"));
        Path out = target.out(selection.data, "replay");
        if (TargetOptions.isSame(out, selection.data)) {
            return console.wrongUse("--out: " + out + " is what is replayed (expected: another directory)");
        }
        Rerun.Result result;
        try (Rerun rerun = Rerun.open(
                target.destination(selection.data), out, "replay", target.manner(selection.data), pair -> {})) {
            result = new Replay(selection.data, selection.filter(), limit.orElse(Long.MAX_VALUE))
                    .run(rerun, asked.clock());
        }
        return target.tell(console, result, out);
    }
}
