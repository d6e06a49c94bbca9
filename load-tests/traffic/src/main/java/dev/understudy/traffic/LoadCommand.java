package dev.understudy.traffic;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks at a fixed rate and prints one line of what became of it. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Asks at a fixed rate, whatever the answers do; latencies count from when a request was due, which is at a"
                        + " moment of its slot that is drawn.")
final class LoadCommand implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "http://HOST:PORT/PATH")
    private URI url = URI.create("http://127.0.0.1:0/");

    @Option(names = "--rate", defaultValue = "500", description = "Requests a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--seconds", defaultValue = "10", description = "For so long (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "0", description = "Seconds before, at the same rate, not counted.")
    private double warmUp;

    @Option(names = "--connections", defaultValue = "64", description = "At most (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--timeout", defaultValue = "30", description = "Seconds for an answer (${DEFAULT-VALUE}).")
    private double timeout;

    @Option(names = "--method", defaultValue = "POST", description = "default: ${DEFAULT-VALUE}")
    private String method = "POST";

    @Option(names = "--body-bytes", defaultValue = "1024", description = "Of JSON (default: ${DEFAULT-VALUE}).")
    private int bodyBytes;

    @Option(names = "--body", description = "Instead of --body-bytes: this.")
    private @Nullable String body;

    @Option(names = "--header", description = "'name: value'; {n} becomes the request's number. May be repeated.")
    private List<String> headers = List.of();

    @Option(names = "--expect-bytes", defaultValue = "-1", description = "How long a right answer is.")
    private long expectedBytes;

    @Option(names = "--ids", description = "Write here when each whole answer came, and its x-understudy-id.")
    private @Nullable Path ids;

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = new LoadPlan(
                url,
                method,
                headers,
                body(),
                rate,
                duration(warmUp),
                duration(seconds),
                connections,
                duration(timeout),
                expectedBytes);
        try (Loop loop = new Loop("load");
                PrintWriter list = ids == null
                        ? new PrintWriter(PrintWriter.nullWriter())
                        : new PrintWriter(Files.newBufferedWriter(ids, StandardCharsets.UTF_8))) {
            Consumer<Answered> listener =
                    answer -> list.println(System.currentTimeMillis() + " " + answer.id() + " " + answer.status());
            System.out.println(new OpenLoop(plan, loop, ids == null ? answer -> {} : listener)
                    .run()
                    .line(seconds));
            if (list.checkError()) {
                throw new UncheckedIOException(new IOException("--ids: could not be written"));
            }
        }
        return 0;
    }

    private String body() {
        return body != null ? body : "{\"query\": \"" + "x".repeat(Math.max(0, bodyBytes - 13)) + "\"}";
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
