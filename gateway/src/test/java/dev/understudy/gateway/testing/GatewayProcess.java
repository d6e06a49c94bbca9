package dev.understudy.gateway.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code understudy run} in a process of its own, for what can only be done to one: signals and {@code kill -9}. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("understudy ready: http://[^ ]*:([0-9]+) admin http://[^ ]*:([0-9]+) ");

    private final Process process;
    private final Path directory;
    private final int port;
    private final int adminPort;

    private GatewayProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
        Matcher ready;
        try {
            ready = awaitReady();
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
        this.port = Integer.parseInt(ready.group(1));
        this.adminPort = Integer.parseInt(ready.group(2));
    }

    /** Starts it in that directory and waits until it is ready. */
    public static GatewayProcess in(Path directory, String yaml) throws IOException {
        return new GatewayProcess(launch(directory, yaml), directory);
    }

    /** Starts it without waiting for anything, for what is expected to fail. */
    public static Process launch(Path directory, String yaml) throws IOException {
        Path file = directory.resolve("understudy.yaml");
        Files.writeString(file, RunningGateway.complete(yaml, directory.resolve("data")));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.understudy.gateway.command.Understudy",
                        "run",
                        "-c",
                        file.toString())
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
    }

    public int port() {
        return port;
    }

    public int adminPort() {
        return adminPort;
    }

    public Path dataDirectory() {
        return directory.resolve("data");
    }

    public Path configFile() {
        return directory.resolve("understudy.yaml");
    }

    public String standardError() {
        return text("err.txt");
    }

    /** SIGTERM, HUP, INT by their names without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        List<String> command = List.of("kill", "-" + name, Long.toString(process.pid()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new AssertionError(command + " failed");
        }
    }

    /** Kills it without a chance to do anything. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit status, once it has ended of its own. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(3L * Deadline.MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "process " + process.pid() + ": still running (expected: exit)\n" + standardError());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Matcher awaitReady() {
        Matcher[] found = new Matcher[1];
        await().atMost(Deadline.PATIENCE.multipliedBy(3)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("exit " + process.exitValue() + "\n" + standardError());
            }
            found[0] = READY.matcher(text("out.txt"));
            return found[0].find();
        });
        return found[0];
    }

    private String text(String name) {
        try {
            return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
