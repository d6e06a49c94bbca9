package dev.understudy.gateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A command that has a name already and nothing behind it yet. It says so, whatever is typed after it, and ends with 2.
 *
 * @param instead what works today
 */
@Command(description = "Not supported yet.")
record Later(Console console, String name, String instead) implements Callable<Integer> {
    static CommandLine simulate(Console console) {
        return new Later(console, "simulate", "'understudy config explain' takes one request").command();
    }

    private CommandLine command() {
        return new CommandLine(this).setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        return console.wrongUse(name + ": not supported yet; " + instead);
    }
}
