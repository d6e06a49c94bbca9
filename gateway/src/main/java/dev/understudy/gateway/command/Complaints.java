package dev.understudy.gateway.command;

import java.io.PrintStream;

/** Names what is wrong with a file on standard error, in no more than a screenful: one of another format is wrong in every line. */
final class Complaints {
    static final int NAMED_MAX = 20;

    private final PrintStream err;
    private final String file;
    private long count;

    Complaints(PrintStream err, String file) {
        this.err = err;
        this.file = file;
    }

    void add(String complaint) {
        if (++count <= NAMED_MAX) {
            err.println(file + ": " + complaint);
        }
    }

    /** What was not named any more. */
    void end() {
        if (count > NAMED_MAX) {
            err.println(file + ": and " + (count - NAMED_MAX) + " more lines");
        }
    }

    long count() {
        return count;
    }
}
