package dev.understudy.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.gateway.rollout.Exposure.State;
import dev.understudy.gateway.rollout.Order;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code understudy rollout}: where canaries are, and telling them what to do, by the admin listener of a running gateway. */
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Show the canaries of a running gateway, stop them, let them go on, promote or roll back.",
        synopsisSubcommandLabel = "COMMAND")
final class RolloutCommand {
    private static final String PATH = "/api/v1/rollouts";

    private final Console console;

    RolloutCommand(Console console) {
        this.console = console;
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Say where each canary is, or one.")
    int status(@Parameters(paramLabel = "ROUTE", arity = "0..1") Optional<String> route, @Mixin AdminClient admin)
            throws IOException {
        if (route.isPresent()) {
            return tell(admin.get(PATH + "/" + AdminClient.segment(route.get())));
        }
        AdminClient.Answer answer = admin.get(PATH);
        if (answer.isRefusal()) {
            return tell(answer);
        }
        answer.json().path("rollouts").forEach(this::print);
        return ExitCode.OK;
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Keep a canary's share as it is until it is resumed.")
    int pause(@Parameters(paramLabel = "ROUTE") String route, @Mixin AdminClient admin) throws IOException {
        return give(Order.PAUSE, route, admin);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {
                "Let a canary go on that is paused or waits for a person; one that was rolled back begins anew.",
                "A pause that was under way starts afresh, so that no time is skipped."
            })
    int resume(@Parameters(paramLabel = "ROUTE") String route, @Mixin AdminClient admin) throws IOException {
        return give(Order.RESUME, route, admin);
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Send everybody to the candidate at once, whatever steps are left.")
    int promote(@Parameters(paramLabel = "ROUTE") String route, @Mixin AdminClient admin) throws IOException {
        return give(Order.PROMOTE, route, admin);
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Send everybody to legacy at once, until the canary is resumed or promoted.")
    int rollback(@Parameters(paramLabel = "ROUTE") String route, @Mixin AdminClient admin) throws IOException {
        return give(Order.ROLLBACK, route, admin);
    }

    private int give(Order order, String route, AdminClient admin) throws IOException {
        return tell(admin.post(PATH + "/" + AdminClient.segment(route) + "/" + order.word()));
    }

    /** What does not exist was typed wrong; what may not be done now is no mistake of the command line's. */
    private int tell(AdminClient.Answer answer) {
        if (answer.isRefusal()) {
            console.err().println("understudy: " + answer.message());
            return answer.status() == 404 ? ExitCode.WRONG_USE : ExitCode.FAILED;
        }
        print(answer.json());
        if (!answer.json().path("persisted").asBoolean(true)) {
            console.err()
                    .println(
                            "understudy: warning: this is followed but not saved yet, so that a restart would lose it; "
                                    + "the gateway tries again each second, and its log says why");
        }
        return ExitCode.OK;
    }

    private void print(JsonNode rollout) {
        JsonNode next = rollout.path("nextChange");
        console.out()
                .println(rollout.path("route").asText() + ": " + share(rollout.path("percent")) + " to "
                        + rollout.path("candidate").asText() + ", step "
                        + Math.min(
                                rollout.path("step").asInt() + 1,
                                rollout.path("steps").asInt())
                        + " of " + rollout.path("steps").asInt() + ", "
                        + words(rollout.path("state").asText()) + " since "
                        + rollout.path("since").asText()
                        + (next.isTextual() ? ", next change " + next.asText() : ""));
    }

    private static String share(JsonNode percent) {
        double value = percent.asDouble();
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)) + " %";
    }

    /** Of a gateway that may be of another version. */
    private static String words(String state) {
        return State.of(state).map(State::words).orElse(state);
    }
}
