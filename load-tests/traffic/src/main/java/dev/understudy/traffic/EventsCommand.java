package dev.understudy.traffic;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads event streams and prints one line about their events; then leaves in the middle. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description =
                "Reads streams of a traffic model's /events/MILLIS: how long was each event on its way, did it come"
                        + " whole and alone? Leaves in the middle.")
final class EventsCommand implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "http://HOST:PORT/PATH")
    private URI url = URI.create("http://127.0.0.1:0/");

    @Option(names = "--streams", defaultValue = "10", description = "At once (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--seconds", defaultValue = "10", description = "For so long (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "0", description = "Seconds before, of the same streams, not counted.")
    private double warmUp;

    @Override
    public Integer call() {
        LoadPlan plan = new LoadPlan(
                url,
                "POST",
                List.of("accept: text/event-stream"),
                "{\"stream\": true}",
                1,
                Duration.ofNanos(Math.round(warmUp * 1e9)),
                Duration.ofNanos(Math.round(seconds * 1e9)),
                streams,
                Duration.ofSeconds(1),
                -1);
        try (Loop loop = new Loop("events")) {
            System.out.println(new EventStreams(plan, loop).run().line());
        }
        return 0;
    }
}
