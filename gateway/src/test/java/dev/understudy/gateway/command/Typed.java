package dev.understudy.gateway.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** A command line that was run, and what came of it. */
record Typed(int exitCode, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    static Typed understudy(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return into(out, arguments);
    }

    /** With a standard output of the test's own. */
    static Typed into(OutputStream out, Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = Understudy.run(console, () -> NOW, words);
        return new Typed(exitCode, out.toString(), err.toString(StandardCharsets.UTF_8));
    }
}
