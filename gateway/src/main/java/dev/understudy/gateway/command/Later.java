package dev.understudy.gateway.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands that have a name already and nothing behind it yet; each says so and ends with 2. */
final class Later {
    private static final String HINT = "not supported yet; see 'understudy --help' for what is";

    private final Console console;

    Later(Console console) {
        this.console = console;
    }

    @Command(name = "rollout", description = "Not supported yet: pause, resume, promote or roll back a canary.")
    int rollout(@Parameters(arity = "0..*", hidden = true) List<String> ignored) {
        return console.wrongUse(
                "rollout: " + HINT + ". A canary follows its steps by time; edit them to change its course");
    }

    @Command(name = "replay", description = "Not supported yet: recorded traffic against a new candidate.")
    int replay(@Parameters(arity = "0..*", hidden = true) List<String> ignored) {
        return console.wrongUse("replay: " + HINT);
    }

    @Command(name = "dataset", description = "Not supported yet: frozen sets of recorded pairs.")
    int dataset(@Parameters(arity = "0..*", hidden = true) List<String> ignored) {
        return console.wrongUse("dataset: " + HINT + ". 'understudy pairs export' writes pairs to a file");
    }
}
