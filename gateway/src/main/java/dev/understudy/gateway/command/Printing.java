package dev.understudy.gateway.command;

import dev.understudy.log.Reading;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Something that is printed in bulk, and may find that nobody reads any more. */
interface Printing {
    int BUFFER_BYTES = 64 * 1024;

    void to(OutputStream out) throws IOException;

    /** A reader who has seen enough ({@code | head}) is no error. */
    static int to(Console console, Printing printing) throws IOException {
        LeavingReader reader = new LeavingReader(console.raw());
        try (OutputStream out = new BufferedOutputStream(reader, BUFFER_BYTES)) {
            printing.to(out);
        } catch (IOException | UncheckedIOException e) {
            if (!reader.hasLeft()) {
                throw e;
            }
        }
        return ExitCode.OK;
    }

    /** What was wrong with the log. */
    static void notes(Console console, Reading reading) {
        if (reading.torn() + reading.unreadable() + reading.duplicates() > 0) {
            console.err()
                    .println("understudy: " + reading.torn() + " torn, " + reading.unreadable() + " unreadable and "
                            + reading.duplicates() + " repeated lines left out");
            reading.problems().forEach(problem -> console.err().println("  " + problem));
        }
    }
}
