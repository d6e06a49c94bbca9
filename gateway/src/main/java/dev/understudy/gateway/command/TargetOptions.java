package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Model;
import dev.understudy.dataset.Caution;
import dev.understudy.dataset.Destination;
import dev.understudy.dataset.Rerun;
import dev.understudy.dataset.RouteRedaction;
import dev.understudy.log.Revisions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model recorded requests are sent to, and how: the options that {@code dataset run} and {@code replay} share. */
final class TargetOptions {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    @Option(
            names = {"--model", "--to"},
            paramLabel = "NAME",
            required = true,
            description = "A model of the configuration; with --url its name in the pairs.")
    String model = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Whose models section says where it is. Default: the newest configuration that DIR was written"
                            + " under and that names it.")
    Optional<Path> file = Optional.empty();

    @Option(names = "--url", paramLabel = "URL", description = "Where it is, instead of a configuration.")
    Optional<URI> url = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The data directory of the run, which 'report --data DIR' compares. The same one again goes on."
                            + " Default: a new one beside what is read, named after it, the run and the model.")
    Optional<Path> out = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Requests under way at a time, 1 to 256. Default: ${DEFAULT-VALUE}")
    int concurrency = 4;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "2",
            description = "Of a request that failed for a reason that may pass. Default: ${DEFAULT-VALUE}")
    int retries = 2;

    /** @param read what was recorded, under settings that are kept there */
    Destination destination(Path read) throws IOException, InvalidConfigException {
        if (url.isPresent() && file.isPresent()) {
            throw new WrongUseException("--url beside -c (expected: one of the two)");
        }
        if (url.isPresent()) {
            String scheme = url.get().getScheme();
            if (url.get().getHost() == null || scheme == null || !scheme.matches("https?")) {
                throw new WrongUseException("--url: " + url.get() + " (expected: http://host:port)");
            }
            return Destination.of(model, url.get(), TIMEOUT);
        }
        if (file.isEmpty()) {
            return Destination.of(recorded(read));
        }
        Config config = ConfigLoader.load(file.get());
        Model found = config.models().get(model);
        if (found == null) {
            throw new WrongUseException("--model: " + model + " (expected: one of "
                    + config.models().keySet().stream().sorted().toList() + ")");
        }
        return Destination.of(found);
    }

    private Model recorded(Path read) throws IOException {
        for (String revision : Revisions.newestFirst(read)) {
            try {
                String source = Revisions.source(read, revision).orElse("");
                Model found = ConfigLoader.parse(revision, source).models().get(model);
                if (found != null) {
                    return found;
                }
            } catch (InvalidConfigException e) {
                // Written by another version: it cannot say where a model is now.
            }
        }
        throw new WrongUseException("--model: " + model + " is in no configuration that " + read
                + " was written under (expected: one that is; or -c FILE or --url URL to say where it is)");
    }

    /**
     * Where the run is kept.
     *
     * @param run what is asked: a set's name, or that it is a replay
     */
    Path out(Path read, String run) {
        if (out.isPresent()) {
            return out.get();
        }
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new WrongUseException("--out: missing, and " + model + " makes no name for a directory");
        }
        Path whole = read.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + "-" + run + "-" + model);
    }

    /** Whether the run would write into what it reads. */
    static boolean isSame(Path out, Path read) {
        return out.toAbsolutePath().normalize().equals(read.toAbsolutePath().normalize());
    }

    /** @param read where the requests were recorded */
    Rerun.Manner manner(Path read) throws IOException {
        if (concurrency < 1 || concurrency > 256) {
            throw new WrongUseException("--concurrency: " + concurrency + " (expected: 1 to 256)");
        }
        if (retries < 0 || retries > 10) {
            throw new WrongUseException("--retries: " + retries + " (expected: 0 to 10)");
        }
        RouteRedaction redaction = new RouteRedaction(read);
        return new Rerun.Manner(concurrency, retries, FIRST_PAUSE, new Caution(Copyable::test, redaction::apply));
    }

    int tell(Console console, Rerun.Result result, Path directory) {
        console.out()
                .println("asked " + model + ": " + result.answered() + " answered, " + result.failed() + " failed, "
                        + result.already() + " were there already"
                        + (result.incomplete() == 0
                                ? ""
                                : ", " + result.incomplete() + " left out since their request was not kept whole")
                        + (result.withheld() == 0
                                ? ""
                                : ", " + result.withheld() + " left out since no other model may get them"));
        console.out().println("compare with: understudy report --data " + directory + " --out report.html");
        return result.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
