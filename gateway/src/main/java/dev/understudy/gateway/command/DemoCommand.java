package dev.understudy.gateway.command;

import dev.understudy.gateway.demo.Demo;
import dev.understudy.gateway.demo.DemoSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code understudy demo}: all of it at work on this machine. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Real models, all four strategies, traffic, and a report to open.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "30", description = "Of traffic. Default: ${DEFAULT-VALUE}")
    private int seconds = 30;

    @Option(names = "--data", paramLabel = "DIR", description = "Default: a new directory below ./data")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--keep", description = "Keep models and gateway running afterwards, until Ctrl-C.")
    private boolean keep;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String home = System.getProperty("understudy.home");
        if (home == null) {
            throw new WrongUseException(
                    "demo: the models stand beside the sources; start it as ./understudy demo in a clone");
        }
        return new Demo().run(settings(Path.of(home)), console.out(), console.err());
    }

    private DemoSettings settings(Path home) {
        try {
            return new DemoSettings(seconds, data, keep, home, Boolean.getBoolean("understudy.terminal"));
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("demo: " + e.getMessage());
        }
    }
}
