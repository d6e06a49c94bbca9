package dev.understudy.traffic;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one subcommand for each thing that is put around a gateway. */
@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        description = "Load, streams, models and networks to test a gateway with, on 127.0.0.1.",
        subcommands = {LoadCommand.class, EventsCommand.class, ModelCommand.class, NetworkCommand.class})
final class TrafficCommand {
    private TrafficCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrafficCommand()).execute(arguments));
    }
}
