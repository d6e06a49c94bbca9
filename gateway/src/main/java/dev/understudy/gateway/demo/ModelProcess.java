package dev.understudy.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One model server as a child of this process. Its standard input is a pipe from us, so that it ends even when we are
 * killed and can close nothing.
 */
final class ModelProcess implements AutoCloseable {
    private static final String MAIN_CLASS = "dev.understudy.models.ModelServer";
    private static final String READY = "listening on ";
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final int ERROR_LINES_SHOWN = 5;

    private final String variant;
    private final Process process;
    private final Path errors;
    private final CompletableFuture<String> firstLine;

    private ModelProcess(String variant, Process process, Path errors) {
        this.variant = variant;
        this.process = process;
        this.errors = errors;
        this.firstLine = CompletableFuture.supplyAsync(this::readFirstLine);
    }

    /** @param scratch where the child unpacks its native libraries; whoever made it deletes it */
    static ModelProcess start(ModelProgram program, String variant, Path scratch) throws IOException {
        Path temporary = Files.createDirectories(scratch.resolve(variant));
        Path errors = scratch.resolve(variant + ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        program.classPath(),
                        MAIN_CLASS,
                        "--variant",
                        variant,
                        "--port",
                        "0",
                        "--parent")
                .redirectError(errors.toFile())
                .start();
        return new ModelProcess(variant, process, errors);
    }

    /** Waits until it listens, and says where. */
    URI address() throws DemoFailedException, InterruptedException {
        try {
            String line = firstLine.get(START_MAX.toSeconds(), TimeUnit.SECONDS);
            if (!line.startsWith(READY)) {
                throw new DemoFailedException("the model " + variant + " ended before it was ready" + lastErrors());
            }
            return URI.create(line.substring(READY.length()));
        } catch (TimeoutException e) {
            throw new DemoFailedException("the model " + variant + " was not ready within " + START_MAX.toSeconds()
                    + " s; is the machine very busy?" + lastErrors());
        } catch (ExecutionException e) {
            throw new DemoFailedException("the model " + variant + " cannot be heard: " + e.getMessage());
        }
    }

    void checkAlive() throws DemoFailedException {
        if (!process.isAlive()) {
            throw new DemoFailedException(
                    "the model " + variant + " ended with status " + process.exitValue() + lastErrors());
        }
    }

    /** Empty when it ended without a word. */
    private String readFirstLine() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            return Objects.requireNonNullElse(lines.readLine(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastErrors() {
        try {
            List<String> lines = Files.readAllLines(errors);
            return lines.isEmpty()
                    ? ""
                    : "\n  "
                            + String.join(
                                    "\n  ", lines.subList(Math.max(0, lines.size() - ERROR_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return " (its messages cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Ends it, politely first. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
