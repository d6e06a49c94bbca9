package dev.understudy.gateway.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and prints.
 *
 * @param raw standard output without a {@link PrintStream} around it, so that a reader who left is noticed
 */
record Console(InputStream in, OutputStream raw, PrintStream out, PrintStream err) {
    static Console standard() {
        OutputStream raw = new FileOutputStream(FileDescriptor.out);
        return new Console(
                System.in,
                raw,
                new PrintStream(raw, true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** One line that says what is wrong and what to do. */
    int wrongUse(String message) {
        err.println("understudy: " + message);
        return ExitCode.WRONG_USE;
    }
}
